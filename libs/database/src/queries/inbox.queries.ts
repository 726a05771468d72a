import { createHash } from 'node:crypto';
import type { Transaction } from '../database.js';
import type { InboxCounts, InboxState, InboxWay } from '../entities/inbox-item.entity.js';
import { newId } from '../ids.js';
import type { Sealed, SecretStore } from '../secrets/secret-store.js';

/** What comes with a key that is known for less than this is compared with what came first (safety H-02). */
export const INBOX_KEY_DAYS = 7;

/** With more than this waiting in a practice, nothing more is pulled and senders are asked to come again (safety V-05). */
export const MOST_WAITING = 10_000;

export interface NewInboxItem {
  practiceId: string;
  connectionId: string;
  way: InboxWay;
  /** The same for repetitions, different for different events; of any length, hashed here. */
  dedupeKey: string;
  /** The bytes as they came. */
  body: Buffer;
  /** What tells a repetition from something else under the same key, where that is not the bytes. */
  compared?: string;
  verified: 'strong' | 'weak' | 'none';
  type: string | null;
  /** Items with a key in common are applied in the order in which they came; `all` waits for everything before it. Hashed here. */
  order: string[] | 'all';
  receivedAt: Date;
  /** Settled at once: nothing is applied of it. */
  settled?: { state: 'ignored' | 'quarantined' | 'refused'; reason: string };
}

export interface ReceivedItem {
  id: string;
  /** `received` stands for every item that is new, whatever it is settled as. `quarantined`: the key came before, with other bytes. */
  outcome: 'received' | 'duplicate' | 'quarantined';
  /** The item that came first with this key. */
  sameAs: string | null;
}

/** Seals under the practice's newest key. May be kept for as long as the transaction that made it has been committed. */
export type InboxSealer = (about: string, plain: string) => Sealed;

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

interface Row {
  id: string;
  connectionId: string;
  way: InboxWay;
  key: Buffer;
  hash: Buffer;
  item: NewInboxItem;
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

const COLUMNS = `practice_id, id, connection_id, way, dedupe_key, holds_key, body_hash, verified, type, ciphertext, nonce, key_id, size,
  order_keys, order_all, state, reason, same_as, received_at, done_at`;

/** Items in back-off that others wait for; with more than that, everything behind them waits for its turn. */
const MOST_HELD = 1_000;

const OTHER_BYTES =
  'The sender used the number of an earlier message for another one; look at both and say which is right.';

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
    const rows = items.map(rowOf);
    const inserted = await this.insertNew(tx, practiceId, firstOfEachKey(rows), seal);
    const repeated = rows.filter(({ id }) => !inserted.has(id));
    if (repeated.length === 0) return rows.map(({ id }) => ({ id, outcome: 'received', sameAs: null }));
    const outcomes = await this.compare(tx, practiceId, repeated, seal);
    return rows.map(({ id }) => outcomes.get(id) ?? { id, outcome: 'received', sameAs: null });
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

  private async insertNew(tx: Transaction, practiceId: string, rows: Row[], seal: InboxSealer): Promise<Set<string>> {
    const [only] = rows;
    if (rows.length > 1) return this.insert(tx, practiceId, rows, seal, { holdsKey: true });
    if (only === undefined) return new Set();
    const { item } = only;
    const sealed = seal(`inbox/${only.id}`, item.body.toString('latin1'));
    const settled = item.settled ?? null;
    const inserted: { id: string }[] = await tx.query(
      `insert into inbox_item (${COLUMNS})
       values ($1, $2, $3, $4, $5, true, $6, $7, $8, $9, $10, $11, $12, $13::bytea[], $14, $15, $16, null, $17, $18)
       on conflict (practice_id, connection_id, way, dedupe_key) where holds_key do nothing returning id`,
      [
        ...[practiceId, only.id, only.connectionId, only.way, only.key, only.hash, item.verified, item.type],
        ...[sealed.ciphertext, sealed.nonce, sealed.keyId, item.body.length, orderKeys(item), item.order === 'all'],
        ...[
          settled?.state ?? 'received',
          settled?.reason ?? null,
          item.receivedAt,
          settled === null ? null : item.receivedAt,
        ],
      ],
    );
    return new Set(inserted.map(({ id }) => id));
  }

  private async insert(
    tx: Transaction,
    practiceId: string,
    rows: Row[],
    seal: InboxSealer,
    how: { holdsKey: boolean; fates?: Map<string, ReceivedItem> },
  ): Promise<Set<string>> {
    const values = rows.map(({ id, connectionId, way, key, hash, item }) => {
      const fate = how.fates?.get(id);
      const isDuplicate = fate?.outcome === 'duplicate';
      // The bytes of a duplicate are those that stand there already.
      const sealed = isDuplicate ? null : seal(`inbox/${id}`, item.body.toString('latin1'));
      const settled = item.settled ?? null;
      const state = fate === undefined ? (settled?.state ?? 'received') : fate.outcome;
      const reason = fate === undefined ? (settled?.reason ?? null) : isDuplicate ? null : OTHER_BYTES;
      return {
        ...{ id, connection_id: connectionId, way, dedupe_key: key.toString('hex'), body_hash: hash.toString('hex') },
        ...{
          verified: item.verified,
          type: item.type,
          size: item.body.length,
          state,
          reason,
          same_as: fate?.sameAs ?? null,
        },
        ciphertext: sealed?.ciphertext.toString('base64') ?? null,
        nonce: sealed?.nonce.toString('base64') ?? null,
        key_id: sealed?.keyId ?? null,
        order_keys: orderKeys(item).map((hashed) => hashed.toString('hex')),
        order_all: item.order === 'all',
        received_at: item.receivedAt,
        done_at: state === 'received' ? null : item.receivedAt,
      };
    });
    const inserted: { id: string }[] = await tx.query(
      `insert into inbox_item (${COLUMNS})
       select $1, i.id, i.connection_id, i.way, decode(i.dedupe_key, 'hex'), $2, decode(i.body_hash, 'hex'), i.verified, i.type,
              decode(i.ciphertext, 'base64'), decode(i.nonce, 'base64'), i.key_id, i.size,
              array(select decode(k, 'hex') from jsonb_array_elements_text(i.order_keys) k), i.order_all, i.state, i.reason, i.same_as,
              i.received_at, i.done_at
         from jsonb_to_recordset($3) as i(id uuid, connection_id uuid, way text, dedupe_key text, body_hash text, verified text, type text,
                ciphertext text, nonce text, key_id uuid, size integer, order_keys jsonb, order_all boolean, state text, reason text,
                same_as uuid, received_at timestamptz, done_at timestamptz)
       on conflict (practice_id, connection_id, way, dedupe_key) where holds_key do nothing returning id`,
      [practiceId, how.holdsKey, JSON.stringify(values)],
    );
    return new Set(inserted.map(({ id }) => id));
  }

  /** What came with a key that is held: by an item of this batch, or by one that came before. */
  private async compare(
    tx: Transaction,
    practiceId: string,
    repeated: Row[],
    seal: InboxSealer,
  ): Promise<Map<string, ReceivedItem>> {
    const holders = await this.holders(tx, practiceId, repeated);
    const old = [...holders.values()].filter(({ expired }) => expired);
    if (old.length > 0) {
      await tx.query('update inbox_item set holds_key = false where practice_id = $1 and id = any($2)', [
        practiceId,
        old.map(({ id }) => id),
      ]);
      const renewed = await this.insertNew(
        tx,
        practiceId,
        firstOfEachKey(repeated.filter((row) => holders.get(nameOf(row))?.expired)),
        seal,
      );
      const rest = repeated.filter(({ id }) => !renewed.has(id));
      return rest.length === 0 ? new Map() : this.compare(tx, practiceId, rest, seal);
    }
    const fates = new Map<string, ReceivedItem>();
    for (const row of repeated) {
      const holder = holders.get(nameOf(row));
      if (holder === undefined) throw new Error('A key is held by nobody');
      const outcome = holder.hash.equals(row.hash) ? 'duplicate' : 'quarantined';
      fates.set(row.id, { id: row.id, outcome, sameAs: holder.id });
    }
    await this.insert(tx, practiceId, repeated, seal, { holdsKey: false, fates });
    return fates;
  }

  private async holders(tx: Transaction, practiceId: string, rows: Row[]): Promise<Map<string, Holder>> {
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
    return new Map(found.map((holder) => [nameOf(holder), holder]));
  }
}

function rowOf(item: NewInboxItem): Row {
  const { connectionId, way } = item;
  return {
    id: newId(),
    connectionId,
    way,
    key: sha256(item.dedupeKey),
    hash: sha256(item.compared ?? item.body),
    item,
  };
}

function orderKeys({ order, connectionId }: NewInboxItem): Buffer[] {
  return order === 'all' ? [] : order.map((key) => sha256(`${connectionId}/${key}`).subarray(0, 16));
}

function firstOfEachKey(rows: Row[]): Row[] {
  const firsts = new Map<string, Row>();
  for (const row of rows) if (!firsts.has(nameOf(row))) firsts.set(nameOf(row), row);
  return [...firsts.values()];
}

function nameOf({ connectionId, way, key }: Pick<Row, 'connectionId' | 'way' | 'key'>): string {
  return `${connectionId}/${way}/${key.toString('base64')}`;
}

function sha256(of: string | Buffer): Buffer {
  return createHash('sha256').update(of).digest();
}
