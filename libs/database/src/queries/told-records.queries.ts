import type { Instant, RecordKind } from '@keepwell/domain/records';
import type { Transaction } from '../database.js';
import { RECORD_TABLES } from '../entities/record-tables.js';
import { millis, recordData } from '../records/record-sql.js';

export interface ToldKey {
  kind: RecordKind;
  sourceId: string;
}

/** What is known of a record field by field; see the SDK's `told`. */
export interface ToldState {
  createdAt: Instant | null;
  updatedAt: Instant | null;
  data: Record<string, unknown>;
  clocks: Record<string, Instant>;
  replaced: boolean;
}

interface Scope {
  practiceId: string;
  connectionId: string;
}

interface StoredRow {
  sourceId: string;
  createdAt: Instant | null;
  updatedAt: Instant | null;
  data: Record<string, unknown>;
}

interface ToldRow extends ToldKey {
  clocks: Record<string, Instant>;
  toldAt: Instant | null;
  madeAt: Instant | null;
  replaced: boolean;
  waiting: Record<string, unknown> | null;
}

export const toldName = ({ kind, sourceId }: ToldKey): string => `${kind}/${sourceId}`;

/** Records that messages tell in parts. The caller holds the lock of the connection. */
export class ToldRecordQueries {
  /** What stands, or waits to be whole, of these records; those of which nothing is known are not in the answer. */
  async find(tx: Transaction, scope: Scope, keys: ToldKey[]): Promise<Map<string, ToldState>> {
    const found = new Map<string, ToldState>();
    if (keys.length === 0) return found;
    const byKind = new Map<RecordKind, string[]>();
    for (const { kind, sourceId } of keys) byKind.set(kind, [...(byKind.get(kind) ?? []), sourceId]);
    for (const [kind, ids] of byKind) {
      const table = RECORD_TABLES[kind];
      const rows: StoredRow[] = await tx.query(
        `select r.source_id as "sourceId", ${millis('r.source_created_at')} as "createdAt",
                ${millis('coalesce(r.latest_source_at, r.source_updated_at)')} as "updatedAt", ${recordData(table, 'r')} as data
           from ${kind} r where r.practice_id = $1 and r.connection_id = $2 and r.source_id = any($3)`,
        [scope.practiceId, scope.connectionId, ids],
      );
      for (const { sourceId, ...row } of rows) {
        found.set(toldName({ kind, sourceId }), { ...row, clocks: {}, replaced: false });
      }
    }
    const told: ToldRow[] = await tx.query(
      `select t.kind, t.source_id as "sourceId", t.clocks, ${millis('t.told_at')} as "toldAt", ${millis('t.made_at')} as "madeAt",
              t.replaced, t.waiting
         from told_record t join unnest($3::text[], $4::text[]) as w(kind, source_id) on t.kind = w.kind and t.source_id = w.source_id
        where t.practice_id = $1 and t.connection_id = $2`,
      [scope.practiceId, scope.connectionId, keys.map(({ kind }) => kind), keys.map(({ sourceId }) => sourceId)],
    );
    for (const row of told) {
      const stored = found.get(toldName(row));
      found.set(toldName(row), {
        createdAt: stored?.createdAt ?? row.madeAt,
        updatedAt: stored === undefined ? row.toldAt : Math.max(stored.updatedAt ?? 0, row.toldAt ?? 0) || null,
        data: { ...row.waiting, ...stored?.data },
        clocks: row.clocks,
        replaced: row.replaced,
      });
    }
    return found;
  }

  /** `isWhole`: the record stands in its table, its values need not be kept here. */
  async save(
    tx: Transaction,
    scope: Scope,
    states: (ToldKey & { state: ToldState; isWhole: boolean })[],
  ): Promise<void> {
    if (states.length === 0) return;
    const instant = (value: number | null) => (value === null ? null : new Date(value).toISOString());
    await tx.query(
      `insert into told_record (practice_id, connection_id, kind, source_id, clocks, told_at, made_at, replaced, waiting)
       select $1, $2, t.kind, t.source_id, t.clocks, t.told_at, t.made_at, t.replaced, t.waiting
         from jsonb_to_recordset($3) as t(kind text, source_id text, clocks jsonb, told_at timestamptz, made_at timestamptz,
                replaced boolean, waiting jsonb)
       on conflict (practice_id, connection_id, kind, source_id) do update
         set clocks = excluded.clocks, told_at = excluded.told_at, made_at = excluded.made_at, replaced = excluded.replaced,
             waiting = excluded.waiting, heard_at = now()`,
      [
        scope.practiceId,
        scope.connectionId,
        JSON.stringify(
          states.map(({ kind, sourceId, state, isWhole }) => ({
            ...{ kind, source_id: sourceId, clocks: state.clocks, replaced: state.replaced },
            ...{ told_at: instant(state.updatedAt), made_at: instant(state.createdAt) },
            waiting: isWhole ? null : state.data,
          })),
        ),
      ],
    );
  }

  /** Lets go of what was told of records that never became whole, and of which nothing was heard since. Answers how many. */
  async forget(tx: Transaction, practiceId: string, before: Date): Promise<number> {
    const rows: unknown[] = await tx.query(
      `with gone as (delete from told_record where practice_id = $1 and waiting is not null and heard_at < $2 returning 1) select * from gone`,
      [practiceId, before],
    );
    return rows.length;
  }

  /** How far a stream that comes by itself has been heard: without messages it grows stale, however often it is looked at. */
  async heardUntil(tx: Transaction, scope: Scope, stream: string, at: Date): Promise<void> {
    await tx.query(
      `insert into stream_state (practice_id, connection_id, stream, watermark) values ($1, $2, $3, $4)
       on conflict (practice_id, connection_id, stream) do update set watermark = greatest(stream_state.watermark, excluded.watermark)`,
      [scope.practiceId, scope.connectionId, stream, at],
    );
  }
}
