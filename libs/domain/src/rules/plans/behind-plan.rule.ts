import { countsForLine } from '../../timeline/booking.js';
import type { AsOf } from '../../timeline/as-of.js';
import type { Episode } from '../../timeline/episode.js';
import { plannedDays, reachedDays } from '../../timeline/expected-visits.js';
import { prescribedInterval, type PlanView } from '../../timeline/plan.js';
import type { Timeline } from '../../timeline/timeline.js';
import { formatDate, type EpochDay } from '../../zones/calendar-date.js';
import { bookingFact, describeLine, describeVisits, planFact, visitFact } from '../evidence.js';
import { recordFinding } from '../record-finding.js';
import type { Rule, Silence } from '../rule.js';
import { decided, UNTOLD } from '../untold.js';
import { RuleParameterWrong } from '../window.js';
import { notForSpecialty, perEpisode, type Answer } from '../visits/episode-rules.js';

/** So many visits fewer than expected, and less than this share of them. */
const VISITS_BEHIND = 2;
const SHARE = 0.7;

/** Comes, but clearly less often than the plan says, and the bookings do not make up for it (RC 4, Q54). */
export const behindPlan: Rule = {
  id: 'R11',
  name: 'BEHIND_PLAN',
  version: 1,
  kind: 'O',
  class: 'S2',
  says: 'Far fewer visits than the plan expects by now.',
  startsOff: true,
  defaults: { PT: 'on', PR: 'on', MS: 'on' },
  needs: ['plan'],
  prepare(parameters) {
    for (const [name, value] of Object.entries(parameters)) {
      if (value !== 'on' && value !== 'off') throw new RuleParameterWrong(this.id, name, value, 'write "on" or "off"');
    }
    return perEpisode((timeline, episode, asOf) => {
      if (parameters[episode.specialty ?? 'unknown'] !== 'on') return notForSpecialty(episode, asOf);
      return behind(this, timeline, episode, asOf);
    });
  },
};

/**
 * The day since which it is so without a break. Bookings count from the day on which they come within an interval: of those
 * that count now, fewer did before.
 */
function fellBehindOn(done: number, planned: readonly EpochDay[], entering: readonly EpochDay[]): EpochDay {
  const before = (days: readonly EpochDay[], day: EpochDay) => days.filter((each) => each <= day).length;
  const isBehind = (day: EpochDay): boolean => {
    const expected = before(planned, day);
    return done + before(entering, day) <= expected - VISITS_BEHIND && done / expected < SHARE;
  };
  const days = [...planned, ...entering].sort((one, other) => one - other);
  return days[days.findLastIndex((day) => !isBehind(day)) + 1]!;
}

export function needsPlan({ tells }: AsOf): Silence {
  return tells ? { because: 'not_applicable', says: 'Needs a plan on record (K22).' } : UNTOLD.not_applicable;
}

export function planClosed({ id }: PlanView, { tells }: AsOf): Silence {
  return tells ? { because: 'closed', says: `Ended: plan ${id} is closed (E03).` } : UNTOLD.closed;
}

function behind(rule: Rule, timeline: Timeline, episode: Episode, asOf: AsOf): Answer {
  const { plan, visitDays, line, lineName } = episode;
  if (plan === null) return needsPlan(asOf);
  if (plan.closed) return planClosed(plan, asOf);
  const { opening } = timeline;
  const planned = plannedDays(plan, opening);
  const interval = prescribedInterval(plan, visitDays.length);
  if (planned === null || interval === null) {
    if (!asOf.tells) return UNTOLD.no_data;
    return { because: 'no_data', says: 'The plan does not say since when, how many visits and how often.' };
  }
  const expected = reachedDays(planned, opening, asOf);
  const done = visitDays.length;
  if (done > expected - VISITS_BEHIND || done / expected >= SHARE) {
    if (!asOf.tells) return UNTOLD.waiting;
    return { because: 'waiting', says: `${done} of ${expected} visits expected by now.` };
  }
  const ahead = timeline.live.filter(
    (booking) =>
      countsForLine(booking.line, line) && asOf.reached(opening.zone.startOf(booking.day - Math.floor(interval))),
  );
  if (done + ahead.length > expected - VISITS_BEHIND) {
    if (!asOf.tells) return UNTOLD.live_booking;
    return {
      because: 'live_booking',
      says: `${done} of ${expected} visits expected by now; ${ahead.length} booked within ${Math.floor(interval)} days.`,
    };
  }
  const last = visitDays.at(-1);
  const entering = ahead.map(({ day }) => day - Math.floor(interval));
  const since = opening.zone.startOf(fellBehindOn(done, planned.slice(0, expected), entering));
  if (!asOf.tells) return decided(rule, false, plan.id, since);
  return recordFinding(rule, timeline, {
    episode: plan.id,
    since,
    reason: `${describeVisits(episode)}; ${expected} were expected by ${formatDate(planned[expected - 1]!)}; ${ahead.length} booked within ${Math.floor(interval)} days.`,
    facts: [
      planFact(plan),
      ...(last === undefined ? [] : [visitFact(last, 'Last visit')]),
      ...ahead.map((booking) => bookingFact(booking)),
    ],
    checked: [`${done} visits and ${ahead.length} bookings against ${expected} expected visits`],
    clearsWhen: 'Visits or bookings that catch up with the plan, a changed plan, or its end.',
    parameters: {
      ...{ expected, visits: done, booked: ahead.length, intervalDays: interval },
      expectedBy: formatDate(planned[expected - 1]!),
    },
    service: last?.service?.name ?? lineName,
    locationId: last?.row.data.locationId ?? timeline.patient.locationId,
    practitionerId: last?.row.data.practitionerId ?? timeline.patient.practitionerId,
    ...(last === undefined ? { service: describeLine(lineName) } : {}),
  });
}
