import { setTimeout as wait } from 'node:timers/promises';
import type { Connector, ConnectorContext, MessageReceipt } from '@keepwell/connector-sdk';
import {
  type Database,
  type InboxSealer,
  InboxQueries,
  JobQueries,
  MOST_WAITING,
  type NewInboxItem,
  type ReadyItem,
  readyItem,
  type ReceivedItem,
  type SecretStore,
} from '@keepwell/database';
import type { WorkerLog } from '../log.js';
import { problemSentence } from '../dispatch/problem-sentence.js';
import { GroupCommit } from './group-commit.js';

export interface MessageIntakeOptions {
  database: Database;
  secrets: SecretStore;
  connection: { practiceId: string; connectionId: string };
  connector: Connector;
  context: ConnectorContext;
  log: WorkerLog;
  /** More than this waiting in the practice, and senders are slowed (safety V-05). */
  mostWaiting?: number;
}

/** A sealer is made anew after this long, so that a rotated key is taken up. */
const SEALER_MS = 60_000;
/** How often what waits is counted while messages come. */
const COUNT_MS = 1_000;
/** Answers come this much later while too much waits. */
const SLOWLY_MS = 250;
/** After the first message of a burst the job is owed again this much later, once for all that came meanwhile. */
const OWE_MS = 250;

const NOT_KEPT = 'The message could not be kept just now; please send it again';
const TOO_MUCH = 'Too much is waiting here; please send it again later';

class TooMuchWaits extends Error {
  override readonly name = 'TooMuchWaits';
}

/**
 * What a listener does with a message: kept, committed, answered, in this order (safety H-01). Messages that come while a
 * commit is under way share the next one.
 */
export class MessageIntake {
  private readonly inbox: InboxQueries;
  private readonly jobs = new JobQueries();
  private readonly group: GroupCommit<ReadyItem, ReceivedItem>;
  private sealer: { seal: InboxSealer; until: number } | null = null;
  private sealing: Promise<InboxSealer> | null = null;
  private counted = { at: 0, waiting: 0 };
  private owedAt = Number.NEGATIVE_INFINITY;
  private oweLater: NodeJS.Timeout | null = null;

  constructor(private readonly options: MessageIntakeOptions) {
    this.inbox = new InboxQueries(options.secrets);
    this.group = new GroupCommit((rows) => this.commit(rows));
  }

  /** The answers to one message, in the order in which they are sent. */
  async handle(message: Buffer): Promise<Buffer[]> {
    const { connector, context, connection, log } = this.options;
    if (connector.receiveMessage === undefined) throw new TypeError(`${connector.id} takes no messages`);
    const receipt = connector.receiveMessage(context, message);
    try {
      const item = itemOf(connection, receipt, message);
      // Sealed before its turn comes, while the commit before it is under way.
      const seal = this.freshSealer() ?? (await this.makeSealer());
      const received = await this.group.add(readyItem(item, seal));
      if (receipt.refused !== null) return receipt.answer('refused', receipt.refused);
      if (received.outcome === 'quarantined') {
        return receipt.answer('failed', 'This control id was used before for another message');
      }
      return receipt.answer('accepted');
    } catch (error) {
      const isFull = error instanceof TooMuchWaits;
      log.warn({ ...connection, problem: isFull ? TOO_MUCH : problemSentence(error) }, 'a message was not kept');
      return receipt.answer('failed', isFull ? TOO_MUCH : NOT_KEPT);
    }
  }

  /** Owes the work for what a process that died may have left. */
  async begin(): Promise<void> {
    const { database, connection } = this.options;
    const { practiceId, connectionId } = connection;
    await database.inPractice(practiceId, (tx) => this.jobs.owe(tx, practiceId, 'intake', connectionId));
  }

  async end(): Promise<void> {
    await this.group.settled();
    if (this.oweLater === null) return;
    clearTimeout(this.oweLater);
    this.oweLater = null;
    await this.begin();
  }

  private async commit(rows: ReadyItem[]): Promise<ReceivedItem[]> {
    const { database, connection } = this.options;
    const { practiceId, connectionId } = connection;
    await this.holdBack(practiceId);
    const now = performance.now();
    if (now - this.owedAt < OWE_MS) {
      // Also where it failed: the commit may have been done, and only the word of it lost.
      return this.inbox.receiveAtOnce(database, practiceId, rows).finally(() => this.oweSoon());
    }
    const received = await database.inPractice(practiceId, async (tx) => {
      await this.jobs.owe(tx, practiceId, 'intake', connectionId);
      return this.inbox.receiveRows(tx, practiceId, rows);
    });
    this.owedAt = now;
    return received;
  }

  private oweSoon(): void {
    this.oweLater ??= setTimeout(() => {
      this.oweLater = null;
      this.begin().catch((error: unknown) => {
        this.options.log.warn(
          { ...this.options.connection, problem: problemSentence(error) },
          'work was not owed; the next message does',
        );
        this.owedAt = Number.NEGATIVE_INFINITY;
      });
    }, OWE_MS);
  }

  /** Safety V-05: nothing is dropped; a sender is slowed, then asked to come again. */
  private async holdBack(practiceId: string): Promise<void> {
    const { mostWaiting = MOST_WAITING } = this.options;
    if (!Number.isFinite(mostWaiting)) return;
    const now = performance.now();
    if (now - this.counted.at > COUNT_MS) {
      const waiting = await this.options.database.inPractice(practiceId, (tx) =>
        this.inbox.countWaiting(tx, practiceId, 2 * mostWaiting),
      );
      this.counted = { at: performance.now(), waiting };
    }
    if (this.counted.waiting > 2 * mostWaiting) throw new TooMuchWaits(TOO_MUCH);
    if (this.counted.waiting > mostWaiting) await wait(SLOWLY_MS);
  }

  private freshSealer(): InboxSealer | null {
    const now = performance.now();
    if (this.sealer === null || this.sealer.until < now) return null;
    // Renewed beside the messages where they are many: none has to wait.
    if (this.sealer.until - SEALER_MS / 2 < now) this.makeSealer().catch(() => undefined);
    return this.sealer.seal;
  }

  private makeSealer(): Promise<InboxSealer> {
    const { database, connection } = this.options;
    const { practiceId } = connection;
    this.sealing ??= database
      .inPractice(practiceId, (tx) => this.inbox.sealer(tx, practiceId))
      .then((seal) => {
        this.sealer = { seal, until: performance.now() + SEALER_MS };
        return seal;
      })
      .finally(() => {
        this.sealing = null;
      });
    return this.sealing;
  }
}

function itemOf(
  connection: { practiceId: string; connectionId: string },
  { type, dedupeKey, order, refused }: MessageReceipt,
  body: Buffer,
): NewInboxItem {
  const settled = refused === null ? {} : { settled: { state: 'refused' as const, reason: refused } };
  return {
    ...connection,
    way: 'stream',
    dedupeKey,
    body,
    verified: 'none',
    type,
    order,
    receivedAt: new Date(),
    ...settled,
  };
}
