import type { Transaction } from '../database.js';
import { newId } from '../ids.js';
import { householdSql } from './household-sql.js';
import { isoInstant } from './json-sql.js';

/** Digits that a number has in every way of writing it: with or without its country, with or without a leading zero. */
const TAIL_DIGITS = 7;

/** A record in which this number, or one that ends like it, stands. Whether it is the same number is the caller's to read. */
export interface NumberHolder {
  personId: string;
  phone: string | null;
  email: string | null;
  birthDate: string | null;
  language: string | null;
  caseId: string | null;
}

export interface NewInbound {
  channel: 'sms' | 'email';
  provider: string;
  providerId: string;
  fromAddress: string;
  toAddress: string | null;
  body: string;
  at: Date;
}

export interface InboundRow {
  id: string;
  personId: string | null;
  patientName: string | null;
  caseId: string | null;
  channel: 'sms' | 'email';
  at: string;
  body: string;
  intent: 'stop' | 'start' | 'help' | 'plain_opt_out' | 'wrong_number' | 'reply';
  needsReview: boolean;
  reviewedAt: string | null;
  reviewedByName: string | null;
  inReplyTo: string | null;
}

/** What patients write to us. */
export class InboundQueries {
  /** Null: it is there already. A provider repeats itself; a repetition has no effect. */
  async add(
    tx: Transaction,
    practiceId: string,
    message: NewInbound & {
      personId: string | null;
      caseId: string | null;
      inReplyTo: string | null;
      intent: InboundRow['intent'];
      needsReview: boolean;
    },
  ): Promise<string | null> {
    const [row] = await tx.query<{ id: string }[]>(
      `insert into inbound_message (practice_id, id, channel, provider, provider_id, from_address, to_address, body, at, person_id, case_id,
         in_reply_to, intent, needs_review)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
       on conflict (practice_id, provider, provider_id) do nothing returning id`,
      [
        ...[practiceId, newId(), message.channel, message.provider, message.providerId, message.fromAddress],
        ...[message.toAddress, message.body, message.at, message.personId, message.caseId, message.inReplyTo],
        ...[message.intent, message.needsReview],
      ],
    );
    return row?.id ?? null;
  }

  /** The persons whose records hold a number with the same last digits, oldest first: an unknown age counts as of age. */
  async holdersOf(tx: Transaction, phone: string): Promise<NumberHolder[]> {
    const tail = phone.replace(/\D/g, '').slice(-TAIL_DIGITS);
    return tx.query<NumberHolder[]>(
      `select r.person_id as "personId", r.phone, s.email, s.birth_date::text as "birthDate", s.language,
              (select k.id from off_track_case k where k.person_id = r.person_id and k.state <> 'held'
                order by k.state = 'closed', k.first_opened_at desc, k.id desc limit 1) as "caseId"
         from patient r join patient s on s.id = r.person_id
        where r.phone is not null and r.gone_at is null and right(regexp_replace(r.phone, '\\D', '', 'g'), ${TAIL_DIGITS}) = $1
        order by s.birth_date nulls first, s.id`,
      [tail],
    );
  }

  /** The last message that went, or may have gone, to this address. */
  async lastTo(
    tx: Transaction,
    address: string,
  ): Promise<{ id: string; personId: string; caseId: string | null; provider: string | null } | null> {
    const [row] = await tx.query<{ id: string; personId: string; caseId: string | null; provider: string | null }[]>(
      `select id, person_id as "personId", case_id as "caseId", provider from outbox_message
        where to_address = $1 and kind = 'sequence' and state in ('sending', 'unknown', 'review', 'accepted', 'sent', 'delivered')
        order by coalesce(accepted_at, claimed_at) desc, id desc limit 1`,
      [address],
    );
    return row ?? null;
  }

  /** Every address that stands in the records of these persons. */
  async addressesOf(
    tx: Transaction,
    personIds: string[],
  ): Promise<{ personId: string; phone: string | null; email: string | null }[]> {
    return tx.query(
      'select person_id as "personId", phone, email from patient where person_id = any($1::uuid[]) and (phone is not null or email is not null)',
      [personIds],
    );
  }

  async householdOf(tx: Transaction, personId: string): Promise<string | null> {
    const [row] = await tx.query<{ household: string }[]>(
      `select ${householdSql('p')} as household from patient p where p.id = $1`,
      [personId],
    );
    return row?.household ?? null;
  }

  /** Newest first. One row more than `limit`, when there is one. */
  async page(
    tx: Transaction,
    asked: { needsReview: boolean | null; after: { at: string; id: string } | null; limit: number },
  ): Promise<(InboundRow & { exactAt: string })[]> {
    return tx.query<(InboundRow & { exactAt: string })[]>(
      `select m.id, m.person_id as "personId", nullif(concat_ws(' ', p.given_name, p.family_name), '') as "patientName", m.case_id as "caseId",
              m.channel, ${isoInstant('m.at')} as at, m.body, m.intent, m.needs_review and m.reviewed_at is null as "needsReview",
              ${isoInstant('m.reviewed_at')} as "reviewedAt",
              case when m.reviewed_by_user_id is null then null else coalesce(u.display_name, 'former user') end as "reviewedByName",
              m.in_reply_to as "inReplyTo", m.created_at::text as "exactAt"
         from inbound_message m
         left join patient p on p.id = m.person_id
         left join app_user u on u.id = m.reviewed_by_user_id
        where ($1::boolean is null or (m.needs_review and m.reviewed_at is null) = $1)
          and ($2::timestamptz is null or (m.created_at, m.id) < ($2, $3::uuid))
        order by m.created_at desc, m.id desc limit $4`,
      [asked.needsReview, asked.after?.at ?? null, asked.after?.id ?? null, asked.limit + 1],
    );
  }

  async toReview(tx: Transaction): Promise<number> {
    const [row] = await tx.query<{ n: number }[]>(
      'select count(*)::int as n from inbound_message where needs_review and reviewed_at is null',
    );
    return row?.n ?? 0;
  }

  /** Null: there is no such message; false: somebody has looked at it already. */
  async review(
    tx: Transaction,
    id: string,
    { byUserId, at }: { byUserId: string; at: Date },
  ): Promise<{ personId: string | null; reviewed: boolean } | null> {
    const [found] = await tx.query<{ personId: string | null; open: boolean }[]>(
      `select person_id as "personId", reviewed_at is null as open from inbound_message where id = $1 for update`,
      [id],
    );
    if (found === undefined) return null;
    if (found.open) {
      await tx.query('update inbound_message set reviewed_at = $2, reviewed_by_user_id = $3 where id = $1', [
        id,
        at,
        byUserId,
      ]);
      await tx.query(
        'update suppression set needs_review = false where source_message_id = $1 and needs_review and lifted_at is null',
        [id],
      );
    }
    return { personId: found.personId, reviewed: found.open };
  }
}
