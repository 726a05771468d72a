import { isDeepStrictEqual } from 'node:util';
import {
  recordedAtOf,
  type RecordKind,
  type RecordsByKind,
  type RecordVersion,
  type SourceRecord,
} from '@keepwell/domain';
import { pullAll, type PullPage, type Stream, type UnreadableRecord } from '@keepwell/connector-sdk';
import { startProgress } from '../progress.js';
import type { Io } from '../io.js';
import type { OpenSource } from './open-source.js';

const PAGE_ROWS = 5000;

export interface StreamTotals {
  name: string;
  read: number;
  applied: number;
  unchanged: number;
  quarantined: number;
}

export interface Collected {
  /** A kind that the source cannot give is absent; one that it could give and has no record of is an empty list. */
  records: RecordsByKind;
  kinds: RecordKind[];
  streams: StreamTotals[];
  /** Everything up to here has been read; `null` where the source cannot tell. */
  watermark: number | null;
  /** By code, in the order of first appearance. */
  putAside: { code: string; count: number; first: UnreadableRecord }[];
}

/** Reads a source from end to end. Every record is applied, unchanged or put aside: the totals reconcile. */
export async function collectFacts(source: OpenSource, io: Io): Promise<Collected> {
  const collecting = new Collecting();
  const progress = await startProgress(io, 'Reading');
  try {
    for (const stream of await source.connector.streams(source.context)) collecting.begin(stream);
    for await (const { stream, page, read, total } of pullAll(source.connector, source.context, { limit: PAGE_ROWS })) {
      collecting.add(stream, page);
      progress.update(read, total, `Reading ${stream.name}`);
    }
  } finally {
    progress.stop();
  }
  return collecting.finish();
}

class Collecting {
  private readonly records = new Map<RecordKind, RecordVersion[]>();
  private readonly totals = new Map<string, StreamTotals>();
  private readonly reasons = new Map<string, { code: string; count: number; first: UnreadableRecord }>();
  /** The last version of each record, to tell a repeat from a change. */
  private readonly last = new Map<string, RecordVersion>();
  private watermarks: (number | null)[] = [];
  private sequence = 0;

  begin({ name, kinds }: Stream): void {
    this.totals.set(name, { name, read: 0, applied: 0, unchanged: 0, quarantined: 0 });
    for (const kind of kinds) this.versions(kind);
  }

  add({ name }: Stream, page: PullPage): void {
    const totals = this.totals.get(name) ?? { name, read: 0, applied: 0, unchanged: 0, quarantined: 0 };
    this.totals.set(name, totals);
    for (const record of page.records) {
      if (this.keep(record)) totals.applied += 1;
      else totals.unchanged += 1;
    }
    totals.unchanged += page.ignored ?? 0;
    totals.quarantined += page.unreadable.length;
    totals.read += page.records.length + page.unreadable.length + (page.ignored ?? 0);
    for (const unreadable of page.unreadable) this.putAside(unreadable);
    if (page.done) this.watermarks.push(page.watermark ?? null);
  }

  finish(): Collected {
    const known = this.watermarks.filter((at) => at !== null);
    return {
      // Each list holds versions of its own kind, which the compiler cannot follow through the table.
      records: Object.fromEntries(this.records) as RecordsByKind,
      kinds: [...this.records.keys()],
      streams: [...this.totals.values()],
      watermark: known.length > 0 && known.length === this.watermarks.length ? Math.min(...known) : null,
      putAside: [...this.reasons.values()],
    };
  }

  /** Answers false for a repeat of what is already there. */
  private keep(record: SourceRecord): boolean {
    const key = `${record.kind}\u0000${record.id}`;
    const before = this.last.get(key);
    if (record.op === 'delete') {
      if (before === undefined) return false;
      this.last.delete(key);
      this.forget(record.kind, record.id);
      return true;
    }
    const { id, createdAt, updatedAt, data } = record;
    if (before !== undefined && isRepeat(before, createdAt, updatedAt, data)) return false;
    const recordedAt = recordedAtOf(record.kind, createdAt, updatedAt, data);
    const version: RecordVersion = {
      id,
      source: '',
      createdAt,
      updatedAt,
      recordedAt,
      sequence: this.sequence++,
      data,
    };
    this.last.set(key, version);
    this.versions(record.kind).push(version);
    return true;
  }

  private versions(kind: RecordKind): RecordVersion[] {
    let versions = this.records.get(kind);
    if (versions === undefined) this.records.set(kind, (versions = []));
    return versions;
  }

  private forget(kind: RecordKind, id: string): void {
    const versions = this.versions(kind);
    const kept = versions.filter((version) => version.id !== id);
    versions.splice(0, versions.length, ...kept);
  }

  private putAside(unreadable: UnreadableRecord): void {
    const seen = this.reasons.get(unreadable.code);
    if (seen === undefined) this.reasons.set(unreadable.code, { code: unreadable.code, count: 1, first: unreadable });
    else seen.count += 1;
  }
}

function isRepeat(before: RecordVersion, createdAt: number | null, updatedAt: number | null, data: object): boolean {
  return before.createdAt === createdAt && before.updatedAt === updatedAt && isDeepStrictEqual(before.data, data);
}
