import { setTimeout as wait } from 'node:timers/promises';
import { createRetryBudget, readWithRetries, type RetrySurroundings } from '@keepwell/connector-sdk';
import {
  type Database,
  InboxQueries,
  JobQueries,
  type KeptHook,
  openHook,
  type SecretStore,
  type SettledItem,
  SyncConnectionQueries,
  type WaitingItem,
} from '@keepwell/database';
import { RECORD_KINDS, type RecordKind, type SourceRecord } from '@keepwell/domain';
import type { WorkerLog } from '../log.js';
import type { OpenSource, Sources } from '../pace/sources.js';
import { failureOf, type Failure } from '../sync/failure.js';
import { RecordIntake, type IntakeCounts } from './record-intake.js';

export interface IntakeRunnerOptions {
  database: Database;
  secrets: SecretStore;
  sources: Sources;
  log: WorkerLog;
  now: () => number;
  random?: () => number;
  sleep?: RetrySurroundings['sleep'];
  patienceMs?: number;
  /** How items of other ways than webhooks are applied. */
  others?: Partial<Record<WaitingItem['way'], ItemReader>>;
}

/** Applies items of one way, in the order given; answers what came of each of them. */
export interface ItemReader {
  apply(source: OpenSource, items: WaitingItem[], signal: AbortSignal): Promise<Fate[]>;
}

/** What came of an item: it is settled, or tried again. */
export type Fate = (SettledItem & { is: 'settled' }) | { is: 'again'; id: string; failure: Failure };

export interface IntakeRun {
  counts: Record<string, number>;
  nextAt: Date | null;
}

const BATCH = 100;
/** A pass ends after so long, so that one practice's flood leaves room for another's work (safety V-06). */
const PASS_MS = 5_000;
/** Then a person looks. With the waits below this takes more than a working day. */
const MOST_TRIES = 12;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 3_600_000;
/** So many in a row that the other side did not answer: it is the other side, not the record. */
const AWAY_AFTER = 3;
/** Paused, or waiting for a person: looked at now and then. */
const NOT_READY_MS = 60_000;
const PATIENCE_MS = 5_000;

/** Applies what was pushed to a connection: hints are read again by id, what a signature proves is stored as it is. */
export class IntakeRunner {
  private readonly inbox: InboxQueries;
  private readonly intake: RecordIntake;
  private readonly connections = new SyncConnectionQueries();
  private readonly jobs = new JobQueries();

  constructor(private readonly options: IntakeRunnerOptions) {
    this.inbox = new InboxQueries(options.secrets);
    this.intake = new RecordIntake(options.secrets);
  }

  async run(connection: { practiceId: string; connectionId: string }, signal: AbortSignal): Promise<IntakeRun> {
    const { practiceId, connectionId } = connection;
    const { database, sources, now } = this.options;
    const counts: Record<string, number> = {};
    const from = performance.now();
    let source: OpenSource | null = null;
    try {
      source = await sources.open(practiceId, connectionId, signal);
      if (source === null) return { counts, nextAt: await this.laterIfWaiting(connection) };
      const streams = this.streamNames(source);
      for (;;) {
        signal.throwIfAborted();
        const items = await database.inPractice(practiceId, (tx) =>
          this.inbox.waiting(tx, connection, new Date(now()), BATCH),
        );
        if (items.length === 0) break;
        const away = await this.applyAll(source, streams, items, counts, signal);
        if (away !== null) return { counts, nextAt: new Date(now() + away) };
        if (performance.now() - from > PASS_MS) return { counts, nextAt: new Date(now()) };
      }
      await source.paced.endedWell();
      const nextAt = await database.inPractice(practiceId, (tx) => this.inbox.nextTryAt(tx, connection));
      return { counts, nextAt };
    } catch (error) {
      const failure = failureOf(error, signal);
      if (failure.kind !== 'settings') throw error;
      await source?.paced.endedRefused();
      await database.inPractice(practiceId, (tx) =>
        this.connections.needsAttention(tx, practiceId, connectionId, failure.sentence),
      );
      return { counts, nextAt: new Date(now() + NOT_READY_MS) };
    } finally {
      await source?.close();
    }
  }

  /** Answers how long to leave the other side alone; null: go on. */
  private async applyAll(
    source: OpenSource,
    streams: StreamNames,
    items: WaitingItem[],
    counts: Record<string, number>,
    signal: AbortSignal,
  ): Promise<number | null> {
    // One way at a time and in the order of arrival, since a reader may look at several of its items together.
    const [first] = items;
    if (first === undefined) return null;
    const run = items.slice(0, lengthOfRun(items, first.way));
    const reader = this.options.others?.[first.way];
    if (reader !== undefined) return this.keep(source, run, await reader.apply(source, run, signal), counts);
    return this.applyHooks(source, streams, run, counts, signal);
  }

  private async applyHooks(
    source: OpenSource,
    streams: StreamNames,
    items: WaitingItem[],
    counts: Record<string, number>,
    signal: AbortSignal,
  ): Promise<number | null> {
    const seen = new Map<string, Promise<SourceRecord | 'gone' | 'forbidden'>>();
    let silent = 0;
    for (const item of items) {
      signal.throwIfAborted();
      const fate = await this.applyHook(source, streams, item, seen, signal);
      const away = await this.keep(source, [item], [fate], counts);
      silent = fate.is === 'again' && fate.failure.kind === 'later' ? silent + 1 : 0;
      if (silent >= AWAY_AFTER) return away ?? FIRST_WAIT_MS;
    }
    return null;
  }

  private async applyHook(
    source: OpenSource,
    streams: StreamNames,
    item: WaitingItem,
    seen: Map<string, Promise<SourceRecord | 'gone' | 'forbidden'>>,
    signal: AbortSignal,
  ): Promise<Fate> {
    const settled = (state: SettledItem['state'], reason: string | null, counts: SettledItem['counts']): Fate => ({
      ...{ is: 'settled', id: item.id, state, reason, counts },
    });
    let hook: KeptHook;
    try {
      hook = openHook(item.body);
    } catch {
      return settled('quarantined', 'What was kept of this call cannot be read any more.', {});
    }
    try {
      const { hints, records } = hook;
      const fetchOne = source.connector.fetchOne?.bind(source.connector);
      if (hints.length > 0 && fetchOne === undefined) {
        await this.readSoon(source);
        return settled('applied', 'This system cannot be asked for single records: it is read as a whole instead.', {
          hints: hints.length,
        });
      }
      const total: IntakeCounts = { applied: 0, unchanged: 0, quarantined: 0, gone: 0, unknownPatients: [] };
      if (records.length > 0) add(total, await this.store(source, streams, records));
      let forbidden = 0;
      for (const { kind, id } of hints) {
        const key = `${kind}/${id}`;
        let asking = seen.get(key);
        // Said several times within a batch: one look serves all of them, since it comes after each was said.
        if (asking === undefined)
          seen.set(key, (asking = readWithRetries(() => fetchOne!(source.context, kind, id), this.around(signal))));
        const answer = await asking.catch((error: unknown) => {
          seen.delete(key);
          throw error;
        });
        if (answer === 'forbidden') forbidden += 1;
        else add(total, await this.apply(source, streams, kind, id, answer, signal));
      }
      const { applied, unchanged, quarantined, gone } = total;
      const told = { hints: hints.length, applied, unchanged, quarantined, gone };
      if (forbidden > 0)
        return settled(
          'quarantined',
          'The other side does not let us read what this call is about; grant the right and try it again.',
          told,
        );
      return settled('applied', null, told);
    } catch (error) {
      const failure = failureOf(error, signal);
      if (failure.kind === 'stopped' || failure.kind === 'settings') throw error;
      if (failure.kind === 'broken')
        this.options.log.warn(
          { item: item.id, connection: source.connection.id, problem: failure.detail },
          'a hint could not be followed',
        );
      return { is: 'again', id: item.id, failure };
    }
  }

  private async apply(
    source: OpenSource,
    streams: StreamNames,
    kind: RecordKind,
    id: string,
    answer: SourceRecord | 'gone',
    signal: AbortSignal,
  ): Promise<IntakeCounts> {
    const record: SourceRecord =
      answer === 'gone'
        ? ({ kind, op: 'delete', id, createdAt: null, updatedAt: null, versionId: null } as SourceRecord)
        : answer;
    const first = await this.store(source, streams, [record], true);
    const fetchOne = source.connector.fetchOne?.bind(source.connector);
    const [patientId] = first.unknownPatients;
    if (patientId === undefined || fetchOne === undefined) return first;
    // Somebody new, told by a booking before the walk has met them: they are read first.
    const patient = await readWithRetries(() => fetchOne(source.context, 'patient', patientId), this.around(signal));
    const both = patient === 'gone' || patient === 'forbidden' ? [record] : [patient, record];
    return this.store(source, streams, both);
  }

  private async store(
    source: OpenSource,
    streams: StreamNames,
    records: SourceRecord[],
    leavesUnknown = false,
  ): Promise<IntakeCounts> {
    const { practiceId, id: connectionId } = source.connection;
    const scope = { practiceId, connectionId, connectorVersion: source.connector.version };
    const names = await streams();
    const streamOf = (kind: RecordKind) => names.get(kind) ?? 'intake';
    return this.options.database.inPractice(practiceId, (tx) =>
      this.intake.store(tx, scope, records, { now: this.options.now(), streamOf, leavesUnknown }),
    );
  }

  /** Asked for when it is first needed: telling may cost a request. */
  private streamNames({ connector, context }: OpenSource): StreamNames {
    let names: Promise<Map<RecordKind, string>> | null = null;
    return () => {
      names ??= readWithRetries(() => connector.streams(context), this.around(context.signal)).then((streams) => {
        const found = new Map<RecordKind, string>();
        for (const kind of RECORD_KINDS) {
          const stream = streams.find(({ kinds }) => kinds.includes(kind));
          if (stream !== undefined) found.set(kind, stream.name);
        }
        return found;
      });
      return names;
    };
  }

  /** Writes down what came of items. Answers how long the other side asked to be left alone; null: not at all. */
  private async keep(
    { connection }: OpenSource,
    items: WaitingItem[],
    fates: Fate[],
    counts: Record<string, number>,
  ): Promise<number | null> {
    const { practiceId } = connection;
    const { now, random = Math.random } = this.options;
    const settled = fates.flatMap((fate) => (fate.is === 'settled' ? [fate] : []));
    let away: number | null = null;
    await this.options.database.inPractice(practiceId, async (tx) => {
      await this.inbox.settle(tx, practiceId, settled);
      for (const fate of fates) {
        if (fate.is === 'settled') continue;
        const attempts = items.find(({ id }) => id === fate.id)?.attempts ?? 0;
        if (attempts + 1 >= MOST_TRIES) {
          const reason = `Tried ${MOST_TRIES} times in vain: ${fate.failure.sentence}`;
          await this.inbox.settle(tx, practiceId, [{ id: fate.id, state: 'quarantined', reason, counts: {} }]);
          settled.push({ is: 'settled', id: fate.id, state: 'quarantined', reason, counts: {} });
          continue;
        }
        const usual = Math.min(FIRST_WAIT_MS * 2 ** attempts, LONGEST_WAIT_MS) * (0.5 + random() / 2);
        const asked = fate.failure.retryInMs ?? 0;
        away = Math.max(away ?? 0, asked);
        await this.inbox.tryAgain(
          tx,
          practiceId,
          fate.id,
          new Date(now() + Math.max(usual, asked)),
          fate.failure.sentence,
        );
        counts['again'] = (counts['again'] ?? 0) + 1;
      }
    });
    for (const { state } of settled) counts[state] = (counts[state] ?? 0) + 1;
    return away;
  }

  private async readSoon({ connection }: OpenSource): Promise<void> {
    const { practiceId, id } = connection;
    await this.options.database.inPractice(practiceId, (tx) => this.jobs.owe(tx, practiceId, 'sync', id));
  }

  private async laterIfWaiting(connection: { practiceId: string; connectionId: string }): Promise<Date | null> {
    const { database, now } = this.options;
    const waits = await database.inPractice(connection.practiceId, (tx) => this.inbox.nextTryAt(tx, connection));
    return waits === null ? null : new Date(now() + NOT_READY_MS);
  }

  private around(signal: AbortSignal): RetrySurroundings {
    return {
      sleep: this.options.sleep ?? ((ms, until) => wait(ms, undefined, { signal: until })),
      random: this.options.random ?? Math.random,
      signal,
      // One item never costs more than two requests: what fails is tried again later, with everything else in between.
      budget: createRetryBudget(0, 1),
      patienceMs: this.options.patienceMs ?? PATIENCE_MS,
    };
  }
}

function lengthOfRun(items: WaitingItem[], way: WaitingItem['way']): number {
  const other = items.findIndex((item) => item.way !== way);
  return other < 0 ? items.length : other;
}

type StreamNames = () => Promise<Map<RecordKind, string>>;

function add(total: IntakeCounts, more: IntakeCounts): void {
  total.applied += more.applied;
  total.unchanged += more.unchanged;
  total.quarantined += more.quarantined;
  total.gone += more.gone;
}
