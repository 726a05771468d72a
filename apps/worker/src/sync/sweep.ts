import type { PullPage, Stream } from '@keepwell/connector-sdk';
import { AbsenceQueries, type AbsentRecord, type StreamLease, type Transaction, type Walk } from '@keepwell/database';
import type { RecordKind } from '@keepwell/domain';

/** A full read that brings less than this share of the last one proves nothing (safety S-06). */
const LEAST_SHARE = 0.7;

export interface Swept {
  walk: Walk | null;
  lastFullCount: number | null;
  absent: AbsentRecord[];
  gone: AbsentRecord[];
  problem: string | null;
}

const queries = new AbsenceQueries();

/**
 * Follows a walk over a whole stream: remembers what each page brought and, at its end, marks what none did. Absent
 * once is a question; gone is a record that two walks missed, or that the source confirms to be deleted.
 */
export async function sweep(
  tx: Transaction,
  lease: StreamLease,
  stream: Stream,
  page: PullPage,
  storedKinds: Map<RecordKind, string[]>,
): Promise<Swept> {
  const nothing: Swept = { walk: null, lastFullCount: lease.lastFullCount, absent: [], gone: [], problem: null };
  if (page.sweep === undefined || stream.deletes !== 'absence') return nothing;

  const walk = await continueWalk(tx, lease, page.sweep.walk);
  await queries.sawPage(tx, lease, walk.id, walk.pages, withUnreadable(storedKinds, page));
  walk.pages += 1;
  walk.blurred ||= page.unreadable.some(({ kind, id }) => kind === null || id === null);
  if (!page.done) return { ...nothing, walk };

  const range = { from: page.sweep.from ?? null, to: page.sweep.to ?? null };
  const seen = await queries.countSeen(tx, lease, walk.id);
  const before = lease.lastFullCount ?? (await queries.countStored(tx, lease, stream.kinds, range));
  if (seen < before * LEAST_SHARE) {
    await queries.forgetWalks(tx, lease, null);
    const problem = `${stream.name} brought ${seen} records where ${before} were expected: nothing was marked as deleted until a full read brings at least ${Math.round(LEAST_SHARE * 100)} %.`;
    return { ...nothing, problem };
  }
  // A record that could not be named may be any of those that seem to be missing.
  const found = walk.blurred
    ? { absent: [], gone: [] }
    : await queries.markAbsent(tx, lease, walk, stream.kinds, range);
  await queries.forgetWalks(tx, lease, null);
  return { walk: null, lastFullCount: seen, ...found, problem: null };
}

async function continueWalk(tx: Transaction, lease: StreamLease, id: string): Promise<Walk> {
  if (lease.walk?.id === id) return { ...lease.walk };
  await queries.forgetWalks(tx, lease, null);
  return { id, startedAt: await queries.databaseTime(tx), pages: 0, blurred: false };
}

/** What could not be read is there all the same. */
function withUnreadable(stored: Map<RecordKind, string[]>, page: PullPage): Map<RecordKind, string[]> {
  const seen = new Map([...stored].map(([kind, ids]) => [kind, [...ids]]));
  for (const { kind, id } of page.unreadable) {
    if (kind !== null && id !== null) seen.set(kind, [...(seen.get(kind) ?? []), id.replaceAll('\u0000', '')]);
  }
  return seen;
}
