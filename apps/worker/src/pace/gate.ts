import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import {
  budgetsOf,
  RetryLater,
  SettingsWrong,
  type Budget,
  type Connector,
  type ConnectorContext,
} from '@keepwell/connector-sdk';
import { BreakerQueries, type Database } from '@keepwell/database';
import type { Instant } from '@keepwell/domain';
import {
  CLOSED,
  opened,
  probed,
  probing,
  RecentAnswers,
  refused,
  signInAgainAt,
  staysAwayMs,
  type Breaker,
} from './breaker-state.js';
import { asksForPauseMs, type Answered } from './rate-headers.js';
import { paceKey, type VendorPaces } from './vendor-pace.js';

export interface GateOptions {
  database: Database;
  paces: VendorPaces;
  practiceId: string;
  connectionId: string;
  connector: Connector;
  settings: ConnectorContext['settings'];
  /** How the connection has answered lately, in this process. */
  recent: RecentAnswers;
  signal: AbortSignal;
  now?: () => Instant;
  sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** The longest wait for a turn that is sat through; a longer one is the caller's to schedule. */
  patienceMs?: number;
}

/** What a request was, as far as its gate is concerned. */
export interface Asking {
  method: string;
  origin: string;
  headers: string;
}

const PATIENCE_MS = 30_000;
/** A breaker that somebody else opened is noticed within a second. */
const LOOK_AGAIN_MS = 1_000;
/** What was reserved is sent within this time. */
const FRESH_MS = 500;
const MOST_AT_ONCE = 10;

/**
 * Before every request of a connection: is the other side answering (V-03), may we sign in (V-04), is there a request left in its budget
 * (V-07)? After it: what the answer says about all three. One per run.
 */
export class Gate {
  private readonly turn = randomUUID();
  private readonly breakers = new BreakerQueries();
  private readonly key: Buffer;
  private breaker: Breaker | null = null;
  private lookedAt = -Infinity;
  private reserved = 0;
  private reservedUntil = -Infinity;
  private batch = 1;
  private last: Promise<unknown> = Promise.resolve();
  private isProbe = false;
  private readonly refusedAs = new Set<string>();
  private wasForbidden = false;
  private deadline: Instant | null = null;

  constructor(private readonly options: GateOptions) {
    this.key = paceKey(options.connector, options.settings, options.connectionId);
  }

  /** Lets one request through, or throws `RetryLater` or `SettingsWrong` without having asked anybody. */
  async through<T>(
    asking: Asking,
    send: () => Promise<T>,
    read: (answer: T) => Answered,
    readError: (error: unknown) => Answered | 'silence' | 'ours',
  ): Promise<T> {
    const serial = this.options.connector.manifest.throttle?.serial === true;
    if (!serial) return this.once(asking, send, read, readError, null);
    const mine = this.last.then(() => this.once(asking, send, read, readError, this.turn));
    this.last = mine.catch(() => undefined);
    return mine;
  }

  /** From then on nothing is sent by this run: a process that stood still must not act on what it decided before. Null: no limit. */
  notAfter(at: Instant | null): void {
    this.deadline = at;
  }

  /** A run that ended because credentials or rights were refused, by a status that is no 401. */
  async endedRefused(): Promise<void> {
    if (this.wasForbidden && this.refusedAs.size === 0) await this.change((breaker, now) => refused(breaker, now));
  }

  /** Whatever was refused before: a whole run went well. */
  async endedWell(): Promise<void> {
    const breaker = await this.look();
    if (breaker.refusals.length > 0) await this.change((before) => ({ ...before, refusals: [] }));
  }

  private async once<T>(
    asking: Asking,
    send: () => Promise<T>,
    read: (answer: T) => Answered,
    readError: (error: unknown) => Answered | 'silence' | 'ours',
    turn: string | null,
  ): Promise<T> {
    await this.askBreaker();
    await this.askPace(turn);
    try {
      if (this.deadline !== null && this.now() >= this.deadline)
        throw new RetryLater('Too much time has passed since this was decided; it is looked at anew.', 0);
      const answer = await send();
      await this.told(asking, read(answer));
      return answer;
    } catch (error) {
      const said = readError(error);
      if (said === 'silence') await this.failed('did not answer');
      else if (said !== 'ours') await this.told(asking, said);
      else if (this.isProbe) await this.probeTold(false);
      throw error;
    } finally {
      if (turn !== null) await this.options.paces.giveBack(this.key, turn);
    }
  }

  private async askBreaker(): Promise<void> {
    const now = this.now();
    const breaker = await this.look();
    const again = signInAgainAt(breaker, now);
    if (again !== null) {
      throw new SettingsWrong(
        null,
        `${this.name} has refused our credentials three times within the hour: nobody signs in before ${new Date(again).toISOString()}, so that the account is not locked. Look at the credentials meanwhile.`,
      );
    }
    if (breaker.openedAt === null) return;
    const ms = staysAwayMs(breaker, now);
    if (ms === 0 && (await this.takeProbe())) return;
    const seconds = Math.ceil(Math.max(ms, LOOK_AGAIN_MS) / 1000);
    throw new RetryLater(
      `${this.name} ${breaker.because ?? 'does not answer'}; it is left alone and tried again in ${seconds} s.`,
      Math.max(ms, LOOK_AGAIN_MS),
    );
  }

  private async takeProbe(): Promise<boolean> {
    let mine = false;
    await this.change((breaker, now) => {
      mine = breaker.openedAt !== null && staysAwayMs(breaker, now) === 0;
      return mine ? probing(breaker, now) : breaker;
    });
    this.isProbe = mine;
    return mine || this.breaker?.openedAt === null;
  }

  private budgets(): Budget[] {
    return budgetsOf(this.options.connector.manifest.throttle, this.options.settings);
  }

  private async askPace(turn: string | null): Promise<void> {
    const budgets = this.budgets();
    const until = this.now() + (this.options.patienceMs ?? PATIENCE_MS);
    for (;;) {
      const now = this.now();
      if (turn === null && this.reserved > 0 && now < this.reservedUntil) {
        this.reserved -= 1;
        return;
      }
      const { paces, connector, signal } = this.options;
      const { granted, waitMs } = await paces.reserve({
        key: this.key,
        connector: connector.id,
        budgets,
        wanted: this.wanted(turn, now),
        turn,
      });
      if (granted > 0) {
        this.reserved = granted - 1;
        this.reservedUntil = now + FRESH_MS;
        return;
      }
      if (now + waitMs > until)
        throw new RetryLater(
          `As many requests as ${this.name} allows have been made; the next one goes in ${Math.ceil(waitMs / 1000)} s.`,
          waitMs,
        );
      await (this.options.sleep ?? sleep)(waitMs, signal);
    }
  }

  /** More at once the faster they are used, so that counting costs little and little is reserved in vain. */
  private wanted(turn: string | null, now: Instant): number {
    if (turn !== null) return 1;
    const smallest = Math.min(...this.budgets().map(({ requests }) => requests), Infinity);
    const isBusy = now < this.reservedUntil;
    this.batch = isBusy ? Math.min(this.batch * 2, MOST_AT_ONCE, Math.max(1, Math.floor(smallest / 20))) : 1;
    return this.batch;
  }

  private async told(asking: Asking, answer: Answered): Promise<void> {
    const { paces, connector } = this.options;
    const pause = asksForPauseMs(answer, this.now());
    if (pause > 0) await paces.block(this.key, connector.id, pause);
    if (answer.status === 429 || answer.status >= 500)
      return this.failed(answer.status === 429 ? 'asks for a pause' : `answers ${answer.status}`);
    if (answer.status === 401) await this.wasRefused(asking);
    if (answer.status === 403) this.wasForbidden = true;
    // A new credential that is taken by a read: the old one had only run out.
    const reads = asking.method === 'GET' && answer.status < 300;
    if (reads && this.refusedAs.size > 0 && !this.refusedAs.has(credentialOf(asking))) {
      this.refusedAs.clear();
      await this.change((breaker) => ({ ...breaker, refusals: [] }));
    }
    this.options.recent.note(true, this.now());
    if (this.isProbe) await this.probeTold(true);
  }

  /** A sign-in that was refused; the same credential refused to many reads at once is one. */
  private async wasRefused(asking: Asking): Promise<void> {
    const credential = credentialOf(asking);
    if (asking.method === 'GET' && this.refusedAs.has(credential)) return;
    this.refusedAs.add(credential);
    await this.change((breaker, now) => refused(breaker, now));
  }

  private async failed(because: string): Promise<void> {
    const isEnough = this.options.recent.note(false, this.now());
    if (this.isProbe) return this.probeTold(false);
    if (isEnough) await this.change((breaker, now) => opened(breaker, now, because));
  }

  private async probeTold(ok: boolean): Promise<void> {
    this.isProbe = false;
    if (ok) this.options.recent.forget();
    await this.change((breaker, now) => probed(breaker, ok, now));
  }

  private async look(): Promise<Breaker> {
    const now = this.now();
    if (this.breaker !== null && now - this.lookedAt < LOOK_AGAIN_MS && now >= this.lookedAt) return this.breaker;
    const { database, practiceId, connectionId } = this.options;
    this.breaker =
      (await database.inPractice(practiceId, (tx) => this.breakers.read(tx, practiceId, connectionId))) ?? CLOSED;
    this.lookedAt = now;
    return this.breaker;
  }

  private async change(next: (before: Breaker, now: Instant) => Breaker): Promise<void> {
    const { database, practiceId, connectionId } = this.options;
    await database.inPractice(practiceId, async (tx) => {
      const before = (await this.breakers.read(tx, practiceId, connectionId, true)) ?? CLOSED;
      const now = this.now();
      const after = next(before, now);
      if (after !== before) await this.breakers.write(tx, practiceId, connectionId, after);
      this.breaker = after;
      this.lookedAt = now;
    });
  }

  private get name(): string {
    return this.options.connector.name;
  }

  private now(): Instant {
    return this.options.now?.() ?? Date.now();
  }
}

function credentialOf({ origin, headers }: Asking): string {
  return createHash('sha256').update(`${origin}\n${headers}`).digest('base64');
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal });
}
