import type { Transaction } from '../database.js';
import type { InboxCounts, InboxState, InboxWay } from '../entities/inbox-item.entity.js';
import type { SecretStore } from '../secrets/secret-store.js';
import { isoInstant } from './json-sql.js';

/** An item as people see it, without its bytes. */
export interface InboxRow {
  id: string;
  way: InboxWay;
  state: InboxState;
  verified: 'strong' | 'weak' | 'none';
  type: string | null;
  reason: string | null;
  counts: InboxCounts;
  size: number;
  attempts: number;
  sameAs: string | null;
  receivedAt: string;
  doneAt: string | null;
  nextTryAt: string | null;
}

const ROW = `i.id, i.way, i.state, i.verified, i.type, i.reason, i.counts, i.size, i.attempts, i.same_as as "sameAs",
  ${isoInstant('i.received_at')} as "receivedAt", ${isoInstant('i.done_at')} as "doneAt", ${isoInstant('i.next_try_at')} as "nextTryAt"`;

/** What people look at and do about what was pushed to a connection. */
export class InboxViewQueries {
  constructor(private readonly secrets: SecretStore) {}

  /** Newest first, one more than `limit` when there is another page. */
  async page(
    tx: Transaction,
    connectionId: string,
    asked: { state: InboxState | null; after: string | null; limit: number },
  ): Promise<InboxRow[]> {
    return tx.query<InboxRow[]>(
      `select ${ROW} from inbox_item i
        where i.connection_id = $1 and ($2::text is null or i.state = $2) and ($3::uuid is null or i.id < $3)
        order by i.id desc limit $4`,
      [connectionId, asked.state, asked.after, asked.limit + 1],
    );
  }

  /** How many there are of each state. */
  async counts(tx: Transaction, connectionId: string): Promise<Partial<Record<InboxState, number>>> {
    const rows = await tx.query<{ state: InboxState; n: number }[]>(
      'select state, count(*)::int as n from inbox_item where connection_id = $1 group by state',
      [connectionId],
    );
    return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
  }

  /** With its bytes; those of a duplicate are those of the item that came first. Null: there is none. */
  async open(
    tx: Transaction,
    practiceId: string,
    connectionId: string,
    id: string,
  ): Promise<(InboxRow & { body: Buffer | null }) | null> {
    const rows = await tx.query<
      (InboxRow & { sealedAs: string; ciphertext: Buffer | null; nonce: Buffer | null; keyId: string | null })[]
    >(
      `select ${ROW}, b.id as "sealedAs", b.ciphertext, b.nonce, b.key_id as "keyId"
         from inbox_item i join inbox_item b on b.practice_id = i.practice_id
          and b.id = case when i.ciphertext is null then coalesce(i.same_as, i.id) else i.id end
        where i.connection_id = $1 and i.id = $2`,
      [connectionId, id],
    );
    const [row] = rows;
    if (row === undefined) return null;
    const { sealedAs, ciphertext, nonce, keyId, ...shown } = row;
    if (ciphertext === null || nonce === null || keyId === null) return { ...shown, body: null };
    const text = await this.secrets.open(tx, practiceId, `inbox/${sealedAs}`, { ciphertext, nonce, keyId });
    return { ...shown, body: Buffer.from(text, 'latin1') };
  }

  /** Null: there is no such item. */
  async state(tx: Transaction, connectionId: string, id: string): Promise<InboxState | null> {
    const [row] = await tx.query<{ state: InboxState }[]>(
      'select state from inbox_item where connection_id = $1 and id = $2',
      [connectionId, id],
    );
    return row?.state ?? null;
  }

  /** Lets an item that was put aside or refused be applied after all. False: it is in another state, or its bytes are gone. */
  async reopen(tx: Transaction, connectionId: string, id: string): Promise<boolean> {
    const rows: unknown[] = await tx.query(
      `with again as (
         update inbox_item set state = 'received', attempts = 0, next_try_at = null, done_at = null
          where connection_id = $1 and id = $2 and state in ('quarantined', 'refused', 'ignored') and ciphertext is not null returning 1)
       select * from again`,
      [connectionId, id],
    );
    return rows.length > 0;
  }

  /**
   * Takes out of the inbox what was settled before `settled`, and what was put aside or refused before `aside` (safety A-07). What still waits
   * stays. Answers how many rows.
   */
  async forget(tx: Transaction, practiceId: string, before: { settled: Date; aside: Date }): Promise<number> {
    const rows: unknown[] = await tx.query(
      `with gone as (
         delete from inbox_item where practice_id = $1 and state <> 'received'
            and done_at < case when state in ('quarantined', 'refused') then $3::timestamptz else $2::timestamptz end
         returning 1)
       select * from gone`,
      [practiceId, before.settled, before.aside],
    );
    return rows.length;
  }
}
