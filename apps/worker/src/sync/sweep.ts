import type { PullPage } from '@keepwell/connector-sdk';
import {
  AbsenceQueries,
  type AbsentRecord,
  type StreamLease,
  type Transaction,
  type Walk,
  type WalkedRecords,
} from '@keepwell/database';
import type { RecordKind } from '@keepwell/domain';
import type { Journal } from './journal.js';

/** A full read that brings less than this share of the last one proves nothing (safety S-06). */
const LEAST_SHARE = 0.7;

export interface Swept {
  walk: Walk | null;
  lastFullCount: number | null;
  absent: AbsentRecord[];
  gone: AbsentRecord[];
  /** It brought too little to be believed. */
  problem: string | null;
  /** The walk has ended, and was believed. */
  agrees: boolean;
}

/** What a walk is compared with. */
export interface Sweeping {
  /** Null: the walk proves no absence. */
  walked: Omit<WalkedRecords, 'range'> | null;
  /** What the last walk of this very range brought; null: what is stored is the measure. */
  lastFullCount: number | null;
}

const queries = new AbsenceQueries();

/**
 * Follows a walk over a whole stream: remembers what each page brought and, at its end, marks what none did. Absent
 * once is a question; gone is a record that two walks missed, or that the source confirms to be deleted.
 */
export async function sweep(
  tx: Transaction,
  lease: StreamLease,
  { walked, lastFullCount }: Sweeping,
  page: PullPage,
  storedKinds: Map<RecordKind, string[]>,
  journal: Journal,
): Promise<Swept> {
  const nothing: Swept = { walk: null, lastFullCount, absent: [], gone: [], problem: null, agrees: false };
  if (page.sweep === undefined || walked === null) return nothing;

  const walk = await continueWalk(tx, lease, page.sweep.walk);
  await queries.sawPage(tx, lease, walk.id, walk.pages, withUnreadable(storedKinds, page));
  walk.pages += 1;
  walk.blurred ||= page.unreadable.some(({ kind, id }) => kind === null || id === null);
  if (!page.done) return { ...nothing, walk };

  const { kinds = walked.kinds } = page.sweep;
  const range = { from: page.sweep.from ?? null, to: page.sweep.to ?? null };
  const compared = { ...walked, kinds, range };
  const seen = await queries.countSeen(tx, lease, walk.id, kinds);
  const before = lastFullCount ?? (await queries.countStored(tx, lease, compared));
  if (seen < before * LEAST_SHARE) {
    await queries.forgetWalks(tx, lease, null);
    const problem = `${walked.stream} brought ${seen} records where ${before} were expected: nothing was marked as deleted until a full read brings at least ${Math.round(LEAST_SHARE * 100)} %.`;
    return { ...nothing, problem };
  }
  // A record that could not be named may be any of those that seem to be missing.
  const at = Math.floor(await queries.databaseTime(tx));
  const found = walk.blurred ? { absent: [], gone: [] } : await queries.markAbsent(tx, lease, walk, compared, at);
  journal.mark('absent', at, found.absent);
  journal.mark('gone', at, found.gone);
  await queries.forgetWalks(tx, lease, null);
  return { walk: null, lastFullCount: seen, ...found, problem: null, agrees: true };
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
