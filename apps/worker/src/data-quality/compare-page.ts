import type { PullPage, Stream } from '@keepwell/connector-sdk';
import {
  type AbsentRecord,
  AbsenceQueries,
  type CompareCounts,
  CompareRunQueries,
  type IncomingRecord,
  RECORD_TABLES,
  type SecretStore,
  type StreamLease,
  StreamQueries,
  type Transaction,
} from '@keepwell/database';
import type { Instant, RecordKind } from '@keepwell/domain';
import { Changed } from '../sync/changed.js';
import { incomingRecord } from '../sync/incoming-record.js';
import { seenIds, unreadable } from '../sync/put-aside.js';
import { RecordKeeper } from '../sync/record-keeper.js';
import { sweep, type Swept } from '../sync/sweep.js';

export interface ComparedPage {
  /** Of the comparison, not of the stream. */
  lease: StreamLease;
  stream: Stream;
  page: PullPage;
  runId: string;
  connectorVersion: number;
  counts: CompareCounts;
  /** Before the page was asked for: what was read later than that is newer. */
  askedAt: Instant;
  /** When the walk began: what came meanwhile is not missing from it. */
  beganAt: Instant;
  /** Everything is compared, not a range of dates. */
  isWhole: boolean;
  leaseMs: number;
}

export interface ComparedResult {
  lease: StreamLease;
  counts: CompareCounts;
  absent: AbsentRecord[];
  swept: Swept;
}

/** Stores a page of a comparison: what differs is repaired and counted, beside the stream's own way of reading. */
export class ComparePage {
  private readonly streams = new StreamQueries();
  private readonly compares = new CompareRunQueries();
  private readonly absences = new AbsenceQueries();
  private readonly keeper: RecordKeeper;

  constructor(secrets: SecretStore) {
    this.keeper = new RecordKeeper(secrets);
  }

  async store(tx: Transaction, given: ComparedPage): Promise<ComparedResult> {
    const { lease, page, stream } = given;
    const { practiceId, connectionId } = lease;
    await this.streams.assertHeld(tx, lease);
    await this.streams.renew(tx, lease, given.leaseMs);
    const scope = { practiceId, connectionId, stream: stream.name, connectorVersion: given.connectorVersion };
    const journal = await this.keeper.open(tx, scope);
    const standing = await this.streams.standing(tx, { practiceId, connectionId, stream: stream.name });
    const all = page.records.map((record, n) => incomingRecord(record, given.askedAt, standing.sequence + n));
    const records = await this.withoutOvertaken(tx, scope, all);
    const stored = await journal.store(tx, records);
    await this.keeper.putAside(tx, scope, null, records, stored, unreadable(page));

    // The comparison has a walk of its own; what it is compared with is the stream's.
    const walked = { stream: stream.name, kinds: stream.kinds, readBefore: given.beganAt };
    // A range has no last count of its own: what is stored of it is the measure, unless a person has accepted less.
    const isAccepted = lease.lastFullCount === 0;
    const sweeping = { walked, lastFullCount: given.isWhole || isAccepted ? lease.lastFullCount : null };
    const swept = await sweep(tx, lease, sweeping, page, seenIds(all), journal);
    const changed = new Changed();
    changed.add(stored);
    await changed.addGone(tx, this.absences, practiceId, swept.gone);
    await this.keeper.replayWaiting(tx, scope, changed, journal);
    await this.keeper.follow(tx, scope, changed);

    const counts = { ...given.counts };
    counts.walked += page.records.length + page.unreadable.length;
    counts.absent += swept.absent.length;
    counts.gone += swept.gone.length;
    records.forEach((record, index) => {
      const news = stored.news[index] ?? null;
      // What the stream's own reading has not come to yet is no difference.
      if (news === null || isAhead(record, standing.watermark)) return;
      if (news === 'new') counts.missed += 1;
      else if (news === 'changed') counts.changed += 1;
      else counts.gone += 1;
    });
    await this.compares.count(tx, practiceId, given.runId, counts);
    const position = { cursor: page.nextCursor, watermark: null, sequence: lease.sequence + all.length };
    const kept = isAccepted && swept.agrees ? null : lease.lastFullCount;
    const walk = { walk: swept.walk, lastFullCount: given.isWhole ? swept.lastFullCount : kept };
    await this.streams.savePosition(tx, lease, { ...position, ...walk, done: page.done });
    await journal.close(tx);
    return {
      lease: { ...lease, ...position, ...walk, watermark: lease.watermark },
      ...{ counts, swept, absent: swept.absent },
    };
  }

  /** Without a clock, what was read last is the present state: what was read after this page was asked for stays. */
  private async withoutOvertaken(
    tx: Transaction,
    scope: { practiceId: string; connectionId: string; stream: string },
    records: IncomingRecord[],
  ): Promise<IncomingRecord[]> {
    const clockless = new Map<RecordKind, string[]>();
    for (const { kind, sourceId, updatedAt } of records) {
      if (updatedAt !== null || !Object.hasOwn(RECORD_TABLES, kind)) continue;
      const ids = clockless.get(kind);
      if (ids === undefined) clockless.set(kind, [sourceId]);
      else ids.push(sourceId);
    }
    const overtaken = new Set<string>();
    for (const [kind, ids] of clockless) {
      const newer = await this.compares.readAfter(tx, scope, kind, ids, records[0]?.observedAt ?? 0);
      for (const id of newer) overtaken.add(`${kind}/${id}`);
    }
    if (overtaken.size === 0) return records;
    return records.filter(
      ({ kind, sourceId, updatedAt }) => updatedAt !== null || !overtaken.has(`${kind}/${sourceId}`),
    );
  }
}

function isAhead({ updatedAt, createdAt }: IncomingRecord, watermark: Instant | null): boolean {
  const clock = updatedAt ?? createdAt;
  return clock !== null && watermark !== null && clock > watermark;
}
