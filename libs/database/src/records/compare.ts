import type { Instant } from '@keepwell/domain/records';
import type { Head, Version } from './incoming.js';

/**
 * What a version read means for the record stored.
 *
 * `touch`: the same content under a newer clock. `again`: a record that was missing is there as it was.
 * `tangled`: the version is older than what is stored, or one of several: all versions must be put in order.
 */
export type Meaning = 'new' | 'changed' | 'unchanged' | 'touch' | 'again' | 'gone' | 'tombstone' | 'tangled';

/** Deleted by the source's own word; a confirmed absence is marked by `absentSince` as well. */
export function isDeletedThere(head: Head): boolean {
  return head.goneAt !== null && head.absentSince === null;
}

/** The newest clock stored, the deletion's included. */
export function newestClock(head: Head): Instant | null {
  if (!isDeletedThere(head)) return head.latestAt;
  return Math.max(head.goneAt ?? 0, head.latestAt ?? 0);
}

/** One version of a record compared with what is stored (safety S-03): older never overwrites newer, equal is nothing. */
export function compare(version: Version, head: Head | null): Meaning {
  if (version.data === null) return compareDeletion(version, head);
  if (head === null) return 'new';
  const newest = newestClock(head);
  const clock = version.updatedAt;
  // Without a clock on one side what was read last is the present state.
  const isNewer = clock === null || newest === null || clock > newest;
  if (version.hash !== head.hash) return isNewer ? 'changed' : 'tangled';
  if (clock !== null && head.updatedAt !== null && clock < head.updatedAt) return 'tangled';
  if (isDeletedThere(head)) {
    if (isNewer) return 'changed';
    return clock === head.updatedAt || clock === head.latestAt ? 'unchanged' : 'tangled';
  }
  if (head.absentSince !== null) return 'again';
  return clock !== null && (head.latestAt === null || clock > head.latestAt) ? 'touch' : 'unchanged';
}

function compareDeletion(version: Version, head: Head | null): Meaning {
  if (head === null) return 'tombstone';
  const clock = version.updatedAt;
  if (isDeletedThere(head)) {
    // Said again later: whatever turns up from between the two was deleted as well.
    if (clock !== null && clock > (newestClock(head) ?? clock)) return 'touch';
    return clock !== null && head.goneAt !== null && clock < head.goneAt ? 'tangled' : 'unchanged';
  }
  return clock === null || head.latestAt === null || clock >= head.latestAt ? 'gone' : 'tangled';
}
