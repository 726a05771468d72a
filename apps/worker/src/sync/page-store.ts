import type { PullPage, Stream } from '@keepwell/connector-sdk';
import {
  type AbsentRecord,
  AbsenceQueries,
  type IncomingRecord,
  JobQueries,
  MarkQueries,
  MergeQueries,
  QuarantineQueries,
  type RunCounts,
  type RunKey,
  type SecretStore,
  type StoredRecords,
  storeRecords,
  type StreamLease,
  StreamQueries,
  SyncConnectionQueries,
  SyncRunQueries,
  type Transaction,
} from '@keepwell/database';
import type { Instant } from '@keepwell/domain';
import { noStreamCounts, withPage } from './counts.js';
import { Changed } from './changed.js';
import { checkIncoming, incomingRecord } from './incoming-record.js';
import { seenIds, unreadable, unstored } from './put-aside.js';
import { replayRecords } from './replay-records.js';
import { tellRun } from './run-events.js';
import { sweep } from './sweep.js';

export interface PageToStore {
  lease: StreamLease;
  stream: Stream;
  page: PullPage;
  run: RunKey;
  counts: RunCounts;
  connectorVersion: number;
  observedAt: Instant;
  leaseMs: number;
}

export interface StoredPage {
  /** Where the stream stands now. */
  lease: StreamLease;
  counts: RunCounts;
  /** Newly missing: worth asking the source about, one by one. */
  absent: AbsentRecord[];
}

/** Streams whose pages can be read again from the cursor before them. */
const REPEATABLE: Stream['mode'][] = ['delta', 'window', 'snapshot'];

/**
 * Stores a page: its records, what was put aside, who changed, what is missing, the counts and the cursor, all in the
 * transaction it is given. A crash repeats the page and changes nothing (safety S-01).
 */
export class PageStore {
  private readonly streams = new StreamQueries();
  private readonly connections = new SyncConnectionQueries();
  private readonly runs = new SyncRunQueries();
  private readonly merges = new MergeQueries();
  private readonly marks = new MarkQueries();
  private readonly jobs = new JobQueries();
  private readonly absences = new AbsenceQueries();
  private readonly quarantine: QuarantineQueries;

  constructor(secrets: SecretStore) {
    this.quarantine = new QuarantineQueries(secrets);
  }

  async store(tx: Transaction, given: PageToStore): Promise<StoredPage> {
    const { lease, page, stream, run } = given;
    await this.streams.assertHeld(tx, lease);
    await this.streams.renew(tx, lease, given.leaseMs);
    await this.connections.lockWrites(tx, lease.connectionId);
    // The last page, and the end of the run, wait for the disk: what a run reports as read is safe.
    if (!page.done && REPEATABLE.includes(stream.mode)) await this.streams.flushLater(tx);

    const records = page.records.map((record, index) =>
      incomingRecord(record, given.observedAt, lease.sequence + index),
    );
    const stored = await storeRecords(tx, lease, records, checkIncoming);
    const count = noStreamCounts();
    count.ignored = page.ignored ?? 0;
    count.read = records.length + page.unreadable.length + count.ignored;
    const aside = [...unstored(records, stored), ...unreadable(page)];
    count.quarantined = aside.length;
    count.applied = stored.outcomes.filter((outcome) => outcome === 'applied').length;
    count.unchanged = count.read - count.applied - count.quarantined;
    await this.quarantine.put(tx, lease, run.id, given.connectorVersion, aside);
    await this.settle(tx, lease, records, stored);

    const swept = await sweep(tx, lease, stream, page, seenIds(records));
    count.absent = swept.absent.length;
    count.gone = swept.gone.length;
    count.problem = swept.problem;

    const changed = new Changed();
    changed.add(stored);
    await changed.addGone(tx, this.absences, lease.practiceId, swept.gone);
    count.replayed = await this.replayWaiting(tx, lease, changed);
    await this.follow(tx, lease, changed);

    const position = {
      cursor: page.nextCursor,
      watermark: page.watermark ?? null,
      sequence: lease.sequence + records.length,
      walk: swept.walk,
      lastFullCount: swept.lastFullCount,
    };
    await this.streams.savePosition(tx, lease, { ...position, done: page.done });
    const counts = withPage(given.counts, lease.stream, count, page.total ?? given.counts.total);
    await this.runs.count(tx, run, counts);
    await tellRun(tx, lease, run, 'running', counts);
    return {
      lease: { ...lease, ...position, watermark: position.watermark ?? lease.watermark },
      counts,
      absent: swept.absent,
    };
  }

  /** Who changed is owed an evaluation; merges move whose facts are whose. */
  async follow(
    tx: Transaction,
    lease: Pick<StreamLease, 'practiceId' | 'connectionId' | 'stream'>,
    changed: Changed,
  ): Promise<void> {
    const persons = await this.merges.resolve(tx, lease, changed.writtenPatients);
    for (const person of await this.merges.personsOf(tx, lease.practiceId, [...changed.patientIds]))
      persons.add(person);
    await this.marks.persons(tx, lease.practiceId, [...persons]);
    if (persons.size > 0 || changed.practiceChanged) {
      await this.jobs.owe(tx, lease.practiceId, 'evaluate', lease.practiceId);
    }
  }

  /** Rows that waited for a patient who has come are stored now, whatever order they came in. */
  private async replayWaiting(tx: Transaction, lease: StreamLease, changed: Changed): Promise<number> {
    const waiting = await this.quarantine.waitingFor(tx, lease.practiceId, lease.connectionId, changed.newPatients);
    return replayRecords(tx, this.quarantine, lease, waiting, changed);
  }

  private async settle(
    tx: Transaction,
    lease: StreamLease,
    records: IncomingRecord[],
    stored: StoredRecords,
  ): Promise<void> {
    if (!(await this.quarantine.hasUnreadable(tx, lease.practiceId, lease.connectionId))) return;
    const sound = records.filter(
      (_, index) => stored.outcomes[index] === 'applied' || stored.outcomes[index] === 'unchanged',
    );
    const unsound = new Set(
      records
        .filter((_, index) => stored.outcomes[index] === 'invalid')
        .map(({ kind, sourceId }) => `${kind}/${sourceId}`),
    );
    for (const [kind, ids] of seenIds(sound.filter(({ kind, sourceId }) => !unsound.has(`${kind}/${sourceId}`)))) {
      await this.quarantine.settle(tx, lease, kind, ids);
    }
  }
}
