import type { Channel, MergedFact, MessageState } from '@keepwell/domain';
import type { Transaction } from '../database.js';
import { newId } from '../ids.js';
import { isoInstant } from './json-sql.js';

export interface OutboxQuestion {
  state: MessageState | null;
  channel: Channel | null;
  personId: string | null;
  /** Only what ended, or moved last, at this instant or later. */
  since: Date | null;
  after: { at: string; id: string } | null;
  limit: number;
}

export interface OutboxRow {
  id: string;
  personId: string;
  patientName: string;
  caseId: string | null;
  channel: Channel;
  purpose: 'service' | 'marketing';
  state: MessageState;
  step: number;
  sequenceName: string | null;
  dueAt: string;
  at: string;
  provider: string | null;
  errorSays: string | null;
  cancelledBecause: string | null;
  kind: 'sequence' | 'confirmation';
}

export interface OutboxProof extends OutboxRow {
  toAddress: string | null;
  subject: string | null;
  text: string;
  html: string | null;
  segments: number | null;
  facts: MergedFact[];
  latestAt: string | null;
  attempts: number;
  acceptedAt: string | null;
  sentAt: string | null;
  deliveredAt: string | null;
  endedAt: string | null;
  providerId: string | null;
  providerStatus: string | null;
  errorCode: string | null;
  decision: Record<string, unknown> | null;
  template: {
    templateName: string;
    version: number;
    approvedByName: string | null;
    approvedAt: string | null;
    origin: string;
  } | null;
  started: { enrolmentId: string; at: string; byName: string; digest: string } | null;
  events: { at: string; event: string; detail: Record<string, unknown> }[];
}

/** What failed longer ago waits for nobody any more. */
const LATELY_MS = 14 * 86_400_000;

const MOVED_AT = 'coalesce(m.ended_at, m.delivered_at, m.sent_at, m.accepted_at, m.claimed_at, m.created_at)';
const PATIENT_NAME = `concat_ws(' ', p.given_name, p.family_name)`;
const ROW = `m.id, m.person_id as "personId", ${PATIENT_NAME} as "patientName", m.case_id as "caseId", m.channel, m.purpose, m.state, m.step,
  q.name as "sequenceName", ${isoInstant('m.due_at')} as "dueAt",
  ${isoInstant(MOVED_AT)} as at,
  m.provider, m.error_says as "errorSays", m.cancelled_because as "cancelledBecause", m.kind`;
const JOINS = `left join patient p on p.id = m.person_id
  left join enrolment e on e.id = m.enrolment_id
  left join sequence q on q.id = e.sequence_id`;

/** The outbox as people look at it. The sender's own questions are in `OutboxQueries`. */
export class OutboxViewQueries {
  /** Newest first. One row more than `limit`, when there is one. */
  async page(tx: Transaction, asked: OutboxQuestion): Promise<(OutboxRow & { exactAt: string })[]> {
    return tx.query<(OutboxRow & { exactAt: string })[]>(
      `select ${ROW}, m.created_at::text as "exactAt"
         from outbox_message m ${JOINS}
        where ($1::text is null or m.state = $1) and ($2::text is null or m.channel = $2) and ($3::uuid is null or m.person_id = $3)
          and ($4::timestamptz is null or (m.created_at, m.id) < ($4, $5::uuid))
          and ($7::timestamptz is null or ${MOVED_AT} >= $7)
        order by m.created_at desc, m.id desc limit $6`,
      [
        ...[asked.state, asked.channel, asked.personId, asked.after?.at ?? null, asked.after?.id ?? null],
        ...[asked.limit + 1, asked.since],
      ],
    );
  }

  /** By state; and `failed_lately`: those of the failed that still want somebody, of the last 14 days. */
  async counts(tx: Transaction, at: Date): Promise<Record<string, number>> {
    const rows = await tx.query<{ state: string; n: number }[]>(
      `select state, count(*)::int as n from outbox_message group by state
       union all select 'failed_lately', count(*)::int from outbox_message m where state = 'failed' and ${MOVED_AT} >= $1`,
      [new Date(at.getTime() - LATELY_MS)],
    );
    return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
  }

  /** One message and everything that says why it was allowed (X14). */
  async proof(tx: Transaction, id: string): Promise<OutboxProof | null> {
    const [row] = await tx.query<OutboxProof[]>(
      `select ${ROW}, m.to_address as "toAddress", m.subject, m.body as text, m.html, m.segments, m.facts, ${isoInstant('m.latest_at')} as "latestAt",
              m.attempts, ${isoInstant('m.accepted_at')} as "acceptedAt", ${isoInstant('m.sent_at')} as "sentAt",
              ${isoInstant('m.delivered_at')} as "deliveredAt", ${isoInstant('m.ended_at')} as "endedAt", m.provider_id as "providerId",
              m.provider_status as "providerStatus", m.error_code as "errorCode", m.decision,
              case when t.id is null then null else json_build_object('templateName', t.name, 'version', t.version, 'origin', t.origin,
                   'approvedByName', a.display_name, 'approvedAt', ${isoInstant('t.approved_at')}) end as template,
              case when e.id is null then null else json_build_object('enrolmentId', e.id, 'at', ${isoInstant('e.started_at')},
                   'byName', coalesce(b.display_name, 'former user'), 'digest', encode(e.preview_digest, 'hex')) end as started,
              (select coalesce(json_agg(json_build_object('at', ${isoInstant('v.at')}, 'event', v.event, 'detail', v.detail) order by v.at, v.id), '[]')
                 from message_event v where v.message_id = m.id) as events
         from outbox_message m ${JOINS}
         left join message_template t on t.id = m.template_id
         left join app_user a on a.id = t.approved_by_user_id
         left join app_user b on b.id = e.started_by_user_id
        where m.id = $1`,
      [id],
    );
    return row ?? null;
  }

  /** State of one message, kept from changing until the transaction ends; null: there is none. */
  async locked(
    tx: Transaction,
    id: string,
  ): Promise<{ state: MessageState; personId: string; caseId: string | null; enrolmentId: string | null } | null> {
    const [row] = await tx.query<
      { state: MessageState; personId: string; caseId: string | null; enrolmentId: string | null }[]
    >(
      `select state, person_id as "personId", case_id as "caseId", enrolment_id as "enrolmentId" from outbox_message where id = $1 for update`,
      [id],
    );
    return row ?? null;
  }

  /** Takes back what nobody has claimed yet. Answers the ids. */
  async cancelUnclaimed(
    tx: Transaction,
    practiceId: string,
    which: { ids?: string[]; personIds?: string[]; channels?: Channel[] },
    change: { because: string; at: Date; byUserId: string | null },
  ): Promise<string[]> {
    if (which.ids === undefined && which.personIds === undefined) throw new TypeError('Say whose messages, or which');
    const rows = await tx.query<{ id: string }[]>(
      `with cancelled as (
         update outbox_message set state = 'cancelled', cancelled_because = $4, ended_at = $5
          where state in ('planned', 'due') and ($1::uuid[] is null or id = any($1)) and ($2::uuid[] is null or person_id = any($2))
            and ($3::text[] is null or channel = any($3)) and kind = 'sequence'
         returning id)
       select id from cancelled`,
      [which.ids ?? null, which.personIds ?? null, which.channels ?? null, change.because, change.at],
    );
    for (const { id } of rows) {
      await this.note(
        tx,
        practiceId,
        id,
        'cancelled',
        { because: change.because, byUserId: change.byUserId },
        change.at,
      );
    }
    return rows.map(({ id }) => id);
  }

  /** How a person ends what nobody could find out: it left, or it did not. */
  async resolve(
    tx: Transaction,
    practiceId: string,
    id: string,
    { as, byUserId, at }: { as: 'left' | 'did_not_leave'; byUserId: string; at: Date },
  ): Promise<boolean> {
    const state = as === 'left' ? 'accepted' : 'failed';
    const rows = await tx.query<unknown[]>(
      `with resolved as (
         update outbox_message set state = $2, resolved_by_user_id = $3, accepted_at = case when $2 = 'accepted' then coalesce(accepted_at, claimed_at, $4) end,
                ended_at = case when $2 = 'failed' then $4::timestamptz else ended_at end,
                error_says = case when $2 = 'failed' then 'A person found that it did not leave.' else error_says end
          where id = $1 and state = 'review' returning id) select id from resolved`,
      [id, state, byUserId, at],
    );
    if (rows.length === 0) return false;
    await this.note(tx, practiceId, id, 'resolved', { as, byUserId }, at);
    return true;
  }

  async note(
    tx: Transaction,
    practiceId: string,
    messageId: string,
    event: string,
    detail: Record<string, unknown>,
    at: Date,
  ): Promise<void> {
    await tx.query(
      'insert into message_event (practice_id, id, message_id, at, event, detail) values ($1, $2, $3, $4, $5, $6)',
      [practiceId, newId(), messageId, at, event, JSON.stringify(detail)],
    );
  }
}
