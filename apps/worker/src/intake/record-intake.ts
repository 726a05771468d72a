import {
  QuarantineQueries,
  RecordStreamQueries,
  type IncomingRecord,
  type SecretStore,
  type Transaction,
} from '@keepwell/database';
import type { Instant, RecordKind, SourceRecord } from '@keepwell/domain';
import { Changed } from '../sync/changed.js';
import { incomingRecord } from '../sync/incoming-record.js';
import { seenIds, unstored } from '../sync/put-aside.js';
import { RecordKeeper } from '../sync/record-keeper.js';

export interface IntakeScope {
  practiceId: string;
  connectionId: string;
  connectorVersion: number;
}

export interface IntakeCounts {
  applied: number;
  unchanged: number;
  quarantined: number;
  gone: number;
  /** Source ids of patients that some of the records wait for. */
  unknownPatients: string[];
}

/** Stores single records that came by another way than a walk, with everything that follows from them. */
export class RecordIntake {
  private readonly keeper: RecordKeeper;
  private readonly quarantine: QuarantineQueries;
  private readonly streams = new RecordStreamQueries();

  constructor(secrets: SecretStore) {
    this.keeper = new RecordKeeper(secrets);
    this.quarantine = new QuarantineQueries(secrets);
  }

  /**
   * `streamOf` names the stream that usually brings a kind: a record that is there keeps its own, so that the walk that brings it goes
   * on finding it. Records of a patient nobody knows are put aside unless `leavesUnknown`, when they are only named.
   */
  async store(
    tx: Transaction,
    scope: IntakeScope,
    given: SourceRecord[],
    at: { now: Instant; streamOf: (kind: RecordKind) => string; leavesUnknown?: boolean },
  ): Promise<IntakeCounts> {
    const journal = await this.keeper.open(tx, { ...scope, stream: '' });
    const counts: IntakeCounts = { applied: 0, unchanged: 0, quarantined: 0, gone: 0, unknownPatients: [] };
    const changed = new Changed();
    for (const [stream, records] of await this.byStream(tx, scope, given, at)) {
      const key = { ...scope, stream };
      const stored = await journal.store(tx, records, { stream });
      changed.add(stored);
      stored.outcomes.forEach((outcome, index) => {
        if (outcome === 'applied' && records[index]?.data === null) counts.gone += 1;
        if (outcome === 'applied') counts.applied += 1;
        if (outcome === 'unchanged') counts.unchanged += 1;
      });
      const aside = unstored(records, stored);
      counts.unknownPatients.push(...aside.flatMap(({ waitsFor }) => waitsFor ?? []));
      const kept = at.leavesUnknown === true ? aside.filter(({ waitsFor }) => waitsFor === null) : aside;
      counts.quarantined += kept.length;
      await this.quarantine.put(tx, key, null, scope.connectorVersion, kept);
      const sound = records.filter((_, index) => ['applied', 'unchanged'].includes(stored.outcomes[index] ?? ''));
      for (const [kind, ids] of seenIds(sound)) await this.quarantine.settle(tx, key, kind, ids);
    }
    await this.keeper.replayWaiting(tx, { ...scope, stream: '' }, changed, journal);
    await this.keeper.follow(tx, { ...scope, stream: '' }, changed);
    await journal.close(tx);
    return counts;
  }

  private async byStream(
    tx: Transaction,
    scope: IntakeScope,
    given: SourceRecord[],
    at: { now: Instant; streamOf: (kind: RecordKind) => string },
  ): Promise<Map<string, IncomingRecord[]>> {
    const byStream = new Map<string, IncomingRecord[]>();
    for (const [index, record] of given.entries()) {
      const stream = (await this.streams.of(tx, scope, record.kind, record.id)) ?? at.streamOf(record.kind);
      const of = byStream.get(stream) ?? [];
      byStream.set(stream, of);
      of.push(incomingRecord(record, at.now, at.now + index));
    }
    return byStream;
  }
}
