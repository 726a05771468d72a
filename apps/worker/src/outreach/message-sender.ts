import {
  ContactLock,
  OutboxQueries,
  SuppressionQueries,
  type Database,
  type SecretStore,
  type Transaction,
} from '@keepwell/database';
import type { Instant, MessageState, SendOutcome } from '@keepwell/domain';
import { ClaimTooOld, type MessageProvider, type OutgoingMessage } from '@keepwell/messaging';
import { problemSentence } from '../dispatch/problem-sentence.js';
import type { WorkerLog } from '../log.js';
import type { ClaimMaker, ClaimResult } from './claim.js';
import { NO_FAULTS, type Faults } from './fault-points.js';
import type { LastLook } from './last-look.js';
import type { OutreachTimes } from './outreach-times.js';
import { holdSending } from './sending-holds.js';

export interface SenderOptions {
  database: Database;
  secrets: SecretStore;
  claims: ClaimMaker;
  times: OutreachTimes;
  log: WorkerLog;
  faults?: Faults;
  /** Reads the person's records again before each message; absent: what was read last is believed. */
  lastLook?: Pick<LastLook, 'take'>;
  /** Absent: the database's clock (T-05). */
  now?: () => Instant;
}

/** A source that takes longer to answer for one patient is asked again later. */
const LOOK_MS = 30_000;
const LOOK_AGAIN_MS = 5 * 60_000;
/** Longer than a provider may make us wait: then the message is looked at again anyhow. */
const LONGEST_RETRY_MS = 3_600_000;

/**
 * Sends one message: claim, write, note what came of it: three steps with a commit between them, because what leaves cannot be rolled
 * back. Whatever dies in between leaves a row that says what is known (safety O).
 */
export class MessageSender {
  private readonly outbox = new OutboxQueries();
  private readonly contactLock = new ContactLock();
  private readonly suppressions = new SuppressionQueries();
  private readonly faults: Faults;

  constructor(private readonly options: SenderOptions) {
    this.faults = options.faults ?? NO_FAULTS;
  }

  /** Answers the message's state after it, or what the claim came to. */
  async send(practiceId: string, id: string): Promise<MessageState | ClaimResult['is']> {
    const { database, claims, times } = this.options;
    if (!(await this.look(practiceId, id))) return 'replanned';
    // From before the claim, so that a process frozen anywhere after it is too old when it goes on (O-04).
    const age = stopwatch();
    const claimed = await database.inPractice(practiceId, async (tx) => {
      const at = await this.clock(tx);
      const result = await claims.claim(tx, practiceId, id, at);
      await this.faults('claim_before_commit');
      return result;
    });
    if (claimed.is !== 'claimed') return claimed.is;
    await this.faults('claim_after_commit');
    const { message, provider, attemptId } = claimed;
    const beforeWrite = () => {
      if (age() > times.claimFreshMs) throw new ClaimTooOld();
    };
    const outcome = await this.write(message, provider, beforeWrite);
    await this.faults('after_answer');
    const state = await this.note(practiceId, { id, attemptId }, message, outcome);
    await this.faults('result_after_commit');
    return state ?? 'gone';
  }

  /** False: the source could not be asked, and the message waits until it can. */
  private async look(practiceId: string, id: string): Promise<boolean> {
    const { database, lastLook } = this.options;
    if (lastLook === undefined || (await lastLook.take(practiceId, id, AbortSignal.timeout(LOOK_MS)))) return true;
    await database.inPractice(practiceId, async (tx) => {
      const at = await this.clock(tx);
      const next = { dueAt: new Date(at + LOOK_AGAIN_MS), at: new Date(at), because: ['source_behind'] };
      await this.outbox.replan(tx, practiceId, id, next);
    });
    return false;
  }

  private async write(
    message: OutgoingMessage,
    provider: MessageProvider,
    beforeWrite: () => void,
  ): Promise<SendOutcome> {
    await this.faults('before_write');
    const { times, log } = this.options;
    try {
      const { promise: writing, resolve: written } = deferred();
      const guarded = () => {
        beforeWrite();
        written();
      };
      const answer = provider.send(message, guarded, AbortSignal.timeout(times.providerTimeoutMs));
      await Promise.race([writing, answer]);
      await this.faults('after_write');
      return await answer;
    } catch (error) {
      if (error instanceof ClaimTooOld) return { is: 'abandoned' };
      log.error({ message: message.messageId, problem: problemSentence(error) }, 'a provider threw');
      return { is: 'unknown', says: 'Sending went wrong in a way nobody foresaw.', code: null };
    }
  }

  private async note(
    practiceId: string,
    ids: { id: string; attemptId: string },
    message: OutgoingMessage,
    outcome: SendOutcome,
  ): Promise<MessageState | null> {
    const { database, secrets, log } = this.options;
    const suppress = outcome.is === 'failed' ? outcome.suppress : null;
    if (outcome.is === 'failed' && outcome.alert) {
      log.error({ practice: practiceId, message: ids.id, code: outcome.code }, 'a provider refuses this practice');
    }
    return database.inPractice(practiceId, async (tx) => {
      // A suppression takes the lock alone, and before any row (O-11).
      if (suppress !== null) await this.contactLock.exclusive(tx, practiceId);
      const at = new Date(await this.clock(tx));
      const retryAt = new Date(at.getTime() + this.retryMs(outcome));
      const state = await this.outbox.applyOutcome(tx, practiceId, ids, outcome, { at, retryAt });
      if (suppress !== null) {
        const hash = await secrets.addressHasher(tx, practiceId);
        const personId = await personOf(tx, practiceId, ids.id);
        await this.suppressions.set(tx, practiceId, {
          ...{ addressHash: hash(message.to), channel: message.channel, reason: suppress, personId, at },
          ...{ scope: suppress === 'provider' ? 'automated' : 'channel', byUserId: null, sourceMessageId: ids.id },
          needsReview: suppress !== 'provider',
        });
      }
      if (outcome.is === 'failed' && outcome.alert) {
        await holdSending(tx, practiceId, { reason: 'provider', says: outcome.says, numbers: {}, at });
      }
      await this.faults('result_before_commit');
      return state;
    });
  }

  private retryMs(outcome: SendOutcome): number {
    if (outcome.is !== 'try_later') return 0;
    return Math.min(outcome.afterMs ?? this.options.times.retryMs, LONGEST_RETRY_MS);
  }

  private clock(tx: Transaction): Promise<Instant> {
    return this.options.now === undefined ? databaseClock(tx) : Promise.resolve(this.options.now());
  }
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}

/** Milliseconds since it was made. The longer of two clocks: the monotonic one stands still while the computer sleeps. */
function stopwatch(): () => number {
  const [monotonic, wall] = [performance.now(), Date.now()];
  return () => Math.max(performance.now() - monotonic, Date.now() - wall);
}

export async function databaseClock(tx: Transaction): Promise<Instant> {
  const [row] = await tx.query<{ at: number }[]>(
    `select round(date_part('epoch', clock_timestamp()) * 1000)::float8 as at`,
  );
  if (row === undefined) throw new Error('The database has no clock');
  return row.at;
}

async function personOf(tx: Transaction, practiceId: string, id: string): Promise<string | null> {
  const [row] = await tx.query<{ personId: string }[]>(
    'select person_id as "personId" from outbox_message where practice_id = $1 and id = $2',
    [practiceId, id],
  );
  return row?.personId ?? null;
}
