import type { Database, Transaction } from '../database.js';
import type { InboxCounts, InboxState, InboxWay } from '../entities/inbox-item.entity.js';
import type { SecretStore } from '../secrets/secret-store.js';
import {
  type Fate,
  firstOfEachKey,
  type InboxSealer,
  insertSql,
  insertValues,
  keyName,
  type NewInboxItem,
  type ReadyItem,
  readyItem,
  type ReceivedItem,
} from './inbox-rows.js';

/** What comes with a key that is known for less than this is compared with what came first (safety H-02). */
export const INBOX_KEY_DAYS = 7;

/** With more than this waiting in a practice, nothing more is pulled and senders are asked to come again (safety V-05). */
export const MOST_WAITING = 10_000;

/** An item that waits to be applied. */
export interface WaitingItem {
  id: string;
  way: InboxWay;
  verified: 'strong' | 'weak' | 'none';
  type: string | null;
  orderKeys: string[];
  orderAll: boolean;
  attempts: number;
  /** Milliseconds since 1970. */
  receivedAt: number;
  body: Buffer;
}

export interface SettledItem {
  id: string;
  state: Exclude<InboxState, 'received'>;
  reason: string | null;
  counts: InboxCounts;
}

interface Holder {
  id: string;
  connectionId: string;
  way: InboxWay;
  key: Buffer;
  hash: Buffer;
  expired: boolean;
}

interface WaitingRow extends Omit<WaitingItem, 'body'> {
  ciphertext: Buffer | null;
  nonce: Buffer | null;
  keyId: string | null;
}

/** Items in back-off that others wait for; with more than that, everything behind them waits for its turn. */
const MOST_HELD = 1_000;

const INSERT = insertSql();
const KEEP = { name: 'keep_inbox_items', sql: insertSql('for_practice,') };

/**
 * What is pushed to us stands here before anybody is told that we have it. A repetition within seven days is a duplicate when
 * its bytes are the same, and put aside when they are not.
 */
export class InboxQueries {
  constructor(private readonly secrets: SecretStore) {}

  /** For callers that seal much: to be made in a transaction of its own, and committed before it is used. */
  sealer(tx: Transaction, practiceId: string): Promise<InboxSealer> {
    return this.secrets.sealer(tx, practiceId);
  }

  /** One item, by statements for one row. The caller owes the `intake` job of the connection in the same transaction. */
  async receive(tx: Transaction, item: NewInboxItem, sealer?: InboxSealer): Promise<ReceivedItem> {
    const [received] = await this.receiveMany(tx, [item], sealer);
    if (received === undefined) throw new Error('An item was received without an outcome');
    return received;
  }

  /** Items of one practice, set-based, in the order given: the outcomes are in that order too. */
  async receiveMany(tx: Transaction, items: NewInboxItem[], sealer?: InboxSealer): Promise<ReceivedItem[]> {
    const [first] = items;
    if (first === undefined) return [];
    const { practiceId } = first;
    if (items.some((item) => item.practiceId !== practiceId)) throw new TypeError('Items of one practice at a time');
    const seal = sealer ?? (await this.sealer(tx, practiceId));
    return this.receiveRows(
      tx,
      practiceId,
      items.map((item) => readyItem(item, seal)),
    );
  }

  /** The same with rows that were made ready before the transaction was there. */
  async receiveRows(tx: Transaction, practiceId: string, rows: ReadyItem[]): Promise<ReceivedItem[]> {
    const inserted = await this.insert(tx, practiceId, firstOfEachKey(rows));
    return this.outcomes(rows, inserted, (repeated) => this.compare(tx, practiceId, repeated));
  }

  /**
   * The same in a transaction of its own, which is one way to the database and back where nothing is repeated. What is new is committed
   * before what is repeated is looked at: a failure then leaves repetitions without an answer, and they come again.
   */
  async receiveAtOnce(database: Database, practiceId: string, rows: ReadyItem[]): Promise<ReceivedItem[]> {
    const firsts = firstOfEachKey(rows);
    const inserted = await database.atOnce<{ id: string }>(practiceId, KEEP, insertValues(practiceId, firsts).slice(1));
    return this.outcomes(rows, new Set(inserted.map(({ id }) => id)), (repeated) =>
      database.inPractice(practiceId, (tx) => this.compare(tx, practiceId, repeated)),
    );
  }

  private async outcomes(
    rows: ReadyItem[],
    inserted: Set<string>,
    compare: (repeated: ReadyItem[]) => Promise<Map<string, ReceivedItem>>,
  ): Promise<ReceivedItem[]> {
    const repeated = inserted.size === rows.length ? [] : rows.filter(({ id }) => !inserted.has(id));
    const fates = repeated.length === 0 ? null : await compare(repeated);
    return rows.map(({ id }) => fates?.get(id) ?? { id, outcome: 'received', sameAs: null });
  }

  /** The oldest items that may be applied now, bytes and all. Items in back-off keep what shares a key with them waiting. */
  async waiting(
    tx: Transaction,
    connection: { practiceId: string; connectionId: string },
    now: Date,
    limit: number,
  ): Promise<WaitingItem[]> {
    const { practiceId, connectionId } = connection;
    const rows: WaitingRow[] = await tx.query(
      `with held as materialized (
         select id, order_keys, order_all from inbox_item
          where practice_id = $1 and connection_id = $2 and state = 'received' and next_try_at > $3 and (order_all or order_keys <> '{}')
          order by id limit ${MOST_HELD})
       select i.id, i.way, i.verified, i.type, i.order_all as "orderAll", i.attempts, i.ciphertext, i.nonce, i.key_id as "keyId",
              array(select encode(k, 'hex') from unnest(i.order_keys) k) as "orderKeys",
              (extract(epoch from i.received_at) * 1000)::float8 as "receivedAt"
         from inbox_item i
        where i.practice_id = $1 and i.connection_id = $2 and i.state = 'received' and (i.next_try_at is null or i.next_try_at <= $3)
          and not exists (select from held h where h.id < i.id and (h.order_all or i.order_all or h.order_keys && i.order_keys))
        order by i.id limit $4`,
      [practiceId, connectionId, now, limit],
    );
    const openText = await this.secrets.opener(
      tx,
      practiceId,
      rows.flatMap(({ keyId }) => keyId ?? []),
    );
    return rows.map(({ ciphertext, nonce, keyId, ...row }) => {
      if (ciphertext === null || nonce === null || keyId === null) throw new Error(`Inbox item ${row.id} has no bytes`);
      return { ...row, body: Buffer.from(openText(`inbox/${row.id}`, { ciphertext, nonce, keyId }), 'latin1') };
    });
  }

  /** When the next item of this connection may be tried again; null: none waits. */
  async nextTryAt(tx: Transaction, connection: { practiceId: string; connectionId: string }): Promise<Date | null> {
    const [row] = await tx.query<{ at: Date | null }[]>(
      `select min(coalesce(next_try_at, received_at)) as at from inbox_item
        where practice_id = $1 and connection_id = $2 and state = 'received'`,
      [connection.practiceId, connection.connectionId],
    );
    return row?.at ?? null;
  }

  /** Only what still waits is settled: answers how many were. */
  async settle(tx: Transaction, practiceId: string, settled: SettledItem[]): Promise<number> {
    if (settled.length === 0) return 0;
    const rows: unknown[] = await tx.query(
      `with done as (
         update inbox_item i set state = s.state, reason = s.reason, counts = s.counts, next_try_at = null, done_at = clock_timestamp()
           from jsonb_to_recordset($2) as s(id uuid, state text, reason text, counts jsonb)
          where i.practice_id = $1 and i.id = s.id and i.state = 'received' returning 1)
       select * from done`,
      [practiceId, JSON.stringify(settled)],
    );
    return rows.length;
  }

  /** It did not work this time. `reason` is a sentence without patient data. */
  async tryAgain(tx: Transaction, practiceId: string, id: string, at: Date, reason: string): Promise<void> {
    await tx.query(
      `update inbox_item set attempts = attempts + 1, next_try_at = $3, reason = $4 where practice_id = $1 and id = $2 and state = 'received'`,
      [practiceId, id, at, reason],
    );
  }

  /** Of all the practice's connections; counted up to `most` + 1. */
  async countWaiting(tx: Transaction, practiceId: string, most: number): Promise<number> {
    const [row] = await tx.query<{ n: number }[]>(
      `select count(*)::int as n from (select 1 from inbox_item where practice_id = $1 and state = 'received' limit $2) w`,
      [practiceId, most + 1],
    );
    return row?.n ?? 0;
  }

  private async insert(
    tx: Transaction,
    practiceId: string,
    rows: ReadyItem[],
    fates?: Map<string, Fate>,
  ): Promise<Set<string>> {
    if (rows.length === 0) return new Set();
    const inserted: { id: string }[] = await tx.query(INSERT, insertValues(practiceId, rows, fates));
    return new Set(inserted.map(({ id }) => id));
  }

  /** What came with a key that is held: by an item of this batch, or by one that came before. */
  private async compare(
    tx: Transaction,
    practiceId: string,
    repeated: ReadyItem[],
  ): Promise<Map<string, ReceivedItem>> {
    const holders = await this.holders(tx, practiceId, repeated);
    const old = [...holders.values()].filter(({ expired }) => expired);
    if (old.length > 0) {
      await tx.query('update inbox_item set holds_key = false where practice_id = $1 and id = any($2)', [
        practiceId,
        old.map(({ id }) => id),
      ]);
      const renewed = await this.insert(
        tx,
        practiceId,
        firstOfEachKey(repeated.filter((row) => holders.get(keyName(row))?.expired)),
      );
      const rest = repeated.filter(({ id }) => !renewed.has(id));
      return rest.length === 0 ? new Map() : this.compare(tx, practiceId, rest);
    }
    const fates = new Map<string, Fate>();
    for (const row of repeated) {
      const holder = holders.get(keyName(row));
      if (holder === undefined) throw new Error('A key is held by nobody');
      const outcome = holder.hash.equals(row.hash) ? 'duplicate' : 'quarantined';
      fates.set(row.id, { id: row.id, outcome, sameAs: holder.id });
    }
    await this.insert(tx, practiceId, repeated, fates);
    return fates;
  }

  private async holders(tx: Transaction, practiceId: string, rows: ReadyItem[]): Promise<Map<string, Holder>> {
    const wanted = rows.map(({ connectionId, way, key, item }) => ({
      ...{ connection_id: connectionId, way, key: key.toString('hex') },
      since: new Date(item.receivedAt.getTime() - INBOX_KEY_DAYS * 86_400_000),
    }));
    const found: Holder[] = await tx.query(
      `select distinct i.id, i.connection_id as "connectionId", i.way, i.dedupe_key as key, i.body_hash as hash, i.received_at < w.since as expired
         from jsonb_to_recordset($2) as w(connection_id uuid, way text, key text, since timestamptz)
         join inbox_item i on i.practice_id = $1 and i.connection_id = w.connection_id and i.way = w.way
          and i.dedupe_key = decode(w.key, 'hex') and i.holds_key`,
      [practiceId, JSON.stringify(wanted)],
    );
    return new Map(found.map((holder) => [keyName(holder), holder]));
  }
}
