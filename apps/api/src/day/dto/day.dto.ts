import type { RuleClass } from '@keepwell/domain';

/** How many found no place, by class. */
export class UnservedDto implements Record<RuleClass, number> {
  S1: number;
  S2: number;
  S3: number;
  S4: number;
  total: number;
}

export class DayDto {
  /** How many contacts the team can make in a day; null: nobody has said, and the list has no end. */
  capacity: number | null;
  /** The local date whose places these are; null: no day is planned. */
  day: string | null;
  /** Given: those worked off and those still there. Never more than the capacity. */
  places: number;
  /** Worked off since the day was planned. */
  done: number;
  /** Still there. */
  left: number;
  /** Open cases without a place when the day was last planned. */
  unserved: UnservedDto;
  plannedAt: string | null;
}
