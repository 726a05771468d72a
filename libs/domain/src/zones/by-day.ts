import type { EpochDay } from './calendar-date.js';

const CHUNK_BITS = 9;
const CHUNK_DAYS = 1 << CHUNK_BITS;
/** Days from 1970 on for about 180 years are kept; others are worked out each time. */
const LAST_CHUNK = 128;

/**
 * A number for each day, worked out once: rules ask for the same few hundred days over and over. Zero stands for "not yet", so
 * that a day whose number is zero is worked out again; NaN is kept like any other.
 */
export function keptByDay(workOut: (day: EpochDay) => number): (day: EpochDay) => number {
  const chunks: (Float64Array | undefined)[] = [];
  return (day) => {
    const place = day >> CHUNK_BITS;
    // A part of a day, and what lies too far off, has no place of its own.
    if (place < 0 || place > LAST_CHUNK || (day | 0) !== day) return workOut(day);
    const known = chunks[place]?.[day & (CHUNK_DAYS - 1)] ?? 0;
    if (known !== 0) return known;
    const number = workOut(day);
    while (chunks.length <= place) chunks.push(undefined);
    (chunks[place] ??= new Float64Array(CHUNK_DAYS))[day & (CHUNK_DAYS - 1)] = number;
    return number;
  };
}
