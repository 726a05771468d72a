import { cadenceOf, duePointDays, Z_95 } from '../../models/cadence.js';
import type { AsOf } from '../../timeline/as-of.js';
import type { Booking } from '../../timeline/booking.js';
import type { Episode } from '../../timeline/episode.js';
import type { PlannedInterval } from '../../timeline/interval.js';
import { ownGaps } from '../../timeline/gaps.js';
import { agreedInterval, intervalOfEpisode, type Timeline } from '../../timeline/timeline.js';
import { formatDate, type EpochDay } from '../../zones/calendar-date.js';
import {
  decidedOfEpisode,
  episodeFinding,
  lastVisitOrSilence,
  notForSpecialty,
  perEpisode,
  type Answer,
} from './episode-rules.js';
import type { Rule, Silence } from '../rule.js';
import { UNTOLD } from '../untold.js';
import { RuleParameterWrong, windowsBySpecialty, type Window } from '../window.js';

const FEWEST_VISIT_DAYS = 3;

/** Later than this patient ever comes: the gap exceeds the 95 % due point of their own rhythm (RC 6.1, Q48). */
export const cadenceOverdue: Rule = {
  id: 'R03',
  name: 'CADENCE_OVERDUE',
  version: 1,
  kind: 'O',
  class: 'S2',
  says: "Longer since the last visit than this patient's own rhythm explains, and nothing is booked.",
  defaults: { PT: '7 d', PR: '7 d', MS: '21 d', DE: '30 d', DPC: '60 d' },
  needs: ['missed visit'],
  prepare(parameters) {
    const floorOf = windowsBySpecialty(this.id, parameters);
    for (const [name, text] of Object.entries(parameters)) {
      if (!String(text).endsWith(' d')) throw new RuleParameterWrong(this.id, name, text);
    }
    return perEpisode((timeline, episode, asOf) => {
      const floor = floorOf(episode.specialty);
      if (floor === null) return notForSpecialty(episode, asOf);
      const last = lastVisitOrSilence(timeline, episode, asOf);
      if ('because' in last) return last;
      const agreed = agreedInterval(timeline, episode.line);
      if (agreed !== null) return askAgreed(this, timeline, { episode, last, agreed, floor }, asOf);
      const { visitDays } = episode;
      if (visitDays.length < FEWEST_VISIT_DAYS) {
        if (!asOf.tells) return UNTOLD.not_applicable;
        return {
          because: 'not_applicable',
          says: `Needs ${FEWEST_VISIT_DAYS} visits to know a rhythm; ${visitDays.length} so far.`,
        };
      }
      const gaps = ownGaps(visitDays);
      const cadence = cadenceOf(gaps, intervalOfEpisode(timeline, episode).days);
      const dueDays = duePointDays(cadence, Z_95);
      // "Greater than": on the due point itself the rule does not fire (Q11).
      const overdueDay = last.day + Math.max(Math.floor(dueDays) + 1, floor.count);
      const since = last.opening.zone.startOf(overdueDay);
      if (!asOf.reached(since)) return notOverdue(overdueDay, asOf);
      if (!asOf.tells) return decidedOfEpisode(this, timeline, episode, since, asOf);
      return episodeFinding({
        rule: this,
        timeline,
        episode,
        last,
        since,
        asOf,
        parameters: {
          ...{ floor: floor.text, duePointDays: Number(dueDays.toFixed(3)), gaps: gaps.length },
          usualDays: Number(cadence.usualDays.toFixed(1)),
        },
        because: `comes every ${cadence.usualDays.toFixed(1)} days, overdue since ${formatDate(overdueDay)}`,
        checked: [`own rhythm rests on ${gaps.length} gaps, due after ${dueDays.toFixed(1)} days at 95 %`],
      });
    });
  },
};

function notOverdue(overdueDay: EpochDay, { tells }: AsOf): Silence {
  return tells ? { because: 'waiting', says: `Not overdue before ${formatDate(overdueDay)}.` } : UNTOLD.waiting;
}

/** Nobody need learn a rhythm that was agreed: overdue is who is later than that by more than the floor (S1-06). */
function askAgreed(
  rule: Rule,
  timeline: Timeline,
  { episode, last, agreed, floor }: { episode: Episode; last: Booking; agreed: PlannedInterval; floor: Window },
  asOf: AsOf,
): Answer {
  const overdueDay = last.day + agreed.days + floor.count;
  const since = last.opening.zone.startOf(overdueDay);
  if (!asOf.reached(since)) return notOverdue(overdueDay, asOf);
  if (!asOf.tells) return decidedOfEpisode(rule, timeline, episode, since, asOf);
  return episodeFinding({
    rule,
    timeline,
    episode,
    last,
    since,
    asOf,
    parameters: { floor: floor.text, ownIntervalDays: agreed.days },
    because: `overdue since ${formatDate(overdueDay)}`,
    checked: [`own interval set by staff on ${agreed.setOn ?? 'a day unknown'}; no rhythm was reckoned`],
  });
}
