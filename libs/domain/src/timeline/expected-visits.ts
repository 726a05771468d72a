import type { EpochDay } from '../zones/calendar-date.js';
import type { OpeningDays } from '../zones/opening-days.js';
import type { AsOf } from './as-of.js';
import { prescribedInterval, type PlanView } from './plan.js';

/**
 * The dates on which a plan's visits fall due (Q54): the first on the day it starts, each next one an interval later, the
 * interval being that of the phase it belongs to. Dates on which the place is listed as closed do not count.
 * Null when the plan says neither how many nor how often, or not since when.
 */
export function plannedDays(plan: PlanView, opening: OpeningDays): EpochDay[] | null {
  const { startDay, prescribedVisits } = plan;
  if (startDay === null || prescribedVisits === null || prescribedInterval(plan, 0) === null) return null;
  const days: EpochDay[] = [];
  let counted = 0;
  let date = startDay;
  let due = 0;
  for (let visit = 0; visit < prescribedVisits; visit += 1) {
    if (visit > 0) due += prescribedInterval(plan, visit) ?? 0;
    if (!opening.listsClosures) {
      counted = Math.ceil(due);
      date = startDay + counted;
    }
    while (counted < due) {
      date += 1;
      if (!opening.isListedClosed(date)) counted += 1;
    }
    days.push(date);
  }
  return days;
}

/** How many of these days have come. */
export function reachedDays(days: readonly EpochDay[], { zone }: OpeningDays, asOf: AsOf): number {
  let reached = 0;
  while (reached < days.length && asOf.reached(zone.startOf(days[reached]!))) reached += 1;
  return reached;
}
