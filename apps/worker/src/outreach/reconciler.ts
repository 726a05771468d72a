import {
  OutboxWatchQueries,
  PracticeSettingsQueries,
  type Database,
  type Transaction,
  type UnknownMessage,
} from '@keepwell/database';
import type { Instant } from '@keepwell/domain';
import type { LookUp, MessageProvider, OutgoingMessage } from '@keepwell/messaging';
import { problemSentence } from '../dispatch/problem-sentence.js';
import type { WorkerLog } from '../log.js';
import { NO_FAULTS, type Faults } from './fault-points.js';
import { databaseClock } from './message-sender.js';
import { textToLookUp, type Outgoing } from './outgoing.js';
import type { OutreachTimes } from './outreach-times.js';
import type { Providers } from './providers.js';

const AT_ONCE = 50;
/** It must be absent this often before it counts as absent. */
const LOOK_UPS = 2;

export interface ReconcilerOptions {
  database: Database;
  providers: Providers;
  times: OutreachTimes;
  log: WorkerLog;
  faults?: Faults;
  now?: () => Instant;
}

/**
 * Finds out about messages that may have left (O-06): asks the provider twice, with time between. Found: it left. Absent: a person
 * decides, or, where the practice allows it, it is sent once more. Never again blindly.
 */
export class Reconciler {
  private readonly watch = new OutboxWatchQueries();
  private readonly practices = new PracticeSettingsQueries();
  private readonly faults: Faults;

  constructor(private readonly options: ReconcilerOptions) {
    this.faults = options.faults ?? NO_FAULTS;
  }

  /** Answers how many were asked about. */
  async run(practiceId: string, signal: AbortSignal): Promise<number> {
    const { database, times } = this.options;
    const unknown = await database.inPractice(practiceId, (tx) => this.watch.toLookUp(tx, practiceId, times, AT_ONCE));
    for (const message of unknown) {
      signal.throwIfAborted();
      await this.reconcile(practiceId, message);
    }
    return unknown.length;
  }

  private async reconcile(practiceId: string, message: UnknownMessage): Promise<void> {
    const { database, log } = this.options;
    const looked = await this.lookUp(practiceId, message).catch((error: unknown) => {
      log.warn({ practice: practiceId, message: message.id, problem: problemSentence(error) }, 'a look-up failed');
      return 'failed' as const;
    });
    await database.inPractice(practiceId, async (tx) => {
      const at = this.options.now === undefined ? await databaseClock(tx) : this.options.now();
      if (looked === 'failed') {
        await this.watch.putOff(tx, practiceId, message);
      } else {
        const found = await this.conclude(tx, message, looked, at);
        await this.watch.settle(tx, practiceId, message, found, new Date(at));
      }
      await this.faults('reconcile_before_commit');
    });
  }

  private async lookUp(practiceId: string, message: UnknownMessage): Promise<LookUp | null> {
    const { database, providers, times } = this.options;
    const channel = message.channel === 'email' ? 'email' : 'sms';
    const provider: MessageProvider = await database.inPractice(practiceId, (tx) =>
      providers.of(tx, practiceId, channel),
    );
    // The practice has changed its provider since: the new one cannot know, and must not be taken for one that does.
    if (provider.id !== message.provider) return null;
    const { claimedAt } = message;
    const between = { from: claimedAt - times.lookUpBeforeMs, to: claimedAt + times.lookUpAfterMs };
    return provider.lookUp(asSent(practiceId, message, channel), between);
  }

  private async conclude(tx: Transaction, message: UnknownMessage, looked: LookUp | null, at: Instant) {
    if (looked?.found === true) {
      const { providerId, providerStatus } = looked;
      return { is: 'found' as const, providerId, providerStatus, acceptedAt: new Date(message.claimedAt) };
    }
    if (looked === null) {
      return { is: 'review' as const, says: 'The provider cannot be asked whether it left.' };
    }
    if (message.lookups + 1 < LOOK_UPS) return { is: 'not_yet' as const };
    const practice = await this.practices.current(tx);
    const isWorthIt = message.latestAt === null || at < message.latestAt;
    if (practice?.settings.sending.resendUnknown === true && !message.resent && isWorthIt) {
      return { is: 'again' as const, dueAt: new Date(at) };
    }
    return { is: 'review' as const, says: 'The provider knows nothing of it, asked twice.' };
  }
}

function asSent(practiceId: string, message: UnknownMessage, channel: 'sms' | 'email'): OutgoingMessage {
  const { id, attemptId, to, subject, body, html, decision } = message;
  const text = textToLookUp(body, (decision.text ?? {}) as Partial<Outgoing['text']>);
  return {
    ...{ messageId: id, attemptId, practiceId, channel, to, from: null, subject, text, html },
    ...{ headers: {}, statusCallbackUrl: null, validitySeconds: null },
  };
}
