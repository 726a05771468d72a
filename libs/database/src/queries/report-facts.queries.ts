import {
  RECORD_KINDS,
  type Instant,
  type KnownRecords,
  type RecordKind,
  type RecordsByKind,
  type RecordVersion,
} from '@keepwell/domain';
import type { Transaction } from '../database.js';
import { RECORD_TABLES } from '../entities/record-tables.js';
import { NO_CONTENT } from '../records/content-hash.js';
import { namedRows } from './named-rows.js';
import { recordDecoder, recordJson } from './record-json.js';

const AT_ONCE = 20_000;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

const ms = (column: string): string => `round(date_part('epoch', ${column}) * 1000)`;

type PracticeKind = 'location' | 'practitioner' | 'service';
const isOfPractice = (kind: RecordKind): kind is PracticeKind =>
  kind === 'location' || kind === 'practitioner' || kind === 'service';

/** Up to when facts were recorded, and by when they had been read: what a report may know. */
export interface Horizon {
  asOf: Instant;
  knownBy: Instant;
}

/** What a report of the past is counted from: every version that had been read by then, whatever became of it since. */
export class ReportFactQueries {
  /** How many patient records there are; a report looks at everybody at once. */
  async countPatients(tx: Transaction): Promise<number> {
    const rows: { n: number }[] = await tx.query('select count(*)::int as n from patient where gone_at is null');
    return rows[0]?.n ?? 0;
  }

  /** Every version known at that horizon of every record, without a zone; merges are not applied, the domain does that as of then. */
  async knownRecords(tx: Transaction, practiceId: string, horizon: Horizon): Promise<KnownRecords> {
    const records: RecordsByKind = {};
    const patientIds = new Map<string, string>();
    const locationIds = new Map<string, string>();
    const practice: KnownRecords['practice'] = {
      ...{ timezone: null, locations: [], practitioners: [], services: [] },
    };
    for (const kind of RECORD_KINDS) {
      const ids = kind === 'patient' ? patientIds : kind === 'location' ? locationIds : null;
      const versions = await this.versionsOf(tx, practiceId, kind, horizon, ids);
      if (isOfPractice(kind)) Object.assign(practice, { [`${kind}s`]: versions });
      else Object.assign(records, { [kind]: versions });
    }
    return { practice, records, patientIds, locationIds, patientsFrom: await this.patientsFrom(tx, practiceId) };
  }

  private async patientsFrom(tx: Transaction, practiceId: string): Promise<Map<string, string>> {
    const rows: { source: string; from: string }[] = await tx.query(
      `select id as source, patients_from_connection_id as "from" from connection
        where practice_id = $1 and patients_from_connection_id is not null`,
      [practiceId],
    );
    return new Map(rows.map(({ source, from }) => [source, from]));
  }

  /** In the order of our ids, which is that of arrival; of one record the oldest first. */
  private async versionsOf<K extends RecordKind>(
    tx: Transaction,
    practiceId: string,
    kind: K,
    { asOf, knownBy }: Horizon,
    ids: Map<string, string> | null,
  ): Promise<RecordVersion<K>[]> {
    const decode = recordDecoder(kind);
    const versions: RecordVersion<K>[] = [];
    let after = FIRST_ID;
    for (;;) {
      const rows = await namedRows<[id: string, json: string, isRead: boolean]>(
        tx,
        `report-${kind}`,
        `select r.id::text, ${recordJson(RECORD_TABLES[kind], 'r')}, r.observed_at <= $4
           from ${kind} r
          where r.practice_id = $1 and r.id > $2::uuid and r.content_hash <> decode('${NO_CONTENT}', 'hex') and (r.gone_at is null or r.gone_at > $3 or r.gone_observed_at > $4)
          order by r.id limit ${AT_ONCE}`,
        [practiceId, after, new Date(asOf), new Date(knownBy)],
      );
      const earlier = await this.earlier(
        tx,
        practiceId,
        kind,
        rows.map(([id]) => id),
        { asOf, knownBy },
      );
      for (const [id, json, isRead] of rows) {
        const current = decode(json);
        const known = (earlier.get(id) ?? []).map((past) => ({ ...past, id: current.id, source: current.source }));
        if (isRead) known.push(current as never);
        if (known.length === 0) continue;
        ids?.set(recordKeyOf(current), id);
        versions.push(...(known as unknown as RecordVersion<K>[]));
      }
      if (rows.length < AT_ONCE) return versions;
      after = rows.at(-1)![0];
    }
  }

  /** As `record-history` has it, and only what had been read by then. */
  private async earlier(
    tx: Transaction,
    practiceId: string,
    kind: RecordKind,
    recordIds: string[],
    { asOf, knownBy }: Horizon,
  ): Promise<Map<string, Omit<RecordVersion, 'id' | 'source'>[]>> {
    const byRecord = new Map<string, Omit<RecordVersion, 'id' | 'source'>[]>();
    if (recordIds.length === 0) return byRecord;
    type Row = Omit<RecordVersion, 'id' | 'source'> & { recordId: string };
    const rows: Row[] = await tx.query(
      `select record_id as "recordId", ${ms('source_created_at')} as "createdAt", ${ms('source_updated_at')} as "updatedAt",
              ${ms('recorded_at')} as "recordedAt", sequence::float8 as sequence, data
         from record_version v
        where practice_id = $1 and kind = $2 and record_id = any($3::uuid[]) and observed_at <= $5
          and content_hash <> decode('${NO_CONTENT}', 'hex')
          and not exists (
            select from record_version d
             where d.practice_id = $1 and d.kind = v.kind and d.record_id = v.record_id and d.gone_at <= $4
               and coalesce(d.gone_observed_at, d.gone_at) <= $5 and (v.recorded_at is null or v.recorded_at <= d.gone_at))
        order by record_id, recorded_at nulls first, sequence, id`,
      [practiceId, kind, recordIds, new Date(asOf), new Date(knownBy)],
    );
    for (const { recordId, ...version } of rows) {
      const known = byRecord.get(recordId);
      if (known === undefined) byRecord.set(recordId, [version]);
      else known.push(version);
    }
    return byRecord;
  }
}

function recordKeyOf({ source, id }: RecordVersion): string {
  return source === '' ? id : `${source}\u0000${id}`;
}
