import { whereaboutsOf, type HoursTable, type Instant, type Whereabouts, type ZoneId } from '@keepwell/domain';
import { holidaysOf } from './holidays.js';

/** What rows tell of where somebody is. */
export interface WhereaboutsInRows {
  statedZone: ZoneId | null;
  locationZone: ZoneId | null;
  practiceZone: ZoneId;
  place: string | null;
  simulated: boolean;
  at: Instant;
}

/** Joins what rows tell with the hours and holidays that the house knows. */
export function whereaboutsBy(hours: HoursTable): (known: WhereaboutsInRows) => Whereabouts {
  return ({ at, ...known }) => {
    const { place } = known;
    const year = new Date(at).getUTCFullYear();
    // Weeks around the turn of a year reach into two.
    const years = [year - 1, year, year + 1];
    return whereaboutsOf({
      ...known,
      hours,
      holidays: place === null ? [] : years.flatMap((each) => holidaysOf(place, each)),
    });
  };
}
