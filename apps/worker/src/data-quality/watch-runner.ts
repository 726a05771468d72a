import {
  AlarmQueries,
  CompareRunQueries,
  ConnectionStatusWordQueries,
  type Database,
  FieldProfileQueries,
  HookSequenceQueries,
  InboxViewQueries,
  JobQueries,
  type KeepTimes,
  RulePauses,
  type SecretStore,
  StreamQueries,
  StreamVolumeQueries,
  ToldRecordQueries,
  type Transaction,
  type WatchedConnection,
  WatchQueries,
} from '@keepwell/database';
import type { Instant } from '@keepwell/domain';
import type { WorkerLog } from '../log.js';
import { driftAlarms, hookAlarms, isStreamSilent, nextLateAt, SOURCE_CODES, sourceAlarms } from './alarms-of.js';
import { WordApplier } from './word-applier.js';

export interface WatchResult {
  /** Alarms that are new. */
  raised: number;
  /** Records that followed a word. */
  followed: number;
  nextAt: Instant;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Looked at so often when nothing says otherwise; a run that ends asks for it sooner. */
const EVERY_MS = 15 * 60_000;
/** The journal is what everything can be built from again: it is kept unless the practice says otherwise. */
const KEEP: KeepTimes = { rawDays: 30, journalDays: null, quarantineDays: 90 };
/** Same key and bytes within so many days are a duplicate (H-02). */
const DEDUPE_DAYS = 8;
/** A call that others have overtaken may still come. */
const OVERTAKEN_MS = 60_000;
/** Calls that are refused are told for so long after the last of them. */
const REFUSED_FOR_MS = 7 * DAY_MS;
const COMPARED_BACK_MS = 30 * DAY_MS;
const COMPARED_AHEAD_MS = 90 * DAY_MS;

/** Watches over the sources of one practice: fresh, complete, honest; and lets go of what was kept long enough. */
export class WatchRunner {
  private readonly watched = new WatchQueries();
  private readonly alarms = new AlarmQueries();
  private readonly volumes = new StreamVolumeQueries();
  private readonly hooks = new HookSequenceQueries();
  private readonly profiles = new FieldProfileQueries();
  private readonly statusWords = new ConnectionStatusWordQueries();
  private readonly streams = new StreamQueries();
  private readonly compares = new CompareRunQueries();
  private readonly jobs = new JobQueries();
  private readonly inbox: InboxViewQueries;
  private readonly told = new ToldRecordQueries();
  private readonly pauses = new RulePauses();
  private readonly words: WordApplier;
  /** What is not done at each look, by its hour or day: done once more after a restart, which costs nothing but itself. */
  private readonly lastDone = new Map<string, number>();

  constructor(
    private readonly database: Database,
    secrets: SecretStore,
    private readonly log: WorkerLog,
  ) {
    this.inbox = new InboxViewQueries(secrets);
    this.words = new WordApplier(database, secrets);
  }

  async run(practiceId: string, now: Instant, signal: AbortSignal): Promise<WatchResult> {
    const followed = await this.words.run(practiceId, now, signal);
    const connections = await this.database.inPractice(practiceId, (tx) => this.watched.connections(tx, practiceId));
    let raised = 0;
    for (const connection of connections) {
      signal.throwIfAborted();
      raised += await this.database.inPractice(practiceId, (tx) => this.look(tx, practiceId, connection, now));
    }
    if (this.isDue(`keep ${practiceId}`, DAY_MS, now)) {
      await this.forget(practiceId, now);
      // A verdict looks at once; how cases ended by themselves is looked at here.
      await this.database.inPractice(practiceId, (tx) => this.pauses.pause(tx, practiceId, null, new Date(now)));
    }
    const late = nextLateAt(connections, now);
    return { raised, followed, nextAt: Math.min(late ?? Number.POSITIVE_INFINITY, now + EVERY_MS) };
  }

  private async look(
    tx: Transaction,
    practiceId: string,
    connection: WatchedConnection,
    now: Instant,
  ): Promise<number> {
    const { id } = connection;
    const at = new Date(now);
    const rows = await this.volumes.volumes(tx, id, at);
    const volumes = new Map(rows.map((row) => [row.stream, row]));
    const unknown = await this.statusWords.unknown(tx, id);
    await this.doubtSilence(tx, practiceId, connection, volumes, now);
    const standing = sourceAlarms(connection, volumes, unknown, now);
    let raised = await this.alarms.settle(tx, practiceId, id, SOURCE_CODES, standing, at);
    const silent = await this.hooks.silent(tx, id, {
      from: new Date(now - DAY_MS),
      to: new Date(now - OVERTAKEN_MS),
    });
    raised += await this.alarms.settle(
      tx,
      practiceId,
      id,
      ['notifications_missed'],
      hookAlarms(connection, silent),
      at,
    );
    // Raised by whoever refuses; a system that calls no more is refused no more, and whoever paused it knows.
    const before = connection.state === 'paused' ? at : new Date(now - REFUSED_FOR_MS);
    await this.alarms.endQuiet(tx, { practiceId, connectionId: id, code: 'webhook_refused' }, { before, now: at });
    if (this.isDue(`drift ${id}`, HOUR_MS, now)) {
      const drifted = driftAlarms(await this.profiles.hours(tx, id));
      raised += await this.alarms.settle(tx, practiceId, id, ['field_vanished'], drifted, at);
    }
    if (raised > 0) this.log.warn({ practice: practiceId, connection: id, raised }, 'something is wrong with a source');
    return raised;
  }

  /**
   * A source that answers and brings nothing is not believed: rules wait at once. Where it can be read apart from its usual way, it
   * is asked whole what it has; what agrees there ends the doubt.
   */
  private async doubtSilence(
    tx: Transaction,
    practiceId: string,
    connection: WatchedConnection,
    volumes: Parameters<typeof sourceAlarms>[1],
    now: Instant,
  ): Promise<void> {
    for (const stream of connection.streams) {
      const key = { practiceId, connectionId: connection.id, stream: stream.name };
      const wasSilent = connection.alarms.includes(`volume_silent ${stream.name}`);
      const isSilent = connection.state !== 'paused' && isStreamSilent(volumes.get(stream.name));
      if (isSilent === wasSilent) continue;
      await this.streams.doubt(tx, key, isSilent ? new Date(now) : null, 'silent');
      await this.jobs.owe(tx, practiceId, 'evaluate', practiceId);
      if (isSilent && stream.compares === true) {
        await this.compares.ask(tx, practiceId, connection.id, {
          from: now - COMPARED_BACK_MS,
          to: now + COMPARED_AHEAD_MS,
        });
        await this.jobs.owe(tx, practiceId, 'compare', connection.id);
      }
    }
  }

  private async forget(practiceId: string, now: Instant): Promise<void> {
    const forgotten = await this.database.inPractice(practiceId, async (tx) => {
      await this.profiles.forgetOld(tx, practiceId, new Date(now));
      const keep = await this.watched.keepTimes(tx, practiceId, KEEP);
      const before = (days: number) => new Date(now - days * DAY_MS);
      const aside = before(keep.quarantineDays);
      // Deliveries that come twice are told by their rows: these stay for as long as they are looked at.
      const settled = before(Math.max(keep.rawDays, DEDUPE_DAYS));
      return (
        (await this.watched.forgetOld(tx, practiceId, keep, new Date(now))) +
        (await this.inbox.forget(tx, practiceId, { settled, aside })) +
        (await this.told.forget(tx, practiceId, aside))
      );
    });
    if (forgotten > 0) this.log.info({ practice: practiceId, forgotten }, 'kept long enough');
  }

  private isDue(name: string, everyMs: number, now: Instant): boolean {
    const period = Math.floor(now / everyMs);
    if (this.lastDone.get(name) === period) return false;
    this.lastDone.set(name, period);
    return true;
  }
}
