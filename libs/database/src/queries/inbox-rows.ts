import { isAscii } from 'node:buffer';
import { hash } from 'node:crypto';
import type { InboxWay } from '../entities/inbox-item.entity.js';
import { newId } from '../ids.js';
import type { Sealed } from '../secrets/secret-store.js';
import { binaryArray, FALSE, intBytes, timeBytes, TRUE, uuidBytes, uuidWord, wordBytes } from './binary-arrays.js';

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
export type InboxSealer = (about: string, plain: string | Buffer) => Sealed;

/** An item that is hashed, sealed and numbered, and only has to be written. */
export interface ReadyItem {
  practiceId: string;
  id: string;
  connectionId: string;
  way: InboxWay;
  key: Buffer;
  hash: Buffer;
  sealed: Sealed;
  /** `bytea[]` as a literal: arrays of different lengths do not fit into one. */
  orderKeys: string;
  item: NewInboxItem;
}

/** What keeps a row: nothing yet, or what came before it under its key. */
export interface Fate extends ReceivedItem {
  outcome: 'duplicate' | 'quarantined';
}

const OTHER_BYTES =
  'The sender used the number of an earlier message for another one; look at both and say which is right.';

export function readyItem(item: NewInboxItem, seal: InboxSealer): ReadyItem {
  const { practiceId, connectionId, way, body } = item;
  const id = newId();
  // Stored as text of letters of one byte each; where all are ASCII, that is the bytes themselves.
  const sealed = seal(`inbox/${id}`, isAscii(body) ? body : body.toString('latin1'));
  return {
    ...{ practiceId, id, connectionId, way, sealed, item },
    key: hash('sha256', item.dedupeKey, 'buffer'),
    hash: hash('sha256', item.compared ?? body, 'buffer'),
    orderKeys: orderKeys(item),
  };
}

function orderKeys({ order, connectionId }: NewInboxItem): string {
  if (order === 'all' || order.length === 0) return '{}';
  const hashed = order.map((key) => `"\\\\x${hash('sha256', `${connectionId}/${key}`, 'hex').slice(0, 32)}"`);
  return `{${hashed.join(',')}}`;
}

/** What one key is held under. */
export function keyName({ connectionId, way, key }: Pick<ReadyItem, 'connectionId' | 'way' | 'key'>): string {
  return `${connectionId}/${way}/${key.toString('latin1')}`;
}

export function firstOfEachKey(rows: ReadyItem[]): ReadyItem[] {
  if (rows.length < 2) return rows;
  const firsts = new Map<string, ReadyItem>();
  for (const row of rows) {
    const name = keyName(row);
    if (!firsts.has(name)) firsts.set(name, row);
  }
  return firsts.size === rows.length ? rows : [...firsts.values()];
}

/** Writes the rows given as `insertValues`; answers the ids of those that are new under their key. `from` names what else is read. */
export function insertSql(from = ''): string {
  return `insert into inbox_item (practice_id, holds_key, id, connection_id, way, dedupe_key, body_hash, verified, type, ciphertext, nonce, key_id,
            size, order_keys, order_all, state, reason, same_as, received_at, done_at)
    select $1::uuid, $2::boolean, i.id, i.connection_id, i.way, i.dedupe_key, i.body_hash, i.verified, i.type, i.ciphertext, i.nonce, i.key_id,
           i.size, i.order_keys::bytea[], i.order_all, i.state, i.reason, i.same_as, i.received_at, i.done_at
      from ${from} unnest($3::uuid[], $4::uuid[], $5::text[], $6::bytea[], $7::bytea[], $8::text[], $9::text[], $10::bytea[], $11::bytea[],
             $12::uuid[], $13::int4[], $14::text[], $15::bool[], $16::text[], $17::text[], $18::uuid[], $19::timestamptz[], $20::timestamptz[])
        as i(id, connection_id, way, dedupe_key, body_hash, verified, type, ciphertext, nonce, key_id, size, order_keys, order_all, state, reason,
             same_as, received_at, done_at)
    on conflict (practice_id, connection_id, way, dedupe_key) where holds_key do nothing returning id`;
}

/** Of rows of one practice. Those with a fate do not hold their key. */
export function insertValues(practiceId: string, rows: ReadyItem[], fates?: Map<string, Fate>): unknown[] {
  const given = rows.map((row) => stateOf(row, fates?.get(row.id)));
  const column = <T>(of: readonly T[], value: (one: T) => Buffer | null) => of.map(value);
  return [
    practiceId,
    fates === undefined,
    binaryArray(
      'uuid',
      column(rows, ({ id }) => uuidBytes(id)),
    ),
    binaryArray(
      'uuid',
      column(rows, ({ connectionId }) => uuidWord(connectionId)),
    ),
    binaryArray(
      'text',
      column(rows, ({ way }) => wordBytes(way)),
    ),
    binaryArray(
      'bytea',
      column(rows, ({ key }) => key),
    ),
    binaryArray(
      'bytea',
      column(rows, (row) => row.hash),
    ),
    binaryArray(
      'text',
      column(rows, ({ item }) => wordBytes(item.verified)),
    ),
    binaryArray(
      'text',
      column(rows, ({ item }) => (item.type === null ? null : wordBytes(item.type))),
    ),
    binaryArray(
      'bytea',
      column(given, ({ sealed }) => sealed?.ciphertext ?? null),
    ),
    binaryArray(
      'bytea',
      column(given, ({ sealed }) => sealed?.nonce ?? null),
    ),
    binaryArray(
      'uuid',
      column(given, ({ sealed }) => (sealed === null ? null : uuidWord(sealed.keyId))),
    ),
    binaryArray(
      'int4',
      column(rows, ({ item }) => intBytes(item.body.length)),
    ),
    binaryArray(
      'text',
      column(rows, (row) => Buffer.from(row.orderKeys, 'latin1')),
    ),
    binaryArray(
      'bool',
      column(rows, ({ item }) => (item.order === 'all' ? TRUE : FALSE)),
    ),
    binaryArray(
      'text',
      column(given, ({ state }) => wordBytes(state)),
    ),
    binaryArray(
      'text',
      column(given, ({ reason }) => (reason === null ? null : Buffer.from(reason, 'utf8'))),
    ),
    binaryArray(
      'uuid',
      column(given, ({ sameAs }) => (sameAs === null ? null : uuidBytes(sameAs))),
    ),
    binaryArray(
      'timestamptz',
      column(rows, ({ item }) => timeBytes(item.receivedAt)),
    ),
    binaryArray(
      'timestamptz',
      column(given, ({ doneAt }) => (doneAt === null ? null : timeBytes(doneAt))),
    ),
  ];
}

interface State {
  sealed: Sealed | null;
  state: string;
  reason: string | null;
  sameAs: string | null;
  doneAt: Date | null;
}

function stateOf({ item, sealed }: ReadyItem, fate: Fate | undefined): State {
  if (fate === undefined) {
    const { state = 'received', reason = null } = item.settled ?? {};
    return { sealed, state, reason, sameAs: null, doneAt: item.settled === undefined ? null : item.receivedAt };
  }
  const { outcome: state, sameAs } = fate;
  // The bytes of a duplicate are those that stand there already.
  if (state === 'duplicate') return { sealed: null, state, reason: null, sameAs, doneAt: item.receivedAt };
  return { sealed, state, reason: OTHER_BYTES, sameAs, doneAt: item.receivedAt };
}
