import {
  CaseWorkQueries,
  JobQueries,
  OutboxQueries,
  OutboxWatchQueries,
  type Database,
  type Transaction,
} from '@keepwell/database';
import type { Instant } from '@keepwell/domain';
import type { WorkerLog } from '../log.js';
import { brake } from './brake.js';
import { NO_FAULTS, type Faults } from './fault-points.js';
import { databaseClock, type MessageSender } from './message-sender.js';
import type { OutreachTimes } from './outreach-times.js';
import type { Reconciler } from './reconciler.js';

const BATCH = 200;
/** Messages of one practice on their way at once. */
const AT_ONCE = 4;
/** Two passes do not follow upon each other closer than this. */
const LEAST_PAUSE_MS = 250;
/** A sequence that ended unanswered rests so long before somebody looks at the case again. */
const REST_AFTER_MS = 3 * 86_400_000;

export interface RunnerOptions {
  database: Database;
  sender: MessageSender;
  reconciler: Reconciler;
  times: OutreachTimes;
  log: WorkerLog;
  faults?: Faults;
  now?: () => Instant;
  atOnce?: number;
}

export interface OutreachRun {
  /** What came of each message, counted by outcome or state. */
  counts: Record<string, number>;
  nextDueAt: Date | null;
}

/** One pass over a practice's outbox: what may have left, what is too late, what is due, what has ended. */
export class OutreachRunner {
  private readonly outbox = new OutboxQueries();
  private readonly watch = new OutboxWatchQueries();
  private readonly cases = new CaseWorkQueries();
  private readonly jobs = new JobQueries();
  private readonly faults: Faults;

  constructor(private readonly options: RunnerOptions) {
    this.faults = options.faults ?? NO_FAULTS;
  }

  async run(practiceId: string, signal: AbortSignal): Promise<OutreachRun> {
    const { database, reconciler } = this.options;
    const counts: Record<string, number> = {};
    await database.inPractice(practiceId, async (tx) => {
      add(counts, 'unknown', await this.watch.releaseExpired(tx, practiceId));
      add(counts, 'expired', await this.watch.expireLate(tx, practiceId, new Date(await this.clock(tx))));
    });
    add(counts, 'looked_up', await reconciler.run(practiceId, signal));
    const seen = new Set<string>();
    for (;;) {
      signal.throwIfAborted();
      const { ids, waits } = await this.nextBatch(practiceId);
      const fresh = ids.filter((id) => !seen.has(id));
      if (fresh.length === 0) return this.end(practiceId, counts, waits);
      for (const id of fresh) seen.add(id);
      await this.sendAll(practiceId, fresh, counts, signal);
    }
  }

  private async end(practiceId: string, counts: Record<string, number>, waits: boolean): Promise<OutreachRun> {
    const { database, times } = this.options;
    return database.inPractice(practiceId, async (tx) => {
      await this.finish(tx, practiceId);
      const next = await this.watch.nextDueAt(tx, practiceId, times);
      if (next === null) return { counts, nextDueAt: null };
      // What waits for a person is due all the time: it is looked at now and then.
      const soonest = (await this.clock(tx)) + (waits ? times.waitMs : LEAST_PAUSE_MS);
      return { counts, nextDueAt: new Date(Math.max(next.getTime(), soonest)) };
    });
  }

  /** While sending is held, only answers to a patient's own word; while it is off, none. */
  private async nextBatch(practiceId: string): Promise<{ ids: string[]; waits: boolean }> {
    const { database, log } = this.options;
    const { ids, braking } = await database.inPractice(practiceId, async (tx) => {
      const at = await this.clock(tx);
      const braked = await brake(tx, practiceId, at);
      const due = braked.isOff ? [] : await this.outbox.due(tx, practiceId, new Date(at), BATCH, braked.isHeld);
      return { ids: due, braking: braked };
    });
    if (braking.tripped) {
      const { would, limit } = braking;
      log.error({ practice: practiceId, would, limit }, 'sending is held: too many messages in one day');
    }
    return { ids, waits: braking.isHeld || braking.isOff };
  }

  private async sendAll(
    practiceId: string,
    ids: string[],
    counts: Record<string, number>,
    signal: AbortSignal,
  ): Promise<void> {
    const waiting = [...ids];
    const half = Math.ceil(ids.length / 2);
    const worker = async () => {
      for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
        if (signal.aborted) return;
        if (waiting.length === half) await this.faults('fan_out_half_way');
        add(counts, await this.options.sender.send(practiceId, id), 1);
      }
    };
    const workers = Array.from({ length: Math.min(this.options.atOnce ?? AT_ONCE, ids.length) }, worker);
    const outcomes = await Promise.allSettled(workers);
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  }

  /** A sequence that has ended leaves the case resting a while for an answer; then somebody looks at it. */
  private async finish(tx: Transaction, practiceId: string): Promise<void> {
    const at = await this.clock(tx);
    const ended = await this.watch.finishEnrolments(tx, practiceId, new Date(at));
    if (ended.length === 0) return;
    const wakeAt = new Date(at + REST_AFTER_MS);
    const standing = await this.cases.standing(
      tx,
      practiceId,
      ended.map(({ personId }) => personId),
    );
    const resting = standing.filter(({ work }) => work.state === 'in_outreach' && work.wakeAt === null);
    await this.cases.change(tx, practiceId, resting, { wakeAt: wakeAt.toISOString(), wakeBecause: 'sequence' });
    if (resting.length > 0) await this.jobs.owe(tx, practiceId, 'wake', practiceId, wakeAt);
  }

  private clock(tx: Transaction): Promise<Instant> {
    return this.options.now === undefined ? databaseClock(tx) : Promise.resolve(this.options.now());
  }
}

function add(counts: Record<string, number>, what: string, by: number): void {
  if (by > 0) counts[what] = (counts[what] ?? 0) + by;
}
