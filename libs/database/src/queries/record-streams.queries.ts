import type { RecordKind } from '@keepwell/domain/records';
import type { Transaction } from '../database.js';
import { RECORD_TABLES } from '../entities/record-tables.js';

/** Which stream a stored record belongs to: the walk of that stream is what finds it missing. */
export class RecordStreamQueries {
  async of(
    tx: Transaction,
    scope: { practiceId: string; connectionId: string },
    kind: RecordKind,
    sourceId: string,
  ): Promise<string | null> {
    const [row] = await tx.query<{ stream: string }[]>(
      `select stream from ${RECORD_TABLES[kind].kind} where practice_id = $1 and connection_id = $2 and source_id = $3`,
      [scope.practiceId, scope.connectionId, sourceId],
    );
    return row?.stream ?? null;
  }
}
