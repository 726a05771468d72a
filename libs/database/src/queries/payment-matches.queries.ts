import type { Transaction } from '../database.js';
import { newId } from '../ids.js';
import { isoInstant } from './json-sql.js';

export interface UnmatchedPayment {
  id: string;
  connectionId: string;
  connection: string;
  sourceId: string;
  at: string;
  amountMinor: number;
  currency: string | null;
  kind: string | null;
  status: string | null;
  failureCode: string | null;
  invoiceSourceId: string | null;
  membershipSourceId: string | null;
  /** Why it stands here. */
  because: 'no_patient' | 'invoice_unknown' | 'membership_unknown';
  /** Whose it is, where that alone is known. */
  personId: string | null;
}

/** A payment of which a person said whose it is. */
export interface MatchedPayment {
  /** Of the payment. */
  id: string;
  connectionId: string;
  connection: string;
  sourceId: string;
  at: string;
  amountMinor: number;
  currency: string | null;
  personId: string;
  patientName: string;
  /** Who said so; null: an account that is gone. */
  byName: string | null;
  saidAt: string;
  matchId: string;
}

export interface PaymentCounts {
  noPatient: number;
  invoiceUnknown: number;
  membershipUnknown: number;
  matched: number;
}

const NO_INVOICE = `p.invoice_source_id is not null and not exists (
  select from invoice i where i.connection_id = p.connection_id and i.source_id = p.invoice_source_id)`;
const NO_MEMBERSHIP = `p.membership_source_id is not null and not exists (
  select from membership m where m.connection_id = p.connection_id and m.source_id = p.membership_source_id)`;

const NOBODY_SAID = `not exists (
  select from payment_match h where h.connection_id = p.connection_id and h.payment_source_id = p.source_id and h.undone_at is null)`;

/** Payments that cannot be told whose they are, or what they were for (S4-06), and what people said about them. */
export class PaymentMatchQueries {
  /** Newest first. One row more than `limit`, when there is one. */
  async unmatched(tx: Transaction, beforeId: string | null, limit: number): Promise<UnmatchedPayment[]> {
    return tx.query<UnmatchedPayment[]>(
      `select p.id, p.connection_id as "connectionId", c.name as connection, p.source_id as "sourceId", ${isoInstant('p.at')} as at,
              p.amount_minor::float8 as "amountMinor", p.currency, p.kind, p.status, p.failure_code as "failureCode",
              p.invoice_source_id as "invoiceSourceId", p.membership_source_id as "membershipSourceId",
              case when p.patient_id is null then 'no_patient' when ${NO_INVOICE} then 'invoice_unknown' else 'membership_unknown' end as because,
              (select r.person_id from patient r where r.id = p.patient_id) as "personId"
         from payment p join connection c on c.id = p.connection_id
        where p.gone_at is null and ($1::uuid is null or p.id < $1)
          and (p.patient_id is null or (${NO_INVOICE}) or (${NO_MEMBERSHIP}))
          and ${NOBODY_SAID}
        order by p.id desc limit $2`,
      [beforeId, limit + 1],
    );
  }

  /** What people said whose it is, the newest word first. One row more than `limit`, when there is one. */
  async matched(tx: Transaction, beforeId: string | null, limit: number): Promise<MatchedPayment[]> {
    return tx.query<MatchedPayment[]>(
      `select p.id, p.connection_id as "connectionId", c.name as connection, p.source_id as "sourceId", ${isoInstant('p.at')} as at,
              p.amount_minor::float8 as "amountMinor", p.currency, r.person_id as "personId",
              concat_ws(' ', nullif(n.given_name, ''), nullif(n.family_name, '')) as "patientName", u.display_name as "byName",
              ${isoInstant('h.at')} as "saidAt", h.id as "matchId"
         from payment_match h
         join payment p on p.connection_id = h.connection_id and p.source_id = h.payment_source_id and p.gone_at is null
         join connection c on c.id = h.connection_id
         join patient r on r.id = h.patient_id join patient n on n.id = r.person_id
         left join app_user u on u.id = h.by_user_id
        where h.undone_at is null and ($1::uuid is null or h.id < $1)
        order by h.id desc limit $2`,
      [beforeId, limit + 1],
    );
  }

  async counts(tx: Transaction): Promise<PaymentCounts> {
    const [counts] = await tx.query<PaymentCounts[]>(
      `select count(*) filter (where because = 'no_patient')::int as "noPatient", count(*) filter (where because = 'invoice_unknown')::int as "invoiceUnknown",
              count(*) filter (where because = 'membership_unknown')::int as "membershipUnknown",
              (select count(*)::int from payment_match h
                where h.undone_at is null
                  and exists (select from payment p where p.connection_id = h.connection_id and p.source_id = h.payment_source_id and p.gone_at is null)) as matched
         from (select case when p.patient_id is null then 'no_patient' when ${NO_INVOICE} then 'invoice_unknown' else 'membership_unknown' end as because
                 from payment p
                where p.gone_at is null and (p.patient_id is null or (${NO_INVOICE}) or (${NO_MEMBERSHIP})) and ${NOBODY_SAID}) w`,
    );
    return counts ?? { noPatient: 0, invoiceUnknown: 0, membershipUnknown: 0, matched: 0 };
  }

  async find(
    tx: Transaction,
    id: string,
  ): Promise<{ connectionId: string; sourceId: string; patientId: string | null } | null> {
    const rows: { connectionId: string; sourceId: string; patientId: string | null }[] = await tx.query(
      `select connection_id as "connectionId", source_id as "sourceId", patient_id as "patientId" from payment where id = $1 and gone_at is null`,
      [id],
    );
    return rows[0] ?? null;
  }

  /** Says whose it is. What was said before of the same payment is undone, and kept. */
  async match(
    tx: Transaction,
    given: {
      practiceId: string;
      connectionId: string;
      sourceId: string;
      patientId: string;
      byUserId: string;
      at: Date;
    },
  ): Promise<void> {
    await this.undo(tx, given);
    await tx.query(
      `insert into payment_match (practice_id, id, connection_id, payment_source_id, patient_id, by_user_id, at) values ($1, $2, $3, $4, $5, $6, $7)`,
      [given.practiceId, newId(), given.connectionId, given.sourceId, given.patientId, given.byUserId, given.at],
    );
    await this.apply(tx, given.practiceId, given.connectionId);
  }

  /** Takes back what was said of a payment. True when something was. */
  async undo(
    tx: Transaction,
    given: { practiceId: string; connectionId: string; sourceId: string; at: Date },
  ): Promise<boolean> {
    const rows: unknown[] = await tx.query(
      `with undone as (
         update payment_match set undone_at = $4 where practice_id = $1 and connection_id = $2 and payment_source_id = $3 and undone_at is null returning patient_id),
       left_alone as (
         update payment p set patient_id = null from undone u
          where p.practice_id = $1 and p.connection_id = $2 and p.source_id = $3 and p.patient_source_id is null returning 1)
       select u.patient_id from undone u`,
      [given.practiceId, given.connectionId, given.sourceId, given.at],
    );
    return rows.length > 0;
  }

  /** Puts what people said where the source says nothing: after each page of payments, whatever it overwrote. */
  async apply(tx: Transaction, practiceId: string, connectionId: string): Promise<string[]> {
    const rows: { id: string }[] = await tx.query(
      `with matched as (
         update payment p set patient_id = h.patient_id from payment_match h
          where h.practice_id = $1 and h.connection_id = $2 and h.undone_at is null
            and p.practice_id = $1 and p.connection_id = $2 and p.source_id = h.payment_source_id
            and p.patient_source_id is null and p.patient_id is distinct from h.patient_id
         returning h.patient_id as id)
       select distinct id from matched`,
      [practiceId, connectionId],
    );
    return rows.map(({ id }) => id);
  }
}
