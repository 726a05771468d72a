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
const MANY_OF_A_KIND = 10;
const FEW_OF_A_KIND = 3;

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
  const at = Math.floor(await queries.databaseTime(tx));
  const seen = await queries.countSeen(tx, lease, walk.id, kinds);
  const stored = await queries.countStored(tx, lease, compared, at);
  // A person's word counts more than any number.
  const isAccepted = lastFullCount === 0;
  const less = isAccepted ? null : tooLittle(seen, stored, lastFullCount ?? 0);
  if (less !== null) {
    await queries.forgetWalks(tx, lease, null);
    const problem = `${walked.stream} brought ${less}: nothing was marked as deleted until a full read brings at least ${Math.round(LEAST_SHARE * 100)} %.`;
    return { ...nothing, problem };
  }
  // A record that could not be named may be any of those that seem to be missing.
  const found = walk.blurred ? { absent: [], gone: [] } : await queries.markAbsent(tx, lease, walk, compared, at);
  journal.mark('absent', at, found.absent);
  journal.mark('gone', at, found.gone);
  await queries.forgetWalks(tx, lease, null);
  if (isAccepted) await queries.believedSmaller(tx, lease, walked.stream, at);
  return { walk: null, lastFullCount: sum(seen), ...found, problem: null, agrees: true };
}

/** In all, or of one kind: a few patients hide among many bookings. Of a kind with few records, some may go and not all. */
function tooLittle(
  seen: Map<RecordKind, number>,
  stored: Map<RecordKind, number>,
  lastFullCount: number,
): string | null {
  const [all, before] = [sum(seen), Math.max(lastFullCount, sum(stored))];
  if (all < before * LEAST_SHARE) return `${all} records where ${before} were expected`;
  for (const [kind, expected] of stored) {
    const found = seen.get(kind) ?? 0;
    const isMuch = expected - found >= MANY_OF_A_KIND || (found === 0 && expected >= FEW_OF_A_KIND);
    if (found < expected * LEAST_SHARE && isMuch)
      return `${found} records of kind ${kind} where ${expected} were expected`;
  }
  return null;
}

function sum(counts: Map<RecordKind, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
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
