import type { Channel, MessageState } from '@keepwell/domain';
import type { Transaction } from '../database.js';
import { namedRows } from './named-rows.js';
import { OutboxQueries } from './outbox.queries.js';

/** A message of which nobody knows whether it left. */
export interface UnknownMessage {
  id: string;
  attemptId: string;
  channel: Channel;
  provider: string;
  to: string;
  subject: string | null;
  body: string;
  html: string | null;
  claimedAt: number;
  lookups: number;
  resent: boolean;
  latestAt: number | null;
  decision: Record<string, unknown>;
}

export interface WatchTimes {
  unknownWaitMs: number;
  lookUpGapMs: number;
}

/** What a practice's brake weighs (O-15). */
export interface BrakeCounts {
  /** Automated messages claimed since the local day began. */
  sentToday: number;
  /** Waiting and due by now. */
  dueNow: number;
  /** A visit within 18 months, or a case that is not closed. */
  activePatients: number;
  /** What a person let pass today by releasing the brake; null: nobody did. */
  releasedFor: number | null;
  isHeld: boolean;
  /** The practice has not switched sending on. */
  isOff: boolean;
}

const ms = (column: string): string => `round(date_part('epoch', ${column}) * 1000)`;

/** $2 the first wait, $3 the wait between two look-ups, in milliseconds. */
const LOOK_UP_AT = `case when m.lookups = 0 then m.unknown_since + $2 * interval '1 millisecond'
  else m.last_lookup_at + $3 * interval '1 millisecond' end`;

/** Looks after what no sender has in hand: claims that ran out, messages nobody knows about, late ones, ends of sequences. */
export class OutboxWatchQueries {
  private readonly outbox = new OutboxQueries();

  /** Claims whose time is over become `unknown`: whoever held them may have written to the socket. Answers how many. */
  async releaseExpired(tx: Transaction, practiceId: string): Promise<number> {
    const rows = await namedRows<[string, string | null]>(
      tx,
      'outbox-release-expired',
      `with expired as (
         select id from outbox_message where practice_id = $1 and state = 'sending' and claim_until < clock_timestamp() for update skip locked)
       update outbox_message m set state = 'unknown', unknown_since = clock_timestamp(), claim_until = null,
              error_says = 'Whoever was sending it did not say what became of it.'
         from expired where m.practice_id = $1 and m.id = expired.id returning m.id, m.attempt_id`,
      [practiceId],
    );
    for (const [id, attemptId] of rows) {
      await this.outbox.note(tx, practiceId, id, 'unknown', new Date(), { attemptId, because: 'claim_over' });
      await this.outbox.tell(tx, practiceId, id, 'unknown');
    }
    return rows.length;
  }

  /** Those whose time for a look-up at the provider has come. */
  async toLookUp(tx: Transaction, practiceId: string, times: WatchTimes, limit: number): Promise<UnknownMessage[]> {
    const rows = await namedRows<[string]>(
      tx,
      'outbox-to-look-up',
      `select json_build_object('id', m.id, 'attemptId', m.attempt_id, 'channel', m.channel, 'provider', m.provider, 'to', m.to_address,
                'subject', m.subject, 'body', m.body, 'html', m.html, 'claimedAt', ${ms('m.claimed_at')}, 'lookups', m.lookups,
                'resent', m.resent, 'latestAt', ${ms('m.latest_at')}, 'decision', m.decision)::text
         from outbox_message m where m.practice_id = $1 and m.state = 'unknown' and ${LOOK_UP_AT} <= clock_timestamp()
        order by m.unknown_since, m.id limit $4`,
      [practiceId, times.unknownWaitMs, times.lookUpGapMs, limit],
    );
    return rows.map(([json]) => JSON.parse(json) as UnknownMessage);
  }

  /**
   * What a look-up found. Conditional on the attempt and on how many were made before: of two who ask at once, one is heard. False:
   * somebody else was first.
   */
  async settle(
    tx: Transaction,
    practiceId: string,
    message: Pick<UnknownMessage, 'id' | 'attemptId' | 'lookups'>,
    found:
      | { is: 'found'; providerId: string; providerStatus: string | null; acceptedAt: Date }
      | { is: 'not_yet' }
      | { is: 'review'; says: string }
      | { is: 'again'; dueAt: Date },
    at: Date,
  ): Promise<boolean> {
    const { id, attemptId, lookups } = message;
    const state = { found: 'accepted', not_yet: 'unknown', review: 'review', again: 'due' }[found.is] as MessageState;
    const rows = await namedRows<[string]>(
      tx,
      'outbox-settle',
      `update outbox_message set state = $5::text, lookups = lookups + 1, last_lookup_at = clock_timestamp(),
              provider_id = coalesce($6, provider_id), provider_status = coalesce($7, provider_status),
              accepted_at = coalesce($8, accepted_at), ended_at = coalesce($8, ended_at),
              error_says = coalesce($9, error_says), due_at = coalesce($10, due_at), resent = resent or $5 = 'due'
        where practice_id = $1 and id = $2 and attempt_id = $3 and lookups = $4 and state = 'unknown' returning id`,
      [
        ...[practiceId, id, attemptId, lookups, state],
        ...(found.is === 'found' ? [found.providerId, found.providerStatus, found.acceptedAt] : [null, null, null]),
        ...[found.is === 'review' ? found.says : null, found.is === 'again' ? found.dueAt : null],
      ],
    );
    if (rows.length === 0) return false;
    await this.outbox.note(tx, practiceId, id, 'looked_up', at, { attemptId, found: found.is });
    if (state !== 'unknown') await this.outbox.tell(tx, practiceId, id, state);
    return true;
  }

  /** A look-up that could not be made does not count; the next comes after the same wait as between two. */
  async putOff(tx: Transaction, practiceId: string, { id, attemptId, lookups }: UnknownMessage): Promise<void> {
    await tx.query(
      `update outbox_message set last_lookup_at = clock_timestamp(),
              unknown_since = case when lookups = 0 then clock_timestamp() else unknown_since end
        where practice_id = $1 and id = $2 and attempt_id = $3 and lookups = $4 and state = 'unknown'`,
      [practiceId, id, attemptId, lookups],
    );
  }

  /** Waiting ones whose window is over: nothing of them leaves any more. Answers how many. */
  async expireLate(tx: Transaction, practiceId: string, at: Date): Promise<number> {
    const rows = await namedRows<[string]>(
      tx,
      'outbox-expire',
      `with late as (select id from outbox_message where practice_id = $1 and state in ('planned', 'due') and latest_at < $2
                      for update skip locked)
       update outbox_message m set state = 'expired', ended_at = $2, cancelled_because = 'too_late'
         from late where m.practice_id = $1 and m.id = late.id returning m.id`,
      [practiceId, at],
    );
    for (const [id] of rows) {
      await this.outbox.note(tx, practiceId, id, 'expired', at, { because: 'too_late' });
      await this.outbox.tell(tx, practiceId, id, 'expired');
    }
    return rows.length;
  }

  /** Running enrolments of which no message is left to send or to know of. Answers each with its case, ended. */
  async finishEnrolments(
    tx: Transaction,
    practiceId: string,
    at: Date,
  ): Promise<{ enrolmentId: string; personId: string; caseId: string }[]> {
    const rows = await namedRows<[string, string, string]>(
      tx,
      'finish-enrolments',
      `update enrolment n set state = 'finished', ended_at = $2
        where n.practice_id = $1 and n.state = 'running'
          and exists (select from outbox_message m where m.practice_id = $1 and m.enrolment_id = n.id)
          and not exists (select from outbox_message m where m.practice_id = $1 and m.enrolment_id = n.id
                             and m.state in ('planned', 'due', 'sending', 'unknown', 'review'))
       returning n.id, n.person_id, n.case_id`,
      [practiceId, at],
    );
    return rows.map(([enrolmentId, personId, caseId]) => ({ enrolmentId, personId, caseId }));
  }

  /** When something of this practice is owed next; null: nothing waits. */
  async nextDueAt(tx: Transaction, practiceId: string, times: WatchTimes): Promise<Date | null> {
    const [row] = await namedRows<[Date | null]>(
      tx,
      'outbox-next-due',
      `select least(
         (select min(m.due_at) from outbox_message m where m.practice_id = $1 and m.state in ('planned', 'due')),
         (select min(m.claim_until) from outbox_message m where m.practice_id = $1 and m.state = 'sending'),
         (select min(${LOOK_UP_AT}) from outbox_message m where m.practice_id = $1 and m.state = 'unknown'))`,
      [practiceId, times.unknownWaitMs, times.lookUpGapMs],
    );
    return row?.[0] ?? null;
  }

  async brakeCounts(tx: Transaction, practiceId: string, at: Date): Promise<BrakeCounts> {
    const [row] = await namedRows<[string]>(
      tx,
      'outbox-brake',
      `with today as (select date_trunc('day', $2::timestamptz at time zone timezone) at time zone timezone as began from practice where id = $1)
       select json_build_object(
         'sentToday', (select count(*) from outbox_message m, today where m.practice_id = $1 and m.kind = 'sequence' and m.channel <> 'call'
                          and m.state in ('sending', 'unknown', 'review', 'accepted', 'sent', 'delivered', 'failed') and m.claimed_at >= today.began),
         'dueNow', (select count(*) from outbox_message m where m.practice_id = $1 and m.kind = 'sequence' and m.channel <> 'call'
                       and m.state in ('planned', 'due') and m.due_at <= $2),
         'activePatients', (select count(*) from (
             select p.person_id from appointment a join patient p on p.practice_id = $1 and p.id = a.patient_id
              where a.practice_id = $1 and a.gone_at is null and a.status in ('arrived', 'in_progress', 'completed')
                and a.starts_at > $2::timestamptz - interval '18 months' and a.starts_at <= $2
             union select k.person_id from off_track_case k where k.practice_id = $1 and k.state <> 'closed') active),
         'releasedFor', (select max((h.numbers->>'would')::int) from sending_hold h, today
                          where h.practice_id = $1 and h.reason = 'blast_radius' and h.released_at >= today.began),
         'isOff', (select (p.settings->'sending'->>'enabled')::boolean is not true from practice p where p.id = $1),
         'isHeld', exists (select from sending_hold h where h.practice_id = $1 and h.released_at is null))::text`,
      [practiceId, at],
    );
    if (row === undefined) throw new Error(`There is no practice ${practiceId}`);
    return JSON.parse(row[0]) as BrakeCounts;
  }
}
