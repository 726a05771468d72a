import { Temporal } from 'temporal-polyfill';
import type { Instant, ZoneId } from '../records.js';
import { keptByDay } from './by-day.js';
import type { EpochDay } from './calendar-date.js';

/**
 * Local days of one zone from a table of its offset transitions: rules ask for them millions of times, and a search in
 * a short array is three orders of magnitude faster than a zoned-date object. Looking the transitions up is slow: a table holds the
 * decades that were asked about and grows when others are.
 */

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** So far from a table's end it is not asked: a search looks a day or two around. */
const MARGIN_MS = 180 * DAY_MS;
/** Transitions before and after are not looked up: no clinic's record lies there. */
const FIRST_YEAR = 1900;
const LAST_YEAR = 2100;
const FIRST = Date.UTC(FIRST_YEAR, 0, 1);
const LAST = Date.UTC(LAST_YEAR, 0, 1);

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

/** The stretches between two instants. */
function offsetsOf(id: ZoneId, from: number, to: number): Offsets {
  const zoned = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(id);
  const starts = [Number.NEGATIVE_INFINITY];
  const offsets = [zoned.offsetNanoseconds / 1e6];
  for (let next = zoned.getTimeZoneTransition('next'); next !== null; next = next.getTimeZoneTransition('next')) {
    if (next.epochMilliseconds >= to) break;
    starts.push(next.epochMilliseconds);
    offsets.push(next.offsetNanoseconds / 1e6);
  }
  return { starts, offsets };
}

/** Two tables that meet at an instant. */
function joined(before: Offsets, seam: number, after: Offsets): Offsets {
  const isChange = before.offsets.at(-1) !== after.offsets[0];
  return {
    starts: [...before.starts, ...(isChange ? [seam] : []), ...after.starts.slice(1)],
    offsets: [...before.offsets, ...after.offsets.slice(isChange ? 0 : 1)],
  };
}

/** The decades about an instant: each end is a year or more away from it, but for the ends of what is looked up. */
function decadesAbout(instant: Instant): { from: number; to: number } {
  const year = new Date(Math.min(Math.max(instant, FIRST), LAST)).getUTCFullYear();
  const from = Math.max(Math.floor((year - 1) / 10) * 10, FIRST_YEAR);
  const to = Math.min((Math.floor((year + 1) / 10) + 1) * 10, LAST_YEAR);
  return { from: Date.UTC(from, 0, 1), to: Date.UTC(to, 0, 1) };
}

function assertZone(id: ZoneId): void {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(id);
  } catch (cause) {
    if (cause instanceof RangeError) throw new ZoneUnknown(id);
    throw cause;
  }
}

function buildZone(id: ZoneId): Zone {
  assertZone(id);
  let starts: number[] = [];
  let offsets: number[] = [];
  let last = -1;
  /** The table's own ends, and between which instants it answers. */
  let covered = { from: 0, to: 0 };
  let [safeFrom, safeTo] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  /** The stretch found last: successive questions are mostly about the same months. */
  let recent = 0;

  const cover = (instant: Instant): void => {
    const wanted = decadesAbout(instant);
    if (last < 0) {
      ({ starts, offsets } = offsetsOf(id, wanted.from, wanted.to));
      covered = wanted;
    }
    if (wanted.from < covered.from) {
      const before = offsetsOf(id, wanted.from, covered.from);
      ({ starts, offsets } = joined(before, covered.from, { starts, offsets }));
    }
    if (wanted.to > covered.to) {
      const after = offsetsOf(id, covered.to, wanted.to);
      ({ starts, offsets } = joined({ starts, offsets }, covered.to, after));
    }
    covered = { from: Math.min(covered.from, wanted.from), to: Math.max(covered.to, wanted.to) };
    safeFrom = covered.from === FIRST ? Number.NEGATIVE_INFINITY : covered.from + MARGIN_MS;
    safeTo = covered.to === LAST ? Number.POSITIVE_INFINITY : covered.to - MARGIN_MS;
    last = starts.length - 1;
    recent = 0;
  };

  const stretchAt = (instant: Instant): number => {
    if (instant < safeFrom || instant > safeTo) cover(instant);
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

  const offsetAt = (instant: Instant): number => {
    // First: looking may put a longer table in the place of this one.
    const stretch = stretchAt(instant);
    return offsets[stretch]!;
  };

  /** The earliest stretch whose local clock reaches beyond this local time: it holds the time or begins after it. */
  const stretchReaching = (localMs: number): number => {
    let stretch = stretchAt(localMs - DAY_MS - MINUTE_MS);
    while (stretch < last && starts[stretch + 1]! + offsets[stretch]! <= localMs) stretch += 1;
    return stretch;
  };

  return {
    id,
    dayOf: (instant) => Math.floor((instant + offsetAt(instant)) / DAY_MS),
    clockOf: (instant) => {
      const localMs = instant + offsetAt(instant);
      return Math.floor((localMs - Math.floor(localMs / DAY_MS) * DAY_MS) / MINUTE_MS);
    },
    startOf: keptByDay((day) => {
      const stretch = stretchReaching(day * DAY_MS);
      return Math.max(day * DAY_MS - offsets[stretch]!, starts[stretch]!);
    }),
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
