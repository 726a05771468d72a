import { createHash } from 'node:crypto';
import type { Transaction } from '../database.js';
import { newId } from '../ids.js';
import type { SecretStore } from '../secrets/secret-store.js';
import { PATIENTS_OF } from './patients-of-sql.js';
import type { StreamKey } from './streams.queries.js';

export interface PutAside {
  kind: string | null;
  sourceId: string | null;
  code: string;
  reason: string;
  where: string | null;
  /** The source's id of the patient that is missing. */
  waitsFor: string | null;
  raw: string | null;
  rawForm: 'record' | 'source';
}

export interface WaitingRecord {
  id: string;
  stream: string;
  kind: string | null;
  sourceId: string | null;
  code: string;
  rawForm: 'record' | 'source' | null;
  raw: string | null;
  connectorVersion: number;
  /** When it was read. */
  readAt: number;
}

interface WaitingRow extends Omit<WaitingRecord, 'raw'> {
  ciphertext: Buffer | null;
  nonce: Buffer | null;
  keyId: string | null;
}

const WAITING = `id, stream, kind, source_id as "sourceId", code, raw_form as "rawForm", connector_version as "connectorVersion",
  (extract(epoch from created_at) * 1000)::float8 as "readAt", raw_ciphertext as ciphertext, raw_nonce as nonce, raw_key_id as "keyId"`;

/** Records that were read and could not be kept: encrypted, counted, replayable (safety S-07). */
export class QuarantineQueries {
  constructor(private readonly secrets: SecretStore) {}

  /** A record that is read again and again, and is wrong in the same way, is one row. */
  async put(
    tx: Transaction,
    key: StreamKey,
    runId: string | null,
    connectorVersion: number,
    records: PutAside[],
  ): Promise<void> {
    if (records.length === 0) return;
    const seal = await this.secrets.sealer(tx, key.practiceId);
    const rows = records.map((record) => {
      const id = newId();
      const sealed = record.raw === null ? null : seal(`quarantine/${id}`, record.raw);
      return {
        id,
        kind: record.kind,
        source_id: record.sourceId?.replaceAll('\u0000', '') ?? null,
        code: record.code,
        reason: record.reason.slice(0, 1_000).replaceAll('\u0000', ''),
        where_found: record.where?.replaceAll('\u0000', '') ?? null,
        waits_for: record.waitsFor,
        fingerprint: fingerprint(record),
        ciphertext: sealed?.ciphertext.toString('base64') ?? null,
        nonce: sealed?.nonce.toString('base64') ?? null,
        key_id: sealed?.keyId ?? null,
        raw_form: sealed === null ? null : record.rawForm,
      };
    });
    await tx.query(
      `insert into quarantine (practice_id, id, connection_id, sync_run_id, stream, kind, source_id, code, reason, where_found, waits_for,
                               fingerprint, raw_ciphertext, raw_nonce, raw_key_id, raw_form, connector_version)
       select $1, q.id, $2, $4, $3, q.kind, q.source_id, q.code, q.reason, q.where_found, q.waits_for, decode(q.fingerprint, 'hex'),
              decode(q.ciphertext, 'base64'), decode(q.nonce, 'base64'), q.key_id, q.raw_form, $5
         from (select distinct on (fingerprint) * from jsonb_to_recordset($6) as r(id uuid, kind text, source_id text, code text, reason text,
                 where_found text, waits_for text, fingerprint text, ciphertext text, nonce text, key_id uuid, raw_form text)) q
        where not exists (select from quarantine o where o.practice_id = $1 and o.connection_id = $2 and o.state = 'open'
                             and o.fingerprint = decode(q.fingerprint, 'hex'))`,
      [key.practiceId, key.connectionId, key.stream, runId, connectorVersion, JSON.stringify(rows)],
    );
  }

  /** Open records waiting for these patients, in the order in which they were read. */
  async waitingFor(
    tx: Transaction,
    practiceId: string,
    connectionId: string,
    patients: string[],
  ): Promise<WaitingRecord[]> {
    if (patients.length === 0) return [];
    const rows: WaitingRow[] = await tx.query(
      `select ${WAITING} from quarantine
        where practice_id = $1 and connection_id = $2 and waits_for = any($3) and waits_for is not null and state = 'open' order by id for update`,
      [practiceId, connectionId, patients],
    );
    return this.openAll(tx, practiceId, rows);
  }

  /** Open records after `afterId` that wait for a patient who is known by now, in the order in which they were read. */
  async waitingForKnown(
    tx: Transaction,
    practiceId: string,
    connectionId: string,
    afterId: string | null,
    limit: number,
  ): Promise<WaitingRecord[]> {
    const rows: WaitingRow[] = await tx.query(
      `select ${WAITING} from quarantine q
        where practice_id = $1 and connection_id = $2 and state = 'open' and waits_for is not null and ($3::uuid is null or id > $3)
          and exists (select from patient p where p.practice_id = $1 and p.connection_id = ${PATIENTS_OF} and p.source_id = q.waits_for)
        order by id limit $4 for update`,
      [practiceId, connectionId, afterId, limit],
    );
    return this.openAll(tx, practiceId, rows);
  }

  /** The next open records after `afterId`. */
  async open(
    tx: Transaction,
    practiceId: string,
    connectionId: string,
    afterId: string | null,
    limit: number,
  ): Promise<WaitingRecord[]> {
    const rows: WaitingRow[] = await tx.query(
      `select ${WAITING} from quarantine where practice_id = $1 and connection_id = $2 and state = 'open' and ($3::uuid is null or id > $3)
        order by id limit $4 for update`,
      [practiceId, connectionId, afterId, limit],
    );
    return this.openAll(tx, practiceId, rows);
  }

  /** One of them, with its text where it is kept. */
  async one(tx: Transaction, practiceId: string, connectionId: string, id: string): Promise<WaitingRecord | null> {
    const rows: WaitingRow[] = await tx.query(
      `select ${WAITING} from quarantine where practice_id = $1 and connection_id = $2 and id = $3`,
      [practiceId, connectionId, id],
    );
    return (await this.openAll(tx, practiceId, rows))[0] ?? null;
  }

  /** Lets a record go for good, with whoever did so and why. False when it is not open any more. */
  async dismiss(
    tx: Transaction,
    given: { practiceId: string; connectionId: string; id: string; byUserId: string; because: string },
  ): Promise<boolean> {
    const rows: unknown[] = await tx.query(
      `with dismissed as (
         update quarantine set state = 'dismissed', closed_at = clock_timestamp(), closed_by_user_id = $4, closed_because = $5
          where practice_id = $1 and connection_id = $2 and id = $3 and state = 'open' returning 1)
       select * from dismissed`,
      [given.practiceId, given.connectionId, given.id, given.byUserId, given.because],
    );
    return rows.length > 0;
  }

  async close(tx: Transaction, practiceId: string, ids: string[], state: 'replayed' | 'dismissed'): Promise<void> {
    if (ids.length === 0) return;
    await tx.query(
      `update quarantine set state = $3, closed_at = clock_timestamp() where practice_id = $1 and id = any($2) and state = 'open'`,
      [practiceId, ids, state],
    );
  }

  /** Records that read well now: what was put aside of them before is settled. Returns how many rows. */
  async settle(tx: Transaction, key: StreamKey, kind: string, sourceIds: string[]): Promise<number> {
    const rows: unknown[] = await tx.query(
      `with settled as (
         update quarantine set state = 'replayed', closed_at = clock_timestamp()
          where practice_id = $1 and connection_id = $2 and state = 'open' and waits_for is null and kind = $3 and source_id = any($4)
          returning 1)
       select * from settled`,
      [key.practiceId, key.connectionId, kind, sourceIds],
    );
    return rows.length;
  }

  /** Whether anything is open, but for rows that wait for their patient. */
  async hasUnreadable(tx: Transaction, practiceId: string, connectionId: string): Promise<boolean> {
    const rows: unknown[] = await tx.query(
      `select 1 from quarantine where practice_id = $1 and connection_id = $2 and state = 'open' and waits_for is null limit 1`,
      [practiceId, connectionId],
    );
    return rows.length > 0;
  }

  private async openAll(tx: Transaction, practiceId: string, rows: WaitingRow[]): Promise<WaitingRecord[]> {
    const keyIds = rows.flatMap(({ keyId }) => keyId ?? []);
    const openText = await this.secrets.opener(tx, practiceId, keyIds);
    return rows.map(({ ciphertext, nonce, keyId, ...row }) => {
      const sealed = ciphertext === null || nonce === null || keyId === null ? null : { ciphertext, nonce, keyId };
      return { ...row, raw: sealed === null ? null : openText(`quarantine/${row.id}`, sealed) };
    });
  }
}

function fingerprint(record: PutAside): string {
  const parts = [record.kind, record.sourceId, record.code, record.raw ?? record.where];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
