import {
  idsFrom,
  type IncomingRecord,
  JournalQueries,
  type JournalStep,
  newId,
  packJournal,
  packRaw,
  type RawTexts,
  type RecordScope,
  type SecretStore,
  type StoredRecords,
  storeRecords,
  type Transaction,
} from '@keepwell/database';
import type { Instant, RecordKind } from '@keepwell/domain';
import { checkIncoming } from './incoming-record.js';

/** Whose records are written, and by which version of the connector they were understood. */
export interface JournalScope {
  practiceId: string;
  connectionId: string;
  stream: string;
  connectorVersion: number;
}

/**
 * The one way to write records of a source: what one transaction changes is stored and written down together, so that the
 * journal, applied again in order, gives the same records (X09). Make one per transaction, under the lock of the
 * connection's writes, and `close` it before the commit.
 */
export class Journal {
  private readonly id = newId();
  private readonly steps: JournalStep[] = [];
  private readonly raw: RawTexts = [];
  private packed: Promise<Buffer> | null = null;

  constructor(
    private readonly scope: JournalScope,
    private readonly secrets: SecretStore,
  ) {}

  /** Stores records; what changed anything is written down. `raw`: the source's own text of each, where it is handed over. */
  async store(
    tx: Transaction,
    records: IncomingRecord[],
    { stream = this.scope.stream, raw }: { stream?: string; raw?: readonly (string | null)[] } = {},
  ): Promise<StoredRecords> {
    const { practiceId, connectionId } = this.scope;
    const ids = idsFrom(this.id);
    const step = this.steps.length;
    const scope: RecordScope = { practiceId, connectionId, stream, ids: (...names) => ids(step, ...names) };
    const stored = await storeRecords(tx, scope, records, checkIncoming);
    const told = records.filter((_, index) => stored.told[index]);
    if (told.length === 0) return stored;
    this.steps.push({ is: 'records', stream, records: told });
    records.forEach(({ kind, sourceId }, index) => {
      const text = stored.told[index] === true ? raw?.[index] : null;
      if (typeof text === 'string') this.raw.push([kind, sourceId, text]);
    });
    return stored;
  }

  /** Records that a walk did not bring, or that the source says are gone: already marked, and written down here. */
  mark(is: 'absent' | 'gone', at: Instant, records: readonly { kind: RecordKind; sourceId: string }[]): void {
    const byKind = new Map<RecordKind, string[]>();
    for (const { kind, sourceId } of records) byKind.set(kind, [...(byKind.get(kind) ?? []), sourceId]);
    for (const [kind, sourceIds] of byKind) this.steps.push({ is, at, kind, sourceIds });
  }

  /** Begins to compress what there is so far, while PostgreSQL is busy with something else. Nothing may be added afterwards. */
  pack(): void {
    if (this.steps.length > 0) this.packed ??= packJournal(this.steps);
  }

  /** Writes the page of the journal, when there is anything to tell. */
  async close(tx: Transaction): Promise<void> {
    if (this.steps.length === 0) return;
    this.pack();
    const records = this.steps.flatMap((step) => (step.is === 'records' ? step.records : []));
    const marks = this.steps.flatMap((step) => (step.is === 'records' ? [] : [step.at]));
    const { practiceId, connectionId, stream, connectorVersion } = this.scope;
    await new JournalQueries(this.secrets).add(tx, {
      ...{ id: this.id, practiceId, connectionId, stream, connectorVersion },
      ...observedRange(records, marks),
      ...sequenceRange(records),
      records: records.length,
      body: await (this.packed ?? packJournal(this.steps)),
      raw: this.raw.length === 0 ? null : await packRaw(this.raw),
    });
  }
}

/** Without spreading: a page may hold more records than a call takes arguments. */
function observedRange(records: IncomingRecord[], marks: Instant[]): { observedFrom: number; observedTo: number } {
  let observedFrom = Number.POSITIVE_INFINITY;
  let observedTo = Number.NEGATIVE_INFINITY;
  const seen = (at: number) => {
    observedFrom = Math.min(observedFrom, at);
    observedTo = Math.max(observedTo, at);
  };
  for (const { observedAt } of records) seen(observedAt);
  for (const at of marks) seen(at);
  return { observedFrom, observedTo };
}

function sequenceRange(records: IncomingRecord[]): { firstSequence: number; lastSequence: number } {
  let firstSequence = Number.POSITIVE_INFINITY;
  let lastSequence = -1;
  for (const { sequence } of records) {
    firstSequence = Math.min(firstSequence, sequence);
    lastSequence = Math.max(lastSequence, sequence);
  }
  return { firstSequence: Math.min(firstSequence, Math.max(lastSequence, 0)), lastSequence };
}
