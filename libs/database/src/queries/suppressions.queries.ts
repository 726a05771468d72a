import type { Channel, SuppressionReason } from '@keepwell/domain';
import type { Transaction } from '../database.js';
import { newId } from '../ids.js';
import { isoInstant } from './json-sql.js';

/** How long an address is kept from being written to (C-08). */
const KEPT_YEARS = 10;

export interface NewSuppression {
  addressHash: Buffer;
  channel: Channel;
  scope: 'all' | 'automated' | 'channel';
  reason: SuppressionReason;
  personId: string | null;
  at: Date;
  byUserId: string | null;
  sourceMessageId: string | null;
  needsReview: boolean;
}

export interface SuppressionRow {
  id: string;
  channel: Channel;
  scope: 'all' | 'automated' | 'channel';
  reason: SuppressionReason;
  setAt: string;
  byName: string | null;
  needsReview: boolean;
  liftedAt: string | null;
  liftedBecause: string | null;
}

const SHOWN = `s.id, s.channel, s.scope, s.reason, ${isoInstant('s.set_at')} as "setAt", s.needs_review as "needsReview",
  case when s.set_by_user_id is null then null else coalesce(u.display_name, 'former user') end as "byName",
  ${isoInstant('s.lifted_at')} as "liftedAt", s.lifted_because as "liftedBecause"`;

/**
 * Addresses that must not be written to, as keyed hashes: they outlive the person's record and a new import (C-08). Lifted,
 * never deleted. Whoever sets or lifts one takes the contact lock exclusively before (O-11).
 */
export class SuppressionQueries {
  /** Set once: one that stands for the same address, channel and reason is kept, and widened where the new one reaches further. Answers its id. */
  async set(tx: Transaction, practiceId: string, given: NewSuppression): Promise<string> {
    return (await this.setOnce(tx, practiceId, given)).id;
  }

  /** The same; `isNew`: none stood before. Whoever takes back what they did takes back nothing that stood already. */
  async setOnce(tx: Transaction, practiceId: string, given: NewSuppression): Promise<{ id: string; isNew: boolean }> {
    const id = newId();
    const [row] = await tx.query<{ id: string }[]>(
      `insert into suppression as s (practice_id, id, address_hash, channel, scope, reason, person_id, set_at, set_by_user_id, source_message_id,
         needs_review, keep_until)
       values ($1, $2, $3, $4, $5, $6, $7, $8::timestamptz, $9, $10, $11, $8::timestamptz + make_interval(years => ${KEPT_YEARS}))
       on conflict (practice_id, address_hash, channel, reason) where lifted_at is null do update set
         keep_until = greatest(s.keep_until, excluded.keep_until), person_id = coalesce(s.person_id, excluded.person_id),
         scope = case when s.scope = 'all' or excluded.scope = 'all' then 'all'
                      when s.scope = 'automated' or excluded.scope = 'automated' then 'automated' else s.scope end
       returning id`,
      [
        ...[practiceId, id, given.addressHash, given.channel, given.scope, given.reason, given.personId, given.at],
        ...[given.byUserId, given.sourceMessageId, given.needsReview],
      ],
    );
    if (row === undefined) throw new Error('A suppression was not stored');
    return { id: row.id, isNew: row.id === id };
  }

  /** Whether one stands on this address for this reason, reaching at least so far. */
  async stands(
    tx: Transaction,
    addressHash: Buffer,
    reason: SuppressionReason,
    scope: 'automated' | 'channel' = 'channel',
  ): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `select 1 from suppression where address_hash = $1 and reason = $2 and lifted_at is null and ($3 = 'channel' or scope <> 'channel') limit 1`,
      [addressHash, reason, scope],
    );
    return rows.length > 0;
  }

  /** Of a person, whether set on them or on an address that is theirs now; newest first. */
  async of(tx: Transaction, personId: string, addressHashes: Buffer[]): Promise<SuppressionRow[]> {
    return tx.query<SuppressionRow[]>(
      `select ${SHOWN} from suppression s left join app_user u on u.id = s.set_by_user_id
        where s.person_id in (select i.id from patient i where i.person_id = $1) or s.address_hash = any($2::bytea[]) order by s.set_at desc, s.id desc`,
      [personId, addressHashes],
    );
  }

  /** One that stands, and is this person's. */
  async standing(
    tx: Transaction,
    id: string,
    personId: string,
    addressHashes: Buffer[],
  ): Promise<Pick<SuppressionRow, 'id' | 'reason'> | null> {
    const [row] = await tx.query<Pick<SuppressionRow, 'id' | 'reason'>[]>(
      `select id, reason from suppression
        where id = $1 and (person_id in (select i.id from patient i where i.person_id = $2) or address_hash = any($3::bytea[])) and lifted_at is null for update`,
      [id, personId, addressHashes],
    );
    return row ?? null;
  }

  async lift(
    tx: Transaction,
    id: string,
    { because, byUserId, at }: { because: string; byUserId: string | null; at: Date },
  ): Promise<void> {
    await tx.query(
      'update suppression set lifted_at = $2, lifted_because = $3, lifted_by_user_id = $4, needs_review = false where id = $1 and lifted_at is null',
      [id, at, because, byUserId],
    );
  }

  /**
   * What a START takes back: what a STOP set on the address it comes from, and on others what a STOP of this same address set, as far as
   * nobody has written STOP from there. Nothing that staff, the law or a provider did (C-06), and nothing that somebody else said who
   * has the number too (K17). Answers how many.
   */
  async liftStops(
    tx: Transaction,
    from: { address: string; addressHash: Buffer },
    others: { address: string; addressHash: Buffer }[],
    at: Date,
    because: string,
  ): Promise<number> {
    const rows = await tx.query<unknown[]>(
      `with lifted as (
         update suppression s set lifted_at = $5, lifted_because = $6
          where s.reason = 'stop' and s.lifted_at is null
            and (s.address_hash = $2
              or exists (select from unnest($3::text[], $4::text[]) as o (address, hash)
                          where decode(o.hash, 'hex') = s.address_hash
                            and not exists (select from inbound_message x
                                             where x.from_address = o.address and x.intent = 'stop' and x.at >= s.set_at))
                 and exists (select from inbound_message m where m.id = s.source_message_id and m.from_address = $1))
         returning s.id)
       select id from lifted`,
      [
        ...[from.address, from.addressHash],
        ...[others.map(({ address }) => address), others.map(({ addressHash }) => addressHash.toString('hex'))],
        ...[at, because],
      ],
    );
    return rows.length;
  }

  /** Whether one stands that was set on this person, whatever the address. */
  async standsOnPerson(tx: Transaction, personId: string, reason: SuppressionReason): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `select 1 from suppression s
        where s.reason = $2 and s.lifted_at is null and s.person_id in (select i.id from patient i where i.person_id = $1) limit 1`,
      [personId, reason],
    );
    return rows.length > 0;
  }
}

/** What a manager may lift: what staff set, and what was only taken for a wish of the patient's. */
export const LIFTABLE: readonly SuppressionReason[] = ['staff', 'wrong_number', 'plain_language', 'landline'];
