import { familyOf } from '../../rules/recalls/wear-off.rule.js';
import type { AsOf } from '../../timeline/as-of.js';
import type { Booking } from '../../timeline/booking.js';
import { visitDaysOf } from '../../timeline/episode.js';
import type { Timeline } from '../../timeline/timeline.js';
import { addMonths } from '../../zones/calendar-date.js';
import { isWithin, type Period } from '../period.js';
import { stoodAt } from './rebooking.js';
import { count, reportShare, share, type MetricSet } from './share.js';

const TOXIN = familyOf('neurotoxin');
const TOXIN_MONTHS = 6;
const HYGIENE = 'hygiene';

/** Dental hygiene: the line of that name, or a recall service. */
function isHygiene({ specialty, service, line }: Booking): boolean {
  return specialty === 'DE' && (line === HYGIENE || service?.kind === 'recall');
}

/** A treatment: a consultation or a review of one is none; where the service says no kind, it is (Q61). */
function isToxin({ line, service }: Booking): boolean {
  const kind = service?.kind ?? null;
  return familyOf(line) === TOXIN && (kind === null || kind === 'treatment');
}

/** Figures of single service lines: hygiene visits that leave with the next one, first toxin patients who return. */
export function lineMetrics(period: Period, asOf: AsOf): MetricSet {
  const hygiene = share('hygiene_reappointment');
  const toxin = share('toxin_return');
  const sixMonthsUp = reportShare('toxin_return', 'six_months_up');

  const addHygiene = ({ bookings }: Timeline, visit: Booking): void => {
    const dayEnd = visit.opening.zone.startOf(visit.day + 1) - 1;
    count(
      hygiene,
      bookings.some((booking) => booking.line === visit.line && stoodAt(booking, dayEnd)),
    );
  };

  const addToxin = ({ visits }: Timeline): void => {
    const treatments = visitDaysOf(visits.filter(isToxin));
    const [first, second] = treatments;
    if (first === undefined) return;
    const deadline = addMonths(first.day, TOXIN_MONTHS);
    const up = first.opening.zone.startOf(deadline);
    if (!asOf.reached(up)) return;
    const hasReturned = second !== undefined && second.day <= deadline;
    if (isWithin(period, first.startsAt)) count(toxin, hasReturned);
    if (isWithin(period, up)) count(sixMonthsUp, hasReturned);
  };

  return {
    add(timeline) {
      for (const visit of visitDaysOf(timeline.visits.filter(isHygiene))) {
        if (isWithin(period, visit.startsAt)) addHygiene(timeline, visit);
      }
      addToxin(timeline);
    },
    shares: () => [hygiene, toxin, sixMonthsUp],
  };
}
