import type { Transaction } from '../database.js';
import type { Sealed, SecretStore } from '../secrets/secret-store.js';

/** What one transaction applied, ready to be sealed. */
export interface JournalPage {
  id: string;
  practiceId: string;
  connectionId: string;
  stream: string;
  connectorVersion: number;
  observedFrom: number;
  observedTo: number;
  firstSequence: number;
  lastSequence: number;
  records: number;
  /** Compressed steps: records/journal-format.ts. */
  body: Buffer;
  /** Compressed raw texts; null: none came. */
  raw: Buffer | null;
}

export interface KeptPage {
  id: string;
  place: number;
  stream: string;
  connectorVersion: number;
  records: number;
  body: Buffer;
}

interface KeptRow {
  id: string;
  place: number;
  stream: string;
  connectorVersion: number;
  records: number;
  ciphertext: Buffer;
  nonce: Buffer;
  keyId: string;
  rawCiphertext: Buffer | null;
  rawNonce: Buffer | null;
}

const PAGE = `id, place::float8 as place, stream, connector_version as "connectorVersion", records, ciphertext, nonce, key_id as "keyId",
  raw_ciphertext as "rawCiphertext", raw_nonce as "rawNonce"`;

const about = (id: string) => `journal/${id}`;
const aboutRaw = (id: string) => `journal-raw/${id}`;

/**
 * The journal of what was applied, page by page (X09). Rows of a connection are written under the lock that also orders its
 * writes, so that their places are the order in which it happened.
 */
export class JournalQueries {
  constructor(private readonly secrets: SecretStore) {}

  async add(tx: Transaction, page: JournalPage): Promise<void> {
    const seal = await this.secrets.sealer(tx, page.practiceId);
    const body = seal(about(page.id), page.body);
    const raw = page.raw === null ? null : seal(aboutRaw(page.id), page.raw);
    await tx.query(
      `insert into source_journal (practice_id, id, connection_id, place, stream, connector_version, observed_from, observed_to,
                                   first_sequence, last_sequence, records, ciphertext, nonce, key_id, raw_ciphertext, raw_nonce)
       values ($1, $2, $3, (select coalesce(max(place), 0) + 1 from source_journal where practice_id = $1 and connection_id = $3),
               $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
      [
        ...[page.practiceId, page.id, page.connectionId, page.stream, page.connectorVersion],
        ...[
          new Date(page.observedFrom),
          new Date(page.observedTo),
          page.firstSequence,
          page.lastSequence,
          page.records,
        ],
        ...[body.ciphertext, body.nonce, body.keyId, raw?.ciphertext ?? null, raw?.nonce ?? null],
      ],
    );
  }

  /** The next pages of a connection after a place, in order, opened. */
  async after(
    tx: Transaction,
    practiceId: string,
    connectionId: string,
    place: number,
    limit: number,
  ): Promise<KeptPage[]> {
    const rows: KeptRow[] = await tx.query(
      `select ${PAGE} from source_journal where practice_id = $1 and connection_id = $2 and place > $3 order by place limit $4`,
      [practiceId, connectionId, place, limit],
    );
    const open = await this.opener(tx, practiceId, rows);
    return rows.map((row) => ({
      id: row.id,
      place: row.place,
      stream: row.stream,
      connectorVersion: row.connectorVersion,
      records: row.records,
      body: open(about(row.id), row),
    }));
  }

  /** Pages that may hold the version of a record read at this moment at this position, opened, newest first. */
  async around(
    tx: Transaction,
    practiceId: string,
    connectionId: string,
    observedAt: Date,
    sequence: number,
  ): Promise<(KeptPage & { raw: Buffer | null })[]> {
    const rows: KeptRow[] = await tx.query(
      `select ${PAGE} from source_journal
        where practice_id = $1 and connection_id = $2 and observed_from <= $3 and observed_to >= $3 and first_sequence <= $4 and last_sequence >= $4
        order by place desc limit 20`,
      [practiceId, connectionId, observedAt, sequence],
    );
    const open = await this.opener(tx, practiceId, rows);
    return rows.map((row) => ({
      id: row.id,
      place: row.place,
      stream: row.stream,
      connectorVersion: row.connectorVersion,
      records: row.records,
      body: open(about(row.id), row),
      raw:
        row.rawCiphertext === null || row.rawNonce === null
          ? null
          : open(aboutRaw(row.id), { ciphertext: row.rawCiphertext, nonce: row.rawNonce, keyId: row.keyId }),
    }));
  }

  private opener(tx: Transaction, practiceId: string, rows: Sealed[]): ReturnType<SecretStore['bytesOpener']> {
    return this.secrets.bytesOpener(
      tx,
      practiceId,
      rows.map(({ keyId }) => keyId),
    );
  }
}
