import {
  groupPersons,
  type Instant,
  type PersonFacts,
  type RecordKind,
  type RecordsByKind,
  type RecordVersion,
} from '@keepwell/domain';
import type { AnyHistory, Life } from '@keepwell/simulator';

type Rows = { kind: RecordKind; versions: RecordVersion[] };

/** The files of one household as they stood at any instant: of every record the newest version that was written by then. */
export class HouseholdFacts {
  private readonly rows: Rows[];
  /** Instants at which something is written, in order, each once. */
  readonly writtenAt: readonly Instant[];

  constructor(readonly lives: readonly Life[]) {
    this.rows = lives.flatMap(({ records }) => records.map(rowsOf));
    const instants = new Set(this.rows.flatMap(({ versions }) => versions.map(({ recordedAt }) => recordedAt ?? 0)));
    this.writtenAt = [...instants].sort((one, other) => one - other);
  }

  /** The persons known at that instant, merged as they were; nothing in their facts is later. */
  personsAt(at: Instant): PersonFacts[] {
    const records: RecordsByKind = {};
    for (const { kind, versions } of this.rows) {
      const current = newestBy(versions, at);
      if (current !== null) ((records[kind] ??= []) as RecordVersion[]).push(current);
    }
    return groupPersons(records, at);
  }
}

function rowsOf({ kind, id, versions }: AnyHistory): Rows {
  const createdAt = versions[0]?.at ?? null;
  return {
    kind,
    versions: versions.map(({ at, data }, sequence) => ({
      ...{ id, source: '', createdAt, updatedAt: at, recordedAt: at, sequence, data },
    })),
  };
}

function newestBy(versions: readonly RecordVersion[], at: Instant): RecordVersion | null {
  let newest: RecordVersion | null = null;
  for (const version of versions) {
    if ((version.recordedAt ?? 0) > at) break;
    newest = version;
  }
  return newest;
}

/** Of a practice: locations, practitioners, services. They stand from before the first patient. */
export function versionsOf(histories: readonly AnyHistory[]): RecordsByKind {
  const records: RecordsByKind = {};
  for (const history of histories) {
    const { kind, versions } = rowsOf(history);
    ((records[kind] ??= []) as RecordVersion[]).push(...versions);
  }
  return records;
}
