import { countsForLine } from '../../timeline/booking.js';
import type { AsOf } from '../../timeline/as-of.js';
import type { Episode } from '../../timeline/episode.js';
import type { PlanView } from '../../timeline/plan.js';
import type { Timeline } from '../../timeline/timeline.js';
import { formatDate, type EpochDay } from '../../zones/calendar-date.js';
import type { OpeningDays } from '../../zones/opening-days.js';
import { bookingFact, describeVisits, planFact, visitFact } from '../evidence.js';
import { recordFinding } from '../record-finding.js';
import type { Rule } from '../rule.js';
import { decided, UNTOLD } from '../untold.js';
import { RuleParameterWrong, windowsBySpecialty, type Window } from '../window.js';
import { notForSpecialty, perEpisode, type Answer } from '../visits/episode-rules.js';
import { needsPlan, planClosed } from './behind-plan.rule.js';

const VISITS_LEFT = 2;

/** The plan's time is over, visits are left, and too few are booked (RC 4, Q55). */
export const planStalled: Rule = {
  id: 'R12',
  name: 'PLAN_STALLED',
  version: 1,
  kind: 'O',
  class: 'S3',
  says: 'The plan should be over, but visits are left and not booked.',
  startsOff: true,
  defaults: { PT: '7 d', PR: '7 d', DE: '7 d' },
  needs: ['plan'],
  prepare(parameters) {
    const windowOf = windowsBySpecialty(this.id, parameters);
    for (const [name, text] of Object.entries(parameters)) {
      if (!String(text).endsWith(' d')) throw new RuleParameterWrong(this.id, name, text);
    }
    return perEpisode((timeline, episode, asOf) => {
      const window = windowOf(episode.specialty);
      return window === null ? notForSpecialty(episode, asOf) : stalled(this, timeline, episode, window, asOf);
    });
  },
};

/** `ends_at`, else as long as the prescribed visits take (Q55). */
function plannedEnd({ row, startDay, prescribedVisits }: PlanView, { zone }: OpeningDays): EpochDay | null {
  const { endsAt, intervalDays } = row.data;
  if (endsAt !== null) return zone.dayOf(endsAt);
  if (startDay === null || prescribedVisits === null || intervalDays === null) return null;
  return startDay + Math.floor((prescribedVisits - 1) * intervalDays);
}

function stalled(rule: Rule, timeline: Timeline, episode: Episode, window: Window, asOf: AsOf): Answer {
  const { plan, visitDays, line, lineName } = episode;
  if (plan === null) return needsPlan(asOf);
  if (plan.closed) return planClosed(plan, asOf);
  const { opening } = timeline;
  const end = plannedEnd(plan, opening);
  if (end === null || plan.prescribedVisits === null) {
    if (!asOf.tells) return UNTOLD.no_data;
    return { because: 'no_data', says: 'The plan does not say when it ends or how many visits it has.' };
  }
  const left = plan.prescribedVisits - visitDays.length;
  if (left < VISITS_LEFT && !asOf.tells) return UNTOLD.closed;
  if (left < VISITS_LEFT) return { because: 'closed', says: `${describeVisits(episode)}: ${Math.max(left, 0)} left.` };
  const booked = timeline.live.filter((booking) => countsForLine(booking.line, line));
  if (booked.length >= left) {
    if (!asOf.tells) return UNTOLD.live_booking;
    return { because: 'live_booking', says: `${booked.length} booked for ${left} visits that are left.` };
  }
  const since = opening.zone.startOf(end + window.count);
  if (!asOf.reached(since)) {
    if (!asOf.tells) return UNTOLD.waiting;
    return { because: 'waiting', says: `${window.text} after the planned end of ${formatDate(end)} have not passed.` };
  }
  if (!asOf.tells) return decided(rule, false, plan.id, since);
  const last = visitDays.at(-1);
  return recordFinding(rule, timeline, {
    episode: plan.id,
    since,
    reason: `${describeVisits(episode)}; planned until ${formatDate(end)}; ${left} visits left, ${booked.length} booked.`,
    facts: [
      planFact(plan),
      ...(last === undefined ? [] : [visitFact(last, 'Last visit')]),
      ...booked.map((booking) => bookingFact(booking)),
    ],
    checked: [`${booked.length} live bookings for ${left} visits that are left`],
    clearsWhen: 'Bookings for the visits that are left, or the end of the plan.',
    parameters: { window: window.text, left, booked: booked.length, plannedEnd: formatDate(end) },
    service: last?.service?.name ?? lineName,
    locationId: last?.row.data.locationId ?? timeline.patient.locationId,
    practitionerId: last?.row.data.practitionerId ?? timeline.patient.practitionerId,
  });
}
