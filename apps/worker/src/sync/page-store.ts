import type { PullPage, Stream } from '@keepwell/connector-sdk';
import {
  type AbsentRecord,
  AbsenceQueries,
  type RunCounts,
  type RunKey,
  type SecretStore,
  type StreamLease,
  StreamQueries,
  SyncRunQueries,
  type Transaction,
} from '@keepwell/database';
import type { Instant } from '@keepwell/domain';
import { noStreamCounts, withPage } from './counts.js';
import { Changed } from './changed.js';
import { incomingRecord } from './incoming-record.js';
import { seenIds, unreadable } from './put-aside.js';
import { RecordKeeper } from './record-keeper.js';
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
  private readonly runs = new SyncRunQueries();
  private readonly absences = new AbsenceQueries();
  private readonly keeper: RecordKeeper;

  constructor(secrets: SecretStore) {
    this.keeper = new RecordKeeper(secrets);
  }

  async store(tx: Transaction, given: PageToStore): Promise<StoredPage> {
    const { lease, page, stream, run, connectorVersion } = given;
    await this.streams.assertHeld(tx, lease);
    await this.streams.renew(tx, lease, given.leaseMs);
    const scope = { ...lease, connectorVersion };
    const journal = await this.keeper.open(tx, scope);
    // The last page, and the end of the run, wait for the disk: what a run reports as read is safe.
    if (!page.done && REPEATABLE.includes(stream.mode)) await this.streams.flushLater(tx);

    const records = page.records.map((record, index) =>
      incomingRecord(record, given.observedAt, lease.sequence + index),
    );
    const stored = await journal.store(tx, records, { raw: page.raw });
    const count = noStreamCounts();
    count.ignored = page.ignored ?? 0;
    count.read = records.length + page.unreadable.length + count.ignored;
    count.quarantined = await this.keeper.putAside(tx, scope, run.id, records, stored, unreadable(page));
    count.applied = stored.outcomes.filter((outcome) => outcome === 'applied').length;
    // Each side by itself: what was dropped on the way makes the sum fail, and the page is not stored.
    count.unchanged = stored.outcomes.filter((outcome) => outcome === 'unchanged').length + count.ignored;

    const walked = stream.deletes === 'absence' ? { stream: stream.name, kinds: stream.kinds, readBefore: null } : null;
    const sweeping = { walked, lastFullCount: lease.lastFullCount };
    const swept = await sweep(tx, lease, sweeping, page, seenIds(records), journal);
    count.absent = swept.absent.length;
    count.gone = swept.gone.length;
    count.problem = swept.problem;
    if (swept.problem !== null) await this.streams.doubt(tx, lease, new Date(given.observedAt));
    else if (swept.agrees) await this.streams.doubt(tx, lease, null);

    const changed = new Changed();
    changed.add(stored);
    await changed.addGone(tx, this.absences, lease.practiceId, swept.gone);
    count.replayed = await this.keeper.replayWaiting(tx, lease, changed, journal);
    journal.pack();
    await this.keeper.follow(tx, lease, changed);

    const position = {
      cursor: page.nextCursor,
      // A source that is not believed has not been read up to here; nor has any been read up to a time that is still to come.
      watermark: swept.problem === null && page.watermark ? Math.min(page.watermark, given.observedAt) : null,
      sequence: lease.sequence + records.length,
      walk: swept.walk,
      lastFullCount: swept.lastFullCount,
    };
    await this.streams.savePosition(tx, lease, { ...position, done: page.done });
    const counts = withPage(given.counts, lease.stream, count, page.total ?? given.counts.total);
    await this.runs.count(tx, run, counts);
    await tellRun(tx, lease, run, 'running', counts);
    await journal.close(tx);
    return {
      lease: { ...lease, ...position, watermark: position.watermark ?? lease.watermark },
      counts,
      absent: swept.absent,
    };
  }
}
