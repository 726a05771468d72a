import type { Instant, Specialty } from '../../records.js';
import type { AsOf } from '../../timeline/as-of.js';
import { countsForLine, type Booking } from '../../timeline/booking.js';
import { hasMembershipEnded } from '../../timeline/ended-programs.js';
import { ownRecords } from '../../timeline/own-records.js';
import type { Episode } from '../../timeline/episode.js';
import { intervalOfEpisode, type Timeline } from '../../timeline/timeline.js';
import { addMonths } from '../../zones/calendar-date.js';
import { isWithin, type Period } from '../period.js';
import { count, share, type MetricSet } from './share.js';

const COHORT_AGE_DAYS = 90;
/** A consultation leads to treatment when one is booked within so many days. */
export const CONVERSION_DAYS = 14;
const DAY_MS = 86_400_000;
const ACTIVE_MONTHS: Partial<Record<Specialty, number>> = { DE: 18, MS: 12, PT: 12 };

/** Closed, or past its planned end (Q55): the instant from which a plan can be judged. */
function maturedAt(timeline: Timeline, { plan, ...episode }: Episode): Instant | null {
  if (plan === null) return null;
  const { endsAt, startedAt, prescribedVisits } = plan.row.data;
  if (plan.closedAt !== null) return plan.closedAt;
  if (endsAt !== null) return endsAt;
  if (startedAt === null || prescribedVisits === null) return null;
  const interval = intervalOfEpisode(timeline, { plan, ...episode }).days;
  const { zone } = timeline.opening;
  return zone.startOf(zone.dayOf(startedAt) + Math.floor((prescribedVisits - 1) * interval));
}

function isCompleted({ plan, visitDays }: Episode): boolean {
  if (plan === null) return false;
  const reason = plan.row.data.closeReason?.trim().toLowerCase() ?? '';
  return (
    visitDays.length >= (plan.prescribedVisits ?? Number.POSITIVE_INFINITY) || (plan.closed && reason === 'goals met')
  );
}

/** Did a treatment booking of the line follow the consultation in time? */
export function isConverted({ bookings }: Timeline, consult: Booking): boolean {
  const until = consult.startsAt + CONVERSION_DAYS * DAY_MS;
  return bookings.some(({ row, line, service, standing, startsAt }) => {
    if (standing === 'idle' || startsAt <= consult.startsAt || !countsForLine(line, consult.line)) return false;
    if (service?.kind !== 'treatment' && service?.kind !== 'class') return false;
    return (row.createdAt ?? startsAt) <= until;
  });
}

/** In membership care the membership says who is a patient (RC 2). */
function isActiveMember(timeline: Timeline, asOf: AsOf): boolean {
  return ownRecords(timeline, 'membership', asOf).some(
    (seen) => seen.row.data.status !== null && seen.row.data.status !== 'paused' && !hasMembershipEnded(seen, asOf),
  );
}

/** Plans and patients: who has a next visit, who finishes, who stays. */
export function episodeMetrics(period: Period, asOf: AsOf): MetricSet {
  const forward = share('forward_booking_rate');
  const pva = share('pva', 'period');
  const cohortPva = share('pva', 'cohort_90d');
  const completion = share('plan_completion');
  const conversion = share('eval_to_plan_conversion');
  const active = share('active_patients');

  const addEpisode = (timeline: Timeline, episode: Episode): void => {
    if (episode.closedBecause === null) {
      count(
        forward,
        timeline.live.some(({ line }) => countsForLine(line, episode.line)),
      );
    }
    const matured = maturedAt(timeline, episode);
    if (matured !== null && isWithin(period, matured)) count(completion, isCompleted(episode));
  };

  const addVisits = (timeline: Timeline): void => {
    const [first] = timeline.visitDays;
    const last = timeline.visits.at(-1);
    if (first === undefined || last === undefined) return;
    pva.numerator += timeline.visitDays.filter(({ startsAt }) => isWithin(period, startsAt)).length;
    if (isWithin(period, first.startsAt)) pva.denominator += 1;
    if (asOf.reached(first.opening.zone.startOf(first.day + COHORT_AGE_DAYS))) {
      cohortPva.numerator += timeline.visitDays.length;
      cohortPva.denominator += 1;
    }
    const months = last.specialty === null ? undefined : ACTIVE_MONTHS[last.specialty];
    if (last.specialty === 'MB' || last.specialty === 'DPC') count(active, isActiveMember(timeline, asOf));
    else if (months !== undefined) count(active, !asOf.reached(last.opening.zone.startOf(addMonths(last.day, months))));
  };

  return {
    add(timeline) {
      for (const episode of timeline.episodes) addEpisode(timeline, episode);
      addVisits(timeline);
      for (const visit of timeline.visits) {
        if (visit.service?.kind !== 'consult' || !isWithin(period, visit.startsAt)) continue;
        if (asOf.reached(visit.startsAt + CONVERSION_DAYS * DAY_MS)) count(conversion, isConverted(timeline, visit));
      }
    },
    shares: () => [forward, pva, cohortPva, completion, conversion, active],
  };
}
