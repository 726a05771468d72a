import type { PastVersion, Touch } from '../queries/record.queries.js';
import type { Run } from './arrange-versions.js';
import { type Meaning, newestClock } from './compare.js';
import type { Head, Version } from './incoming.js';
import type { RecordIds } from './record-ids.js';
import type { StagedRow } from './staging.js';

/** What one kind of a page comes to before it is written. */
export interface Plan {
  rows: StagedRow[];
  past: PastVersion[];
  touches: Touch[];
}

/** Adds to the plan what one version without complications needs; false when nothing that counts changes. */
export function planOne(
  plan: Plan,
  version: Version,
  meaning: Meaning,
  head: Head | null,
  patientId: string | null,
  ids: RecordIds,
): boolean {
  const { kind, sourceId, observedAt } = version;
  if (head === null) {
    const id = ids('record', kind, sourceId);
    plan.rows.push(stagedRow(runOf(version, true), { sourceId, id, patientId, write: 'insert', pastId: null }));
    return true;
  }
  switch (meaning) {
    case 'changed':
      plan.rows.push(
        stagedRow(runOf(version, false), {
          ...{ sourceId, id: head.id, patientId, write: 'supersede' },
          pastId: ids('past', kind, sourceId),
        }),
      );
      return true;
    case 'gone':
      plan.touches.push({ id: head.id, latestAt: null, goneAt: deletedAt(version), observedAt });
      return true;
    case 'again':
      plan.touches.push({
        ...{ id: head.id, goneAt: null, observedAt },
        latestAt: newest(version.updatedAt, newestClock(head)),
      });
      return head.goneAt !== null;
    case 'touch':
      plan.touches.push({ id: head.id, latestAt: version.updatedAt, goneAt: head.goneAt, observedAt });
      return false;
    default:
      return false;
  }
}

/** When the source says the record was deleted, else when we were told. */
export function deletedAt(version: Version): number {
  return version.updatedAt ?? version.observedAt;
}

/**
 * A version as a run of its own. The first we hear of a record was recorded as rules-decisions Q02 says; a later version
 * without any clock when we read it; and no source clock ahead of ours hides a fact.
 */
export function runOf(version: Version, isFirst: boolean): Run {
  const isDeletion = version.data === null;
  const recordedAt = isFirst ? version.recordedAt : (version.updatedAt ?? version.observedAt);
  return {
    hash: version.hash,
    data: version.data ?? {},
    createdAt: version.createdAt,
    updatedAt: isDeletion ? null : version.updatedAt,
    latestAt: isDeletion ? null : version.updatedAt,
    versionId: version.versionId,
    recordedAt: recordedAt === null ? null : Math.min(recordedAt, version.observedAt),
    observedAt: version.observedAt,
    sequence: version.sequence,
    goneAt: isDeletion ? deletedAt(version) : null,
  };
}

export function stagedRow(
  run: Run,
  row: Pick<StagedRow, 'sourceId' | 'id' | 'patientId' | 'write' | 'pastId'>,
): StagedRow {
  // The run is not used elsewhere: a page has thousands, and each copy would be garbage at once.
  return Object.assign(run, row);
}

function newest(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}
