import { Temporal } from 'temporal-polyfill';
import type { Instant, ZoneId } from '../records.js';
import type { EpochDay } from './calendar-date.js';

/**
 * Local days of one zone from a table of its offset transitions: rules ask for them millions of times, and a search in
 * a short array is three orders of magnitude faster than a zoned-date object.
 */

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Transitions before and after are not looked up: no clinic's record lies there. */
const FIRST_YEAR = '1900-01-01T00:00Z';
const LAST_YEAR = '2100-01-01T00:00Z';

export class ZoneUnknown extends Error {
  override readonly name = 'ZoneUnknown';
  constructor(readonly zone: string) {
    super(`"${zone}" is not a time zone: write it as Area/City, for example Europe/London.`);
  }
}

export interface Zone {
  readonly id: ZoneId;
  /** The local calendar date of an instant (K05, K06). */
  dayOf(instant: Instant): EpochDay;
  /** Minutes on the local clock, 0 to 1439. */
  clockOf(instant: Instant): number;
  /** The first instant that belongs to a local day, also where midnight itself is skipped. */
  startOf(day: EpochDay): Instant;
  /** A clock time: in a skipped hour it moves forward by the gap, in a repeated hour the earlier one counts (K07). */
  at(day: EpochDay, minutes: number): Instant;
}

interface Offsets {
  /** Where each stretch of one offset begins; the first is minus infinity. */
  starts: number[];
  offsets: number[];
}

function offsetsOf(id: ZoneId): Offsets {
  const zoned = startingIn(id);
  const starts = [Number.NEGATIVE_INFINITY];
  const offsets = [zoned.offsetNanoseconds / 1e6];
  const end = Temporal.Instant.from(LAST_YEAR).epochMilliseconds;
  for (let next = zoned.getTimeZoneTransition('next'); next !== null; next = next.getTimeZoneTransition('next')) {
    if (next.epochMilliseconds >= end) break;
    starts.push(next.epochMilliseconds);
    offsets.push(next.offsetNanoseconds / 1e6);
  }
  return { starts, offsets };
}

function startingIn(id: ZoneId): Temporal.ZonedDateTime {
  try {
    return Temporal.Instant.from(FIRST_YEAR).toZonedDateTimeISO(id);
  } catch (cause) {
    if (cause instanceof RangeError) throw new ZoneUnknown(id);
    throw cause;
  }
}

function buildZone(id: ZoneId): Zone {
  const { starts, offsets } = offsetsOf(id);
  const last = starts.length - 1;
  /** The stretch found last: successive questions are mostly about the same months. */
  let recent = 0;

  const stretchAt = (instant: Instant): number => {
    if (instant >= starts[recent]! && (recent === last || instant < starts[recent + 1]!)) return recent;
    let low = 0;
    let high = last;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= instant) low = middle;
      else high = middle - 1;
    }
    recent = low;
    return low;
  };

  /** The earliest stretch whose local clock reaches beyond this local time: it holds the time or begins after it. */
  const stretchReaching = (localMs: number): number => {
    let stretch = stretchAt(localMs - DAY_MS - MINUTE_MS);
    while (stretch < last && starts[stretch + 1]! + offsets[stretch]! <= localMs) stretch += 1;
    return stretch;
  };

  return {
    id,
    dayOf: (instant) => Math.floor((instant + offsets[stretchAt(instant)]!) / DAY_MS),
    clockOf: (instant) => {
      const localMs = instant + offsets[stretchAt(instant)]!;
      return Math.floor((localMs - Math.floor(localMs / DAY_MS) * DAY_MS) / MINUTE_MS);
    },
    startOf: (day) => {
      const stretch = stretchReaching(day * DAY_MS);
      return Math.max(day * DAY_MS - offsets[stretch]!, starts[stretch]!);
    },
    at: (day, minutes) => {
      const localMs = day * DAY_MS + minutes * MINUTE_MS;
      const stretch = stretchReaching(localMs);
      const skipped = localMs - offsets[stretch]! < starts[stretch]!;
      return localMs - offsets[skipped ? stretch - 1 : stretch]!;
    },
  };
}

const built = new Map<ZoneId, Zone>();

/** Built once per zone and kept: a zone's table depends on nothing but its name. Throws `ZoneUnknown`. */
export function zoneOf(id: ZoneId): Zone {
  let zone = built.get(id);
  if (zone === undefined) {
    zone = buildZone(id);
    built.set(id, zone);
  }
  return zone;
}
