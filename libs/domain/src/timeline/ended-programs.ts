import type { PersonFacts } from '../facts.js';
import type { Episode } from './episode.js';
import type { AsOf } from './as-of.js';
import type { IsKnown } from './known-rows.js';
import { seeRecords, type Seen } from './versions.js';

/**
 * An episode without a plan still ends when what it was bought with ends: a program (PR), a membership (MB, DPC). Nobody
 * who completed a program is off-track because of it (Q90).
 */
export function closeEndedPrograms(episodes: Episode[], person: PersonFacts, isKnown: IsKnown, asOf: AsOf): void {
  for (const episode of episodes) {
    if (episode.plan !== null || episode.closedBecause !== null) continue;
    if (episode.specialty === 'PR' && haveAllEnded(person.programs, isKnown, asOf, isProgramOpen)) {
      episode.closedBecause = 'every program has ended';
    }
    const isMember = episode.specialty === 'MB' || episode.specialty === 'DPC';
    if (isMember && haveAllEnded(person.memberships, isKnown, asOf, (seen) => !hasMembershipEnded(seen, asOf))) {
      episode.closedBecause = 'every membership has ended';
    }
  }
}

function haveAllEnded<K extends 'program' | 'membership'>(
  rows: Parameters<typeof seeRecords<K>>[0],
  isKnown: IsKnown,
  asOf: AsOf,
  isOpen: (seen: Seen<K>, asOf: AsOf) => boolean,
): boolean {
  const seen = seeRecords(rows, asOf).filter(({ row }) => isKnown(row));
  return seen.length > 0 && !seen.some((record) => isOpen(record, asOf));
}

/** Started, not ended, and not called off (Q68). Where nothing says when the word was written, the end says when it counts (Q02). */
export function isProgramOpen({ row, asCreated }: Seen<'program'>, asOf: AsOf): boolean {
  const { startedAt, endsAt, status } = row.data;
  if (startedAt !== null && !asOf.reached(startedAt)) return false;
  if (endsAt !== null && asOf.reached(endsAt)) return false;
  const word = status?.trim().toLowerCase() ?? '';
  if (asCreated || (word !== 'completed' && word !== 'cancelled')) return true;
  return endsAt !== null && row.createdAt === null && row.updatedAt === null;
}

/** Completed or cancelled, as far as it was known: with an end the word counts from the end on (Q02, Q71). */
export function isProgramCalledOff({ row, asCreated }: Seen<'program'>, asOf: AsOf): boolean {
  const { endsAt, status } = row.data;
  const word = status?.trim().toLowerCase() ?? '';
  if (word !== 'completed' && word !== 'cancelled') return false;
  if (endsAt !== null && asOf.reached(endsAt)) return true;
  return !asCreated && !(endsAt !== null && row.createdAt === null && row.updatedAt === null);
}

/** `cancelled` or `expired` with an end still to come is active until then (Q02). */
export function hasMembershipEnded({ row, asCreated }: Seen<'membership'>, asOf: AsOf): boolean {
  const { endsAt, status } = row.data;
  if (endsAt !== null) return asOf.reached(endsAt);
  return !asCreated && (status === 'cancelled' || status === 'expired');
}
