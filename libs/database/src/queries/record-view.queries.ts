import type { RecordKind } from '@keepwell/domain/records';
import type { Transaction } from '../database.js';
import { RECORD_TABLES } from '../entities/record-tables.js';
import { recordData } from '../records/record-sql.js';
import { isoInstant } from './json-sql.js';

export interface RecordVersionView {
  data: Record<string, unknown>;
  createdAt: string | null;
  updatedAt: string | null;
  recordedAt: string | null;
  observedAt: string;
  goneAt: string | null;
  sequence: number;
}

export interface RecordView extends RecordVersionView {
  recordId: string;
  stream: string;
  absentSince: string | null;
  /** Superseded versions, newest first. */
  versions: RecordVersionView[];
}

const clocks = (alias: string): string =>
  `'createdAt', ${isoInstant(`${alias}.source_created_at`)}, 'updatedAt', ${isoInstant(`${alias}.source_updated_at`)},
   'recordedAt', ${isoInstant(`${alias}.recorded_at`)}, 'observedAt', ${isoInstant(`${alias}.observed_at`)},
   'goneAt', ${isoInstant(`${alias}.gone_at`)}, 'sequence', ${alias}.sequence`;

/** One record by its source's id, as it stands here, with what it said before. */
export class RecordViewQueries {
  async find(tx: Transaction, connectionId: string, kind: RecordKind, sourceId: string): Promise<RecordView | null> {
    const table = RECORD_TABLES[kind];
    const rows = await tx.query<{ view: RecordView }[]>(
      `select json_build_object('recordId', r.id, 'stream', r.stream, 'data', ${recordData(table, 'r')}, ${clocks('r')},
                'absentSince', ${isoInstant('r.absent_since')},
                'versions', (select coalesce(json_agg(json_build_object('data', v.data, ${clocks('v')}) order by v.observed_at desc, v.sequence desc, v.id desc), '[]')
                               from record_version v where v.practice_id = r.practice_id and v.kind = '${table.kind}' and v.record_id = r.id)) as view
         from ${table.kind} r where r.connection_id = $1 and r.source_id = $2`,
      [connectionId, sourceId],
    );
    return rows[0]?.view ?? null;
  }
}
