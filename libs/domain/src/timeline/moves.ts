import type { RecordVersion } from '../facts.js';
import type { Instant } from '../records.js';
import type { AsOf } from './as-of.js';
import type { Booking } from './booking.js';

/**
 * When a booking was moved in place: the same id with another start (K09). Seen only between versions (Q78): a source that
 * hands over one row per booking never shows it.
 */
export function movesOf(
  versions: readonly RecordVersion<'appointment'>[],
  { row }: Pick<Booking, 'row'>,
  asOf: AsOf,
): Instant[] {
  const own = versions.filter(({ id, source }) => id === row.id && source === row.source);
  if (own.length < 2) return [];
  const known = own
    .filter(({ recordedAt }) => recordedAt === null || asOf.reached(recordedAt))
    .sort(
      (one, other) =>
        (one.recordedAt ?? Number.NEGATIVE_INFINITY) - (other.recordedAt ?? Number.NEGATIVE_INFINITY) ||
        one.sequence - other.sequence,
    );
  const moves: Instant[] = [];
  for (const [index, version] of known.entries()) {
    const before = known[index - 1];
    if (before !== undefined && before.data.startsAt !== version.data.startsAt)
      moves.push(version.recordedAt ?? version.data.startsAt);
  }
  return moves;
}
