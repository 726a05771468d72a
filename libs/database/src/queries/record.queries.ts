import { isPayerId } from '@keepwell/domain/records';
import type { Transaction } from '../database.js';
import type { RecordTable } from '../entities/record-table.js';
import type { Run } from '../records/arrange-versions.js';
import type { Head } from '../records/incoming.js';
import { changingColumns, millis, recordData, stagedColumns } from '../records/record-sql.js';
import { OF_ONE, PATIENTS_OF, PAYERS } from './patients-of-sql.js';
import { type RecordScope, stageRows, type StagedRow } from '../records/staging.js';

/** A superseded version to be added to the history of a record. */
export interface PastVersion extends Run {
  id: string;
  recordId: string;
  /** When we were told of the deletion that ended it; null: in this very page. */
  goneObservedAt: number | null;
}

/** What is known of a record in all its versions. */
export interface StoredRun extends Run {
  recordId: string;
  isPresent: boolean;
}

/** Small changes of rows that stay as they are. */
export interface Touch {
  id: string;
  latestAt: number | null;
  /** Also: it is there again, it is gone. */
  goneAt: number | null;
  /** When we were told. */
  observedAt: number;
}

export interface Glance {
  hash: string;
  latestAt: number | null;
  /** Neither missing nor deleted. */
  isThere: boolean;
}

const runColumns = (alias: string) => `
  encode(${alias}.content_hash, 'hex') as hash, ${millis(`${alias}.source_created_at`)} as "createdAt",
  ${millis(`${alias}.source_updated_at`)} as "updatedAt", ${millis(`${alias}.latest_source_at`)} as "latestAt",
  ${alias}.source_version as "versionId", ${millis(`${alias}.recorded_at`)} as "recordedAt",
  ${millis(`${alias}.observed_at`)} as "observedAt", ${alias}.sequence::float8 as sequence, ${millis(`${alias}.gone_at`)} as "goneAt"`;

/** The set-based reads and writes of canonical records. One statement serves a whole page. */
export class RecordQueries {
  /** Hash and clock of what is stored: enough to see that most of a page is new, or as it was. */
  async glance(
    tx: Transaction,
    table: RecordTable,
    scope: RecordScope,
    sourceIds: string[],
  ): Promise<Map<string, Glance>> {
    const rows: (Glance & { sourceId: string })[] = await tx.query(
      `select source_id as "sourceId", encode(content_hash, 'hex') as hash, ${millis('latest_source_at')} as "latestAt",
              absent_since is null and gone_at is null as "isThere"
         from ${table.kind} where practice_id = $1 and connection_id = $2 and source_id = any($3)`,
      [scope.practiceId, scope.connectionId, sourceIds],
    );
    return new Map(rows.map((row) => [row.sourceId, row]));
  }

  /** What is stored under these source ids. Reads through the unique index of the source. */
  async heads(
    tx: Transaction,
    table: RecordTable,
    scope: RecordScope,
    sourceIds: string[],
  ): Promise<Map<string, Head>> {
    const rows: Head[] = await tx.query(
      `select id, source_id as "sourceId", encode(content_hash, 'hex') as hash, ${millis('source_updated_at')} as "updatedAt",
              ${millis('latest_source_at')} as "latestAt", ${millis('recorded_at')} as "recordedAt", ${millis('observed_at')} as "observedAt",
              ${millis('absent_since')} as "absentSince", ${millis('gone_at')} as "goneAt", ${millis('gone_observed_at')} as "goneObservedAt",
              ${table.ofPatient ? 'patient_id' : table.kind === 'patient' ? 'id' : 'null'} as "patientId"
         from ${table.kind} where practice_id = $1 and connection_id = $2 and source_id = any($3)`,
      [scope.practiceId, scope.connectionId, sourceIds],
    );
    return new Map(rows.map((row) => [row.sourceId, row]));
  }

  /**
   * Our ids of patients by the ids that records name: those of this connection, or of the one whose patients it shares. A payer is
   * the person of whom people said so.
   */
  async patientIds(tx: Transaction, scope: RecordScope, named: string[]): Promise<Map<string, string>> {
    const { practiceId, connectionId } = scope;
    const rows: { id: string; sourceId: string }[] = await tx.query(
      `select id, source_id as "sourceId" from patient
        where practice_id = $1 and connection_id = ${PATIENTS_OF} and source_id = any($3)`,
      [practiceId, connectionId, named.filter((id) => !isPayerId(id))],
    );
    const payers = named.filter(isPayerId);
    if (payers.length > 0) {
      rows.push(
        ...(await tx.query<typeof rows>(`${PAYERS} and h.payer = any($3) ${OF_ONE}`, [
          practiceId,
          connectionId,
          payers,
        ])),
      );
    }
    return new Map(rows.map(({ id, sourceId }) => [sourceId, id]));
  }

  /** Every stored version of these records, for putting a late one in its place. */
  async versions(tx: Transaction, table: RecordTable, scope: RecordScope, ids: string[]): Promise<StoredRun[]> {
    const present: StoredRun[] = await tx.query(
      `select id as "recordId", true as "isPresent", ${runColumns('r')}, ${recordData(table, 'r')} as data
         from ${table.kind} r where practice_id = $1 and id = any($2)`,
      [scope.practiceId, ids],
    );
    const past: StoredRun[] = await tx.query(
      `select record_id as "recordId", false as "isPresent", ${runColumns('v')}, v.data
         from record_version v where practice_id = $1 and kind = $2 and record_id = any($3)`,
      [scope.practiceId, table.kind, ids],
    );
    return [...past, ...present];
  }

  /** Writes rows as they shall stand: new ones, changed ones (what stood goes to the history), re-arranged ones. */
  async write(tx: Transaction, table: RecordTable, scope: RecordScope, rows: StagedRow[], toldAt: Date): Promise<void> {
    if (rows.length === 0) return;
    const staging = await stageRows(tx, table, rows);
    const columns = stagedColumns(table).join(', ');
    if (rows.some(({ write }) => write === 'supersede')) {
      await tx.query(
        `insert into record_version (practice_id, id, kind, record_id, source_updated_at, source_created_at, latest_source_at,
                                     source_version, recorded_at, observed_at, sequence, content_hash, data, deleted, gone_at, gone_observed_at)
         select r.practice_id, s.past_id, '${table.kind}', r.id, r.source_updated_at, r.source_created_at,
                r.latest_source_at, r.source_version, r.recorded_at, r.observed_at, r.sequence, r.content_hash,
                ${recordData(table, 'r')}, r.gone_at is not null, r.gone_at, r.gone_observed_at
           from ${table.kind} r join ${staging} s on s.id = r.id
          where r.practice_id = $1 and s.write = 'supersede'`,
        [scope.practiceId],
      );
    }
    const standing = rows.filter(({ write }) => write !== 'insert').map(({ id }) => id);
    if (standing.length > 0) {
      const changing = changingColumns(table);
      // The ids are named so that the planner, who knows nothing of the staging table, does not read a practice for a page.
      await tx.query(
        `update ${table.kind} r set ${changing.map((column) => `${column} = s.${column}`).join(', ')}, stream = $2, absent_since = null,
                gone_observed_at = case when s.gone_at is not distinct from r.gone_at then r.gone_observed_at
                                        when s.gone_at is not null then $4::timestamptz end,
                record_version = r.record_version + 1
           from ${staging} s where r.practice_id = $1 and r.id = any($3::uuid[]) and s.id = r.id`,
        [scope.practiceId, scope.stream, standing, toldAt],
      );
    }
    if (rows.some(({ write }) => write === 'insert')) {
      await tx.query(
        `insert into ${table.kind} (practice_id, connection_id, stream, ${columns})
         select $1, $2, $3, ${columns} from ${staging} where write = 'insert'`,
        [scope.practiceId, scope.connectionId, scope.stream],
      );
    }
  }

  /** Adds versions that turned up late to the history. */
  async addPast(
    tx: Transaction,
    table: RecordTable,
    scope: RecordScope,
    versions: PastVersion[],
    toldAt: Date,
  ): Promise<void> {
    if (versions.length === 0) return;
    const instant = (value: number | null) => (value === null ? null : new Date(value).toISOString());
    await tx.query(
      `insert into record_version (practice_id, id, kind, record_id, source_updated_at, source_created_at, latest_source_at,
                                   source_version, recorded_at, observed_at, sequence, content_hash, data, deleted, gone_at, gone_observed_at)
       select $1, id, $2, record_id, updated_at, made_at, latest_at, version_id, recorded_at, observed_at, sequence, decode(hash, 'hex'),
              data, gone_at is not null, gone_at, case when gone_at is not null then coalesce(gone_observed_at, $4::timestamptz) end
         from jsonb_to_recordset($3) as v(id uuid, record_id uuid, updated_at timestamptz, made_at timestamptz, latest_at timestamptz,
              version_id text, recorded_at timestamptz, observed_at timestamptz, sequence bigint, hash text, data jsonb, gone_at timestamptz, gone_observed_at timestamptz)`,
      [
        scope.practiceId,
        table.kind,
        JSON.stringify(
          versions.map((version) => ({
            id: version.id,
            record_id: version.recordId,
            updated_at: instant(version.updatedAt),
            made_at: instant(version.createdAt),
            latest_at: instant(version.latestAt),
            version_id: version.versionId,
            recorded_at: instant(version.recordedAt),
            observed_at: instant(version.observedAt),
            sequence: version.sequence,
            hash: version.hash,
            data: version.data,
            gone_at: instant(version.goneAt),
            gone_observed_at: instant(version.goneObservedAt),
          })),
        ),
        toldAt,
      ],
    );
  }

  /** New clocks, deletions and returns of rows whose content stays. */
  async touch(tx: Transaction, table: RecordTable, scope: RecordScope, touches: Touch[]): Promise<void> {
    if (touches.length === 0) return;
    const instant = (value: number | null) => (value === null ? null : new Date(value));
    await tx.query(
      `update ${table.kind} r set latest_source_at = coalesce(t.latest_at, r.latest_source_at), gone_at = t.gone_at, absent_since = null,
              gone_observed_at = case when t.gone_at is not distinct from r.gone_at then r.gone_observed_at
                                      when t.gone_at is not null then t.observed_at end
         from unnest($2::uuid[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[]) as t(id, latest_at, gone_at, observed_at)
        where r.practice_id = $1 and r.id = t.id`,
      [
        scope.practiceId,
        touches.map(({ id }) => id),
        touches.map(({ latestAt }) => instant(latestAt)),
        touches.map(({ goneAt }) => instant(goneAt)),
        touches.map(({ observedAt }) => instant(observedAt)),
      ],
    );
  }
}
