import type { RecordKind } from '@keepwell/domain/records';
import type { Transaction } from '../database.js';
import { RECORD_TABLES } from '../entities/record-tables.js';
import type { StreamKey } from './streams.queries.js';

/** Which stored records a walk is compared with. */
export interface WalkedRecords {
  /** The stream that brings them. */
  stream: string;
  kinds: readonly RecordKind[];
  range: SweepRange;
  /** Only records that had been read by then: what came meanwhile is not missing. Null: all. */
  readBefore: number | null;
}

export interface SweepRange {
  /** Only records that begin in this range were walked; null: all. */
  from: number | null;
  to: number | null;
}

export interface AbsentRecord {
  kind: RecordKind;
  id: string;
  sourceId: string;
}

/** What walks miss within so long is measured together (safety S-06). */
const COUNTED_TOGETHER_MS = 14 * 86_400_000;

/** What a full walk did not bring. */
export class AbsenceQueries {
  /** The clock that marks and walks are compared on. */
  async databaseTime(tx: Transaction): Promise<number> {
    const rows: { now: number }[] = await tx.query(
      `select (extract(epoch from clock_timestamp()) * 1000)::float8 as now`,
    );
    const [row] = rows;
    if (row === undefined) throw new Error('The database does not tell the time');
    return row.now;
  }

  /** Remembers what a page brought, as it will be compared when the walk ends. */
  async sawPage(
    tx: Transaction,
    key: StreamKey,
    walk: string,
    page: number,
    seen: Map<RecordKind, string[]>,
  ): Promise<void> {
    for (const [kind, sourceIds] of seen) {
      await tx.query(
        `insert into walk_page (practice_id, connection_id, stream, walk, page, kind, source_ids) values ($1, $2, $3, $4, $5, $6, $7)`,
        [key.practiceId, key.connectionId, key.stream, walk, page, kind, sourceIds],
      );
    }
  }

  /** Forgets walks: all but one, or all. */
  async forgetWalks(tx: Transaction, key: StreamKey, exceptWalk: string | null): Promise<void> {
    await tx.query(
      `delete from walk_page where practice_id = $1 and connection_id = $2 and stream = $3 and walk is distinct from $4`,
      [key.practiceId, key.connectionId, key.stream, exceptWalk],
    );
  }

  /** How many different records of each of these kinds the walk brought. */
  async countSeen(
    tx: Transaction,
    key: StreamKey,
    walk: string,
    kinds: readonly RecordKind[],
  ): Promise<Map<RecordKind, number>> {
    const rows: { kind: RecordKind; n: number }[] = await tx.query(
      `select kind, count(distinct seen)::int as n from walk_page, unnest(source_ids) as seen
        where practice_id = $1 and connection_id = $2 and stream = $3 and walk = $4 and kind = any($5) group by kind`,
      [key.practiceId, key.connectionId, key.stream, walk, [...kinds]],
    );
    return new Map(rows.map(({ kind, n }) => [kind, n]));
  }

  /**
   * How many records of each kind this stream should have: those that stand, and those that walks have missed of late. A source that
   * loses a tenth at every read is not measured by what it brought last.
   */
  async countStored(
    tx: Transaction,
    key: StreamKey,
    walked: WalkedRecords,
    now: number,
  ): Promise<Map<RecordKind, number>> {
    const counts = new Map<RecordKind, number>();
    for (const kind of walked.kinds) {
      const rows: { n: number }[] = await tx.query(
        `select count(*)::int as n from ${RECORD_TABLES[kind].kind} r
          where ${ofWalk(kind)} and (gone_at is null or absent_since is not null and gone_at > $7)
            and (absent_since is null or absent_since > coalesce((select smaller_since from stream_state s
                   where s.practice_id = $1 and s.connection_id = $2 and s.stream = $3), '-infinity'))`,
        [
          ...[key.practiceId, key.connectionId, walked.stream, ...instants(walked)],
          new Date(now - COUNTED_TOGETHER_MS),
        ],
      );
      counts.set(kind, rows[0]?.n ?? 0);
    }
    return counts;
  }

  /** A smaller source was believed on a person's word: what is missing by now is not counted again. */
  async believedSmaller(tx: Transaction, key: StreamKey, stream: string, at: number): Promise<void> {
    await tx.query(
      `update stream_state set smaller_since = $4 where practice_id = $1 and connection_id = $2 and stream = $3`,
      [key.practiceId, key.connectionId, stream, new Date(at)],
    );
  }

  /**
   * Marks what the walk did not bring, at this moment. What was missing before this walk began is confirmed by it and gone; the
   * rest is absent for now. Returns both.
   */
  async markAbsent(
    tx: Transaction,
    key: StreamKey,
    walk: { id: string; startedAt: number },
    walked: WalkedRecords,
    at: number,
  ): Promise<{ absent: AbsentRecord[]; gone: AbsentRecord[] }> {
    const absent: AbsentRecord[] = [];
    const gone: AbsentRecord[] = [];
    for (const kind of walked.kinds) {
      const rows: { id: string; sourceId: string; isGone: boolean }[] = await tx.query(
        `with seen as materialized (
           select distinct s as source_id from walk_page w, unnest(w.source_ids) as s
            where w.practice_id = $1 and w.connection_id = $2 and w.stream = $9 and w.walk = $7 and w.kind = '${kind}'),
         marked as (
           update ${kind} r
              set absent_since = coalesce(absent_since, $10), gone_at = case when absent_since < $8 then $10::timestamptz end
            where ${inWalk(kind)} and (absent_since is null or absent_since < $8)
              and not exists (select from seen where seen.source_id = r.source_id)
           returning id, source_id, gone_at)
         select id, source_id as "sourceId", gone_at is not null as "isGone" from marked`,
        [
          ...[key.practiceId, key.connectionId, walked.stream, ...instants(walked)],
          ...[walk.id, new Date(walk.startedAt), key.stream, new Date(at)],
        ],
      );
      for (const { id, sourceId, isGone } of rows) (isGone ? gone : absent).push({ kind, id, sourceId });
    }
    return { absent, gone };
  }

  /** The source says, asked for this one record, that it is gone. */
  async confirmGone(tx: Transaction, practiceId: string, { kind, id }: AbsentRecord, at: number): Promise<void> {
    await tx.query(
      `update ${RECORD_TABLES[kind].kind} set gone_at = $3 where practice_id = $1 and id = $2 and absent_since is not null and gone_at is null`,
      [practiceId, id, new Date(at)],
    );
  }

  /** What a walk found then, marked again in the same words: for records named by their source. */
  async markAgain(
    tx: Transaction,
    key: Pick<StreamKey, 'practiceId' | 'connectionId'>,
    mark: { is: 'absent' | 'gone'; at: number; kind: RecordKind; sourceIds: string[] },
  ): Promise<void> {
    const set =
      mark.is === 'gone'
        ? 'absent_since = coalesce(absent_since, $4), gone_at = $4'
        : 'absent_since = coalesce(absent_since, $4)';
    await tx.query(
      `update ${RECORD_TABLES[mark.kind].kind} set ${set} where practice_id = $1 and connection_id = $2 and source_id = any($3)`,
      [key.practiceId, key.connectionId, mark.sourceIds, new Date(mark.at)],
    );
  }

  /** Whose records these are. */
  async patientsOf(tx: Transaction, practiceId: string, records: AbsentRecord[]): Promise<string[]> {
    const patients = new Set<string>();
    const ids = new Map<RecordKind, string[]>();
    for (const { kind, id } of records) ids.set(kind, [...(ids.get(kind) ?? []), id]);
    for (const [kind, ofKind] of ids) {
      if (kind === 'patient') ofKind.forEach((id) => patients.add(id));
      else if (RECORD_TABLES[kind].ofPatient) {
        const rows: { id: string }[] = await tx.query(
          `select distinct patient_id as id from ${kind} where practice_id = $1 and id = any($2) and patient_id is not null`,
          [practiceId, ofKind],
        );
        rows.forEach(({ id }) => patients.add(id));
      }
    }
    return [...patients];
  }
}

/** Rows that this walk should have brought: of its stream, not deleted, beginning in its range, read by when it began. $1–$6. */
function inWalk(kind: RecordKind): string {
  return `${ofWalk(kind)} and gone_at is null`;
}

function ofWalk(kind: RecordKind): string {
  const range =
    kind === 'appointment'
      ? ' and ($4::timestamptz is null or starts_at >= $4) and ($5::timestamptz is null or starts_at < $5)'
      : ' and $4::timestamptz is null and $5::timestamptz is null';
  return `practice_id = $1 and connection_id = $2 and stream = $3 and ($6::timestamptz is null or observed_at <= $6)${range}`;
}

function instants({ range: { from, to }, readBefore }: WalkedRecords): (Date | null)[] {
  return [from, to, readBefore].map((instant) => (instant === null ? null : new Date(instant)));
}
