import type { Transaction } from '../database.js';
import { newId } from '../ids.js';
import { isoInstant } from './json-sql.js';
import { OF_ONE, PAYERS } from './patients-of-sql.js';
import { SyncConnectionQueries } from './sync-connections.queries.js';

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
  /** Payers of whom nobody has said whose they are, whatever they pay: payments, memberships, invoices, packages. */
  payersUnknown: number;
}

const NO_INVOICE = `p.invoice_source_id is not null and not exists (
  select from invoice i where i.connection_id = p.connection_id and i.source_id = p.invoice_source_id)`;
const NO_MEMBERSHIP = `p.membership_source_id is not null and not exists (
  select from membership m where m.connection_id = p.connection_id and m.source_id = p.membership_source_id)`;

const NOBODY_SAID = `not exists (
  select from payment_match h where h.connection_id = p.connection_id and h.payment_source_id = p.source_id and h.undone_at is null)`;

/** Kinds whose records may name a payer. */
const PAID_BY_PAYERS = ['payment', 'invoice', 'membership', 'package'] as const;

const UNKNOWN_PAYERS = PAID_BY_PAYERS.map(
  (kind) =>
    `select connection_id, patient_source_id from ${kind} where patient_id is null and patient_source_id like 'payer:%' and gone_at is null`,
).join(' union ');

const NAMES_NOBODY = `(p.patient_source_id is null or p.patient_source_id like 'payer:%')`;
const NOT_SAID_ITSELF = `and not exists (
  select from payment_match h where h.practice_id = $1 and h.connection_id = $2 and h.payment_source_id = r.source_id and h.undone_at is null)`;

/** Payments that cannot be told whose they are, or what they were for (S4-06), and what people said about them. */
export class PaymentMatchQueries {
  private readonly connections = new SyncConnectionQueries();

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
      `select (select count(*)::int from (${UNKNOWN_PAYERS}) y) as "payersUnknown",
              count(*) filter (where because = 'no_patient')::int as "noPatient", count(*) filter (where because = 'invoice_unknown')::int as "invoiceUnknown",
              count(*) filter (where because = 'membership_unknown')::int as "membershipUnknown",
              (select count(*)::int from payment_match h
                where h.undone_at is null
                  and exists (select from payment p where p.connection_id = h.connection_id and p.source_id = h.payment_source_id and p.gone_at is null)) as matched
         from (select case when p.patient_id is null then 'no_patient' when ${NO_INVOICE} then 'invoice_unknown' else 'membership_unknown' end as because
                 from payment p
                where p.gone_at is null and (p.patient_id is null or (${NO_INVOICE}) or (${NO_MEMBERSHIP})) and ${NOBODY_SAID}) w`,
    );
    return counts ?? { noPatient: 0, invoiceUnknown: 0, membershipUnknown: 0, matched: 0, payersUnknown: 0 };
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

  /**
   * Says whose it is. What was said before of the same payment is undone, and kept. Where the payment names who pays, everything of
   * theirs is the same person's from now on, unless people said different persons. Answers whose facts changed.
   */
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
  ): Promise<string[]> {
    const { practiceId, connectionId, sourceId, patientId, byUserId, at } = given;
    const before = (await this.undo(tx, given)) ?? [];
    const rows: { payer: string | null }[] = await tx.query(
      `insert into payment_match (practice_id, id, connection_id, payment_source_id, payer, patient_id, by_user_id, at)
       select $1, $2, $3, $4, (select p.patient_source_id from payment p where p.practice_id = $1 and p.connection_id = $3 and p.source_id = $4
                                  and p.patient_source_id like 'payer:%'), $5, $6, $7
       returning payer`,
      [practiceId, newId(), connectionId, sourceId, patientId, byUserId, at],
    );
    const theirs = await this.giveToPayers(tx, given, rows);
    return [...before, ...theirs, ...(await this.apply(tx, practiceId, connectionId))];
  }

  /** Takes back what was said of a payment, and with it of its payer. Answers whose facts changed; null: nothing was said. */
  async undo(
    tx: Transaction,
    given: { practiceId: string; connectionId: string; sourceId: string; at: Date },
  ): Promise<string[] | null> {
    // Pages that are being stored look up payers: they must see this, or it them.
    await this.connections.lockWrites(tx, given.connectionId);
    const rows: { id: string; payer: string | null }[] = await tx.query(
      `with undone as (
         update payment_match set undone_at = $4
          where practice_id = $1 and connection_id = $2 and payment_source_id = $3 and undone_at is null returning patient_id, payer),
       left_alone as (
         update payment p set patient_id = null from undone u
          where p.practice_id = $1 and p.connection_id = $2 and p.source_id = $3 and ${NAMES_NOBODY} returning 1)
       select u.patient_id as id, u.payer from undone u`,
      [given.practiceId, given.connectionId, given.sourceId, given.at],
    );
    if (rows.length === 0) return null;
    return [...rows.map(({ id }) => id), ...(await this.giveToPayers(tx, given, rows))];
  }

  /** Puts what people said where the source says nothing: after each page of payments, whatever it overwrote. */
  async apply(tx: Transaction, practiceId: string, connectionId: string): Promise<string[]> {
    const rows: { id: string }[] = await tx.query(
      `with matched as (
         update payment p set patient_id = h.patient_id from payment_match h
          where h.practice_id = $1 and h.connection_id = $2 and h.undone_at is null
            and p.practice_id = $1 and p.connection_id = $2 and p.source_id = h.payment_source_id
            and ${NAMES_NOBODY} and p.patient_id is distinct from h.patient_id
         returning h.patient_id as id)
       select distinct id from matched`,
      [practiceId, connectionId],
    );
    return rows.map(({ id }) => id);
  }

  /** What these payers pay is theirs of whom people said so, or nobody's. Answers the patients who lost or got something. */
  private async giveToPayers(
    tx: Transaction,
    { practiceId, connectionId }: { practiceId: string; connectionId: string },
    said: { payer: string | null }[],
  ): Promise<string[]> {
    const patients = new Set<string>();
    for (const payer of new Set(said.flatMap((row) => row.payer ?? []))) {
      for (const kind of PAID_BY_PAYERS) {
        const moved: { before: string | null; now: string | null }[] = await tx.query(
          `with whose as (${PAYERS} and h.payer = $3 ${OF_ONE}),
           paid as (
             select r.id, r.patient_id from ${kind} r
              where r.practice_id = $1 and r.connection_id = $2 and r.patient_source_id = $3 ${kind === 'payment' ? NOT_SAID_ITSELF : ''} for update),
           moved as (
             update ${kind} r set patient_id = w.id from paid o left join whose w on true
              where r.practice_id = $1 and r.id = o.id and o.patient_id is distinct from w.id
             returning o.patient_id as before, r.patient_id as now)
           select distinct before, now from moved`,
          [practiceId, connectionId, payer],
        );
        for (const { before, now } of moved) for (const id of [before, now]) if (id !== null) patients.add(id);
      }
    }
    return [...patients];
  }
}
