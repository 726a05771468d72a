import type { Transaction } from '../database.js';
import type { RecordTable } from '../entities/record-table.js';
import type { RecordQueries, StoredRun } from '../queries/record.queries.js';
import { arrangeVersions, type Run } from './arrange-versions.js';
import { isDeletedThere } from './compare.js';
import { NO_CONTENT } from './content-hash.js';
import type { Head, Version } from './incoming.js';
import { deletedAt, type Plan, runOf, stagedRow } from './plan-writes.js';
import { freshIds, type RecordIds } from './record-ids.js';
import type { RecordScope } from './staging.js';

/** A record of which a version came late, or several at once. */
export interface Tangle {
  sourceId: string;
  head: Head | null;
  versions: Version[];
}

/** Puts all versions of these records in order and plans the writes. Returns, per record that is written, the versions that told something new. */
export async function untangle(
  tx: Transaction,
  queries: RecordQueries,
  table: RecordTable,
  scope: RecordScope,
  tangles: Tangle[],
  patientIdOf: (data: Record<string, unknown>, head: Head | null) => string | null,
  plan: Plan,
): Promise<Map<string, Version[]>> {
  const news = new Map<string, Version[]>();
  if (tangles.length === 0) return news;
  const ids = tangles.flatMap(({ head }) => (head === null ? [] : [head.id]));
  const makeId = scope.ids ?? freshIds;
  const stored = new Map<string, StoredRun[]>();
  for (const run of ids.length === 0 ? [] : await queries.versions(tx, table, scope, ids)) {
    stored.set(run.recordId, [...(stored.get(run.recordId) ?? []), run]);
  }
  for (const tangle of tangles) {
    const runs = tangle.head === null ? [] : (stored.get(tangle.head.id) ?? []);
    const isNew = planTangle(tangle, runs, patientIdOf, plan, (...names) =>
      makeId(table.kind, tangle.sourceId, ...names),
    );
    if (isNew)
      news.set(
        tangle.sourceId,
        tangle.versions.filter((version) => !isStored(version, runs)),
      );
  }
  return news;
}

/** False when everything was known already. */
function planTangle(
  { sourceId, head, versions }: Tangle,
  stored: StoredRun[],
  patientIdOf: (data: Record<string, unknown>, head: Head | null) => string | null,
  plan: Plan,
  ids: RecordIds,
): boolean {
  // A confirmed absence is our own finding and no version: the record has just been read.
  const known = stored.map((run) =>
    run.isPresent && head !== null && !isDeletedThere(head) ? { ...run, goneAt: null } : run,
  );
  const arranged = arrangeVersions(
    known,
    versions.map((version) => runOf(version, head === null)),
  );
  const present = arranged.at(-1);
  if (present === undefined) return false;

  const id = head?.id ?? ids('record');
  const past = arranged.slice(0, -1).filter((run) => !known.some((other) => !other.isPresent && covers(other, run)));
  const before = known.find(({ isPresent }) => isPresent);
  const isMoved =
    before === undefined ||
    !isSame(present, before) ||
    present.recordedAt !== before.recordedAt ||
    present.latestAt !== before.latestAt;
  if (past.length === 0 && !isMoved && (head?.absentSince ?? null) === null) return false;
  plan.past.push(
    ...past.map((run, n) => ({ ...run, id: ids('past', n), recordId: id, goneObservedAt: toldAt(run, head) })),
  );
  if (isMoved || head?.absentSince !== null) {
    const patientId = patientIdOf(present.data, head);
    const write = head === null ? 'insert' : 'replace';
    plan.rows.push(stagedRow(present, { sourceId, id, patientId, write, pastId: null }));
  }
  return true;
}

/** A deletion that stood already was told then, however late another version of the record turns up. */
function toldAt({ goneAt }: Run, head: Head | null): number | null {
  return goneAt !== null && head?.goneAt === goneAt ? (head.goneObservedAt ?? goneAt) : null;
}

/** The history cannot be rewritten, only added to: a stretch that grew is written once more. */
function covers(past: Run, run: Run): boolean {
  return isSame(past, run) && (run.latestAt === null || (past.latestAt !== null && past.latestAt >= run.latestAt));
}

function isSame(one: Run, other: Run): boolean {
  return one.hash === other.hash && one.updatedAt === other.updatedAt && one.goneAt === other.goneAt;
}

function isStored(version: Version, stored: Run[]): boolean {
  if (version.data === null) return stored.some(({ goneAt }) => goneAt === deletedAt(version));
  return stored.some(({ hash, updatedAt, latestAt }) => {
    return (
      hash === version.hash &&
      hash !== NO_CONTENT &&
      (updatedAt === version.updatedAt || latestAt === version.updatedAt)
    );
  });
}
