import { advance, type Channel, type MessageState, type Purpose, type SendOutcome } from '@keepwell/domain';
import type { Transaction } from '../database.js';
import { tellPractice } from '../events.js';
import { newId } from '../ids.js';
import { namedRows } from './named-rows.js';

/** One message as the sender has it in hand. */
export interface OutboxTask {
  id: string;
  kind: 'sequence' | 'confirmation';
  enrolmentId: string | null;
  /** Who started the sequence; their own claim does not hold up its first text. */
  startedBy: string | null;
  personId: string;
  caseId: string | null;
  household: string;
  step: number;
  channel: Channel;
  purpose: Purpose;
  templateId: string | null;
  toAddress: string | null;
  subject: string | null;
  body: string;
  html: string | null;
  state: MessageState;
  dueAt: number;
  latestAt: number | null;
  resent: boolean;
}

export interface Claim {
  attemptId: string;
  /** Names the process. */
  holder: string;
  leaseMs: number;
  provider: string;
  toAddress: string;
  /** The verdict and what it rested on: the proof (X14). */
  decision: Record<string, unknown>;
  at: Date;
}

/** What a provider says of a message later on. */
export interface ProviderWord {
  /** Ours, from the callback's address; null: only the provider's id is known. */
  attemptId: string | null;
  provider: string;
  providerId: string | null;
  /** What makes a repeated callback the same one. */
  key: string;
  /** Null: says nothing about where the message is. */
  state: MessageState | null;
  providerStatus: string | null;
  at: Date;
  errorCode: string | null;
  errorSays: string | null;
}

const ms = (column: string): string => `round(date_part('epoch', ${column}) * 1000)`;

const TASK = `json_build_object('id', m.id, 'kind', m.kind, 'enrolmentId', m.enrolment_id,
  'startedBy', (select e.started_by_user_id from enrolment e where e.practice_id = m.practice_id and e.id = m.enrolment_id), 'personId', m.person_id, 'caseId', m.case_id,
  'household', m.household, 'step', m.step, 'channel', m.channel, 'purpose', m.purpose, 'templateId', m.template_id,
  'toAddress', m.to_address, 'subject', m.subject, 'body', m.body, 'html', m.html, 'state', m.state, 'dueAt', ${ms('m.due_at')},
  'latestAt', ${ms('m.latest_at')}, 'resent', m.resent)::text`;

/**
 * The outbox: the row is the truth (safety O). Everything here runs in the practice's transaction. Who claims takes locks in
 * this order: the practice's contact lock, the household, the case, the message.
 */
export class OutboxQueries {
  /** The oldest that are due, by id; while sending is held, answers to a patient's own word alone. */
  async due(tx: Transaction, practiceId: string, at: Date, limit: number, onlyAnswers = false): Promise<string[]> {
    const rows = await namedRows<[string]>(
      tx,
      'outbox-due',
      `select id from outbox_message where practice_id = $1 and state in ('planned', 'due') and due_at <= $2
          and (not $4 or kind = 'confirmation') order by due_at, id limit $3`,
      [practiceId, at, limit, onlyAnswers],
    );
    return rows.map(([id]) => id);
  }

  /**
   * The message, locked, with its household and its case, so that nothing that stops it can happen beside this transaction.
   * Null: gone, or no longer waiting. The contact lock is the caller's to take before.
   */
  async lockWaiting(tx: Transaction, practiceId: string, id: string, at: Date): Promise<OutboxTask | null> {
    const [found] = await namedRows<[string, string | null]>(
      tx,
      'outbox-locate',
      'select household, case_id from outbox_message where practice_id = $1 and id = $2',
      [practiceId, id],
    );
    if (found === undefined) return null;
    const [household, caseId] = found;
    await tx.query("select pg_advisory_xact_lock(hashtextextended('household:' || $1 || ':' || $2, 0))", [
      practiceId,
      household,
    ]);
    if (caseId !== null) {
      await tx.query('select 1 from off_track_case where practice_id = $1 and id = $2 for update', [
        practiceId,
        caseId,
      ]);
    }
    const [row] = await namedRows<[string]>(
      tx,
      'outbox-lock',
      `select ${TASK} from outbox_message m
        where m.practice_id = $1 and m.id = $2 and m.state in ('planned', 'due') and m.due_at <= $3 for update`,
      [practiceId, id, at],
    );
    return row === undefined ? null : (JSON.parse(row[0]) as OutboxTask);
  }

  async claim(tx: Transaction, practiceId: string, id: string, claim: Claim): Promise<void> {
    const { attemptId, holder, leaseMs, provider, toAddress, decision, at } = claim;
    await tx.query(
      `update outbox_message set state = 'sending', attempt_id = $3, claim_holder = $4, claimed_at = $5,
              claim_until = clock_timestamp() + $6 * interval '1 millisecond', attempts = attempts + 1, provider = $7, to_address = $8,
              decision = $9, lookups = 0, last_lookup_at = null, unknown_since = null, error_code = null, error_says = null,
              provider_id = null, provider_status = null
        where practice_id = $1 and id = $2`,
      [practiceId, id, attemptId, holder, at, leaseMs, provider, toAddress, JSON.stringify(decision)],
    );
    await this.note(tx, practiceId, id, 'claimed', at, { attemptId, provider }, `claim:${attemptId}`);
    await this.tell(tx, practiceId, id, 'sending');
  }

  /** Back among the waiting, with the reason why (T-06). */
  async replan(
    tx: Transaction,
    practiceId: string,
    id: string,
    { dueAt, at, because }: { dueAt: Date; at: Date; because: string[] },
  ): Promise<void> {
    await tx.query(
      `update outbox_message set state = 'planned', due_at = $3 where practice_id = $1 and id = $2 and state in ('planned', 'due')`,
      [practiceId, id, dueAt],
    );
    // What stands in the way for days is said once, not each time it is looked at.
    await tx.query(
      `insert into message_event (practice_id, id, message_id, at, event, detail)
       select $1, $2, $3, $4, 'replanned', $5::jsonb where not exists (
         select from (select event, detail from message_event where practice_id = $1 and message_id = $3 order by at desc, id desc limit 1) l
          where l.event = 'replanned' and l.detail->'because' = $5::jsonb->'because')`,
      [practiceId, newId(), id, at, JSON.stringify({ because, dueAt: dueAt.toISOString() })],
    );
    await this.tell(tx, practiceId, id, 'planned');
  }

  /** `because`: as OutreachStops says it, or one of the message alone. */
  async end(
    tx: Transaction,
    practiceId: string,
    id: string,
    as: 'cancelled' | 'expired',
    { at, because, reasons }: { at: Date; because: string; reasons: string[] },
  ): Promise<void> {
    await tx.query(
      `update outbox_message set state = $3, cancelled_because = $4, ended_at = $5
        where practice_id = $1 and id = $2 and state in ('planned', 'due')`,
      [practiceId, id, as, because, at],
    );
    await this.note(tx, practiceId, id, as, at, { because, reasons });
    await this.tell(tx, practiceId, id, as);
  }

  /** Brings a step that is a call to its end: its case lies on the list again. */
  async callDue(tx: Transaction, practiceId: string, id: string, at: Date): Promise<void> {
    await tx.query(
      `update outbox_message set state = 'accepted', accepted_at = $3, ended_at = $3, provider = 'list'
        where practice_id = $1 and id = $2 and state in ('planned', 'due')`,
      [practiceId, id, at],
    );
    await this.note(tx, practiceId, id, 'accepted', at, { call: true });
    await this.tell(tx, practiceId, id, 'accepted');
  }

  /**
   * What came of one attempt. Only of the attempt the row still knows, and only as far as nobody knows better: a claim that ran
   * out (`unknown`) may still be told what became of it, but nothing that a provider has confirmed is taken back.
   */
  async applyOutcome(
    tx: Transaction,
    practiceId: string,
    { id, attemptId }: { id: string; attemptId: string },
    outcome: SendOutcome,
    { at, retryAt }: { at: Date; retryAt: Date },
  ): Promise<MessageState | null> {
    const row = await this.ofAttempt(tx, practiceId, id, attemptId);
    if (row === null) return null;
    const isOpen = row.state === 'sending' || row.state === 'unknown';
    const next = stateAfter(outcome, row.state, isOpen);
    if (outcome.is !== 'accepted' && !isOpen) {
      await this.note(tx, practiceId, id, outcome.is, at, { attemptId, late: true });
      return row.state;
    }
    const code = 'code' in outcome ? outcome.code : null;
    const says = 'says' in outcome ? outcome.says : null;
    await tx.query(
      `update outbox_message set state = $3::text, claim_until = null,
              provider_id = coalesce(provider_id, $4), provider_status = coalesce(provider_status, $5), segments = coalesce($6, segments),
              error_code = $7, error_says = $8, due_at = case when $3 = 'due' then $9 else due_at end,
              accepted_at = case when $10 then coalesce(accepted_at, $11) else accepted_at end,
              unknown_since = case when $3 = 'unknown' then coalesce(unknown_since, clock_timestamp()) end,
              ended_at = case when $3 in ('accepted', 'failed') then coalesce(ended_at, $11) else ended_at end
        where practice_id = $1 and id = $2`,
      [
        ...[practiceId, id, next],
        ...(outcome.is === 'accepted'
          ? [outcome.providerId, outcome.providerStatus, outcome.segments]
          : [null, null, null]),
        ...[code, says, retryAt, outcome.is === 'accepted', at],
      ],
    );
    await this.note(tx, practiceId, id, outcome.is, at, { attemptId, code, says });
    await this.tell(tx, practiceId, id, next);
    return next;
  }

  /**
   * Takes a provider's word (O-12). The same word again does nothing, in whatever order words come the end is the same. Null: no
   * message of this practice is meant.
   */
  async applyCallback(
    tx: Transaction,
    practiceId: string,
    word: ProviderWord,
  ): Promise<{
    messageId: string;
    personId: string;
    before: MessageState;
    after: MessageState;
    isNew: boolean;
  } | null> {
    const [row] = await namedRows<[string, MessageState, string | null, string]>(
      tx,
      'outbox-of-word',
      `select m.id, m.state, m.attempt_id, m.person_id from outbox_message m
        where m.practice_id = $1 and m.id = coalesce(
          (select a.id from outbox_message a where a.practice_id = $1 and a.attempt_id = $2::uuid limit 1),
          (select e.message_id from message_event e where e.practice_id = $1 and e.key = 'claim:' || $2::uuid limit 1),
          (select b.id from outbox_message b where b.practice_id = $1 and b.provider = $3 and b.provider_id = $4 limit 1))
          for update`,
      [practiceId, word.attemptId, word.provider, word.providerId],
    );
    if (row === undefined) return null;
    const [messageId, before, attemptId, personId] = row;
    const { state, providerStatus, errorCode, errorSays } = word;
    const detail = { providerStatus, errorCode, state };
    const isNew = await this.note(tx, practiceId, messageId, 'callback', word.at, detail, `callback:${word.key}`);
    if (!isNew) return { messageId, personId, before, after: before, isNew };
    const after = state === null ? before : advance(before, state);
    const isOfAttempt = word.attemptId === null || word.attemptId === attemptId;
    const moved = after !== before;
    await tx.query(
      `update outbox_message set state = $3::text,
              provider_id = case when $4 then coalesce(provider_id, $5) else provider_id end,
              provider_status = case when $6 then $7 else provider_status end,
              error_code = case when $6 then $8 else error_code end, error_says = case when $6 then $9 else error_says end,
              accepted_at = case when $3 in ('accepted', 'sent', 'delivered') then coalesce(accepted_at, $10) else accepted_at end,
              sent_at = case when $11 in ('sent', 'delivered') then coalesce(sent_at, $10) else sent_at end,
              delivered_at = case when $3 = 'delivered' then coalesce(delivered_at, $10) else delivered_at end,
              ended_at = case when $6 then coalesce(ended_at, $10) else ended_at end,
              cancelled_because = case when $6 then null else cancelled_because end,
              claim_until = case when $6 then null else claim_until end
        where practice_id = $1 and id = $2`,
      [
        ...[practiceId, messageId, after, isOfAttempt, word.providerId],
        ...[moved, providerStatus, errorCode, errorSays, word.at, state],
      ],
    );
    if (moved) await this.tell(tx, practiceId, messageId, after);
    return { messageId, personId, before, after, isNew };
  }

  /** Adds to the message's history; false: an event of this key is there already. */
  async note(
    tx: Transaction,
    practiceId: string,
    messageId: string,
    event: string,
    at: Date,
    detail: Record<string, unknown>,
    key: string | null = null,
  ): Promise<boolean> {
    const rows = await namedRows<[string]>(
      tx,
      'note-message-event',
      `insert into message_event (practice_id, id, message_id, at, event, key, detail) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (practice_id, message_id, key) where key is not null do nothing returning id`,
      [practiceId, newId(), messageId, at, event, key, JSON.stringify(detail)],
    );
    return rows.length > 0;
  }

  tell(tx: Transaction, practiceId: string, messageId: string, state: MessageState): Promise<void> {
    return tellPractice(tx, { practiceId, type: 'outbox', messageId, state });
  }

  private async ofAttempt(
    tx: Transaction,
    practiceId: string,
    id: string,
    attemptId: string,
  ): Promise<{ state: MessageState } | null> {
    const [row] = await namedRows<[MessageState]>(
      tx,
      'outbox-of-attempt',
      'select state from outbox_message where practice_id = $1 and id = $2 and attempt_id = $3 for update',
      [practiceId, id, attemptId],
    );
    return row === undefined ? null : { state: row[0] };
  }
}

function stateAfter(outcome: SendOutcome, current: MessageState, isOpen: boolean): MessageState {
  switch (outcome.is) {
    case 'accepted':
      return advance(current, 'accepted');
    case 'failed':
      return isOpen ? 'failed' : current;
    case 'try_later':
    case 'abandoned':
      return isOpen ? 'due' : current;
    case 'unknown':
      return isOpen ? 'unknown' : current;
  }
}
