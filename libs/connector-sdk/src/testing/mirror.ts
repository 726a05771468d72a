import type { Instant, RecordKind, SourceRecord } from '@keepwell/domain/records';
import type { PullPage, Stream } from '../connector.js';

interface Kept {
  kind: RecordKind;
  id: string;
  updatedAt: Instant | null;
  /** The stream that last told of it: what another does not bring is none of its business. */
  stream: string | null;
  /** Null: gone. */
  data: Record<string, unknown> | null;
}

/** What Keepwell would hold, by the platform's own rules: an older version never overwrites a newer one (safety S-03). */
export class Mirror {
  private readonly kept = new Map<string, Kept>();
  /** What the running walks over whole streams have brought: stream and walk to keys. */
  private readonly walks = new Map<string, Set<string>>();

  apply(record: SourceRecord, stream: string | null = null): void {
    const key = `${record.kind} ${record.id}`;
    const before = this.kept.get(key);
    const older =
      before !== undefined &&
      before.updatedAt !== null &&
      record.updatedAt !== null &&
      record.updatedAt < before.updatedAt;
    if (older) return;
    const data = record.op === 'delete' ? null : { ...record.data };
    const told = { kind: record.kind, id: record.id, updatedAt: record.updatedAt, data };
    this.kept.set(key, { ...told, stream: stream ?? before?.stream ?? null });
  }

  /** Applies a page; where it ends a walk over everything, answers what the walk did not bring. */
  applyPage(stream: Stream, page: PullPage): { kind: RecordKind; id: string }[] {
    for (const record of page.records) this.apply(record, stream.name);
    if (page.sweep === undefined) return [];
    const walk = `${stream.name} ${page.sweep.walk}`;
    const seen = this.walks.get(walk) ?? new Set();
    this.walks.set(walk, seen);
    for (const { kind, id } of page.records) seen.add(`${kind} ${id}`);
    for (const { kind, id } of page.unreadable) seen.add(`${kind} ${id}`);
    if (!page.done) return [];
    this.walks.delete(walk);
    const { from = null, to = null, kinds = stream.kinds } = page.sweep;
    return [...this.kept.values()].filter(
      ({ kind, id, data, stream: teller }) =>
        teller === stream.name &&
        data !== null &&
        kinds.includes(kind) &&
        !seen.has(`${kind} ${id}`) &&
        isInside(data, from, to),
    );
  }

  /** Counts as gone from here on; a later word of it brings it back. */
  gone(kind: RecordKind, id: string): void {
    const before = this.kept.get(`${kind} ${id}`);
    const { updatedAt = null, stream = null } = before ?? {};
    this.kept.set(`${kind} ${id}`, { kind, id, updatedAt, stream, data: null });
  }

  /** As if it had never been told. */
  forget(kind: RecordKind, id: string): void {
    this.kept.delete(`${kind} ${id}`);
  }

  get(kind: RecordKind, id: string): Record<string, unknown> | null {
    return this.kept.get(`${kind} ${id}`)?.data ?? null;
  }

  ids(kind: RecordKind): string[] {
    return [...this.kept.values()].filter((each) => each.kind === kind && each.data !== null).map(({ id }) => id);
  }

  /** The whole of it as text, to be compared. */
  lines(): string[] {
    return [...this.kept.values()]
      .filter(({ data }) => data !== null)
      .map(({ kind, id, updatedAt, data }) => `${kind} ${id} ${JSON.stringify([updatedAt, data])}`)
      .sort();
  }
}

/** Only what has a time of its own can lie outside a window. */
function isInside(data: Record<string, unknown>, from: Instant | null, to: Instant | null): boolean {
  const startsAt = data['startsAt'];
  if (typeof startsAt !== 'number') return true;
  return (from === null || startsAt >= from) && (to === null || startsAt < to);
}
