import { cancelledNotRebooked } from '../../rules/losses/cancelled-not-rebooked.rule.js';
import { windowEnd, windowsBySpecialty } from '../../rules/window.js';
import type { Instant } from '../../records.js';
import { isReplacedBy } from '../../timeline/answers.js';
import type { AsOf } from '../../timeline/as-of.js';
import type { Booking } from '../../timeline/booking.js';
import type { Timeline } from '../../timeline/timeline.js';
import { isWithin, type Period } from '../period.js';
import { count, share, type MetricSet } from './share.js';

const DAY_MS = 86_400_000;

/** Was this booking standing at that instant: made, still ahead, not yet lost? */
export function stoodAt({ row, startsAt, standing, loss }: Booking, instant: Instant): boolean {
  if (standing === 'idle' || startsAt <= instant) return false;
  return (row.createdAt === null || row.createdAt <= instant) && (loss === null || loss.at > instant);
}

/** Did this booking follow a visit day: after it, made by that instant, and not lost before it came or the instant passed? */
function followedBy({ row, startsAt, standing, loss }: Booking, dayEnd: Instant, instant: Instant): boolean {
  if (standing === 'idle' || startsAt <= dayEnd) return false;
  const isMade = row.createdAt === null || row.createdAt <= instant;
  return isMade && (loss === null || loss.at > Math.min(instant, startsAt));
}

/** The visit that a plan ends with needs no next booking. */
function isLastPlanned(timeline: Timeline, visit: Booking): boolean {
  const prescribed = visit.plan?.prescribedVisits ?? null;
  if (visit.plan === null || prescribed === null) return false;
  const episode = timeline.episodes.find(({ plan }) => plan === visit.plan);
  const index = episode?.visitDays.findIndex(({ day }) => day === visit.day) ?? -1;
  return index + 1 >= prescribed;
}

/** Who leaves with the next appointment, and which cancels nobody made up for. */
export function rebookingMetrics(period: Period, asOf: AsOf): MetricSet {
  const cancels = share('cancelled_not_rebooked_rate');
  const endOfDay = share('rebooking_rate', 'end_of_day');
  const within24h = share('rebooking_rate', '24h');
  const windowOf = windowsBySpecialty(cancelledNotRebooked.id, cancelledNotRebooked.defaults);

  const addCancel = (timeline: Timeline, lost: Booking): void => {
    const { loss, specialty, opening } = lost;
    const window = windowOf(specialty);
    if (loss === null || loss.by !== 'patient' || window === null || !isWithin(period, loss.at)) return;
    const end = windowEnd(window, opening, loss.day);
    if (end === null || !asOf.reached(end)) return;
    count(cancels, !isReplacedBy(timeline, lost, end));
  };

  const addVisit = (timeline: Timeline, visit: Booking): void => {
    if (!isWithin(period, visit.startsAt) || isLastPlanned(timeline, visit)) return;
    const dayEnd = visit.opening.zone.startOf(visit.day + 1) - 1;
    count(
      endOfDay,
      timeline.bookings.some((booking) => stoodAt(booking, dayEnd)),
    );
    count(
      within24h,
      timeline.bookings.some((booking) => followedBy(booking, dayEnd, visit.startsAt + DAY_MS)),
    );
  };

  return {
    add(timeline) {
      for (const lost of timeline.losses) addCancel(timeline, lost);
      for (const visit of timeline.visitDays) addVisit(timeline, visit);
    },
    shares: () => [cancels, endOfDay, within24h],
  };
}
