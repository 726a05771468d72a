import {
  type Connector,
  type ConnectorContext,
  type MessageReading,
  type PartialRecord,
  told,
  type ToldRecord,
  type UnreadableRecord,
  wholeRecord,
} from '@keepwell/connector-sdk';
import {
  type IncomingRecord,
  type InboxCounts,
  type Outcome,
  type PutAside,
  type SecretStore,
  type SettledItem,
  ToldRecordQueries,
  toldName,
  type Transaction,
  type WaitingItem,
} from '@keepwell/database';
import type { SourceRecord } from '@keepwell/domain';
import { Changed } from '../sync/changed.js';
import { incomingRecord } from '../sync/incoming-record.js';
import { RecordKeeper } from '../sync/record-keeper.js';

/** The stream of a connection whose messages come by themselves. */
export const MESSAGES = 'messages';

export interface MessageScope {
  practiceId: string;
  connectionId: string;
  connector: Connector;
}

/** A message as it was read; null: reading it failed, and `problem` says how. */
export interface ReadMessage {
  item: WaitingItem;
  reading: MessageReading | null;
  problem: string | null;
}

interface Written {
  item: string;
  record: IncomingRecord;
}

/**
 * Stores what messages say, in the order in which they came. Each ends as applied, ignored or quarantined, with counts that add
 * up; a record is filled in from what stands, field by field, so that nothing is erased by what is not said.
 */
export class MessageApplier {
  private readonly told = new ToldRecordQueries();
  private readonly keeper: RecordKeeper;

  constructor(secrets: SecretStore) {
    this.keeper = new RecordKeeper(secrets);
  }

  /** Reads messages, asking nobody and storing nothing. */
  static async read(context: ConnectorContext, connector: Connector, items: WaitingItem[]): Promise<ReadMessage[]> {
    const read: ReadMessage[] = [];
    for (const item of items) {
      if (connector.readMessage === undefined) {
        read.push({ item, reading: null, problem: `The connector ${connector.id} reads no messages.` });
        continue;
      }
      try {
        // As if it were read when it came: a replay must not give another answer.
        const then = { ...context, now: () => Math.floor(item.receivedAt) };
        read.push({ item, reading: await connector.readMessage(then, item.body), problem: null });
      } catch {
        // What a message holds must not stop the ones behind it; a fault of ours is mended and the message tried again.
        read.push({
          item,
          reading: null,
          problem: 'Reading this message failed here; it is kept, and can be tried again.',
        });
      }
    }
    return read;
  }

  /** In the caller's transaction. What became of each item, for the caller to settle. */
  async apply(tx: Transaction, given: MessageScope, messages: ReadMessage[]): Promise<SettledItem[]> {
    const { practiceId, connectionId, connector } = given;
    const scope = {
      practiceId,
      connectionId,
      stream: MESSAGES,
      connector: connector.id,
      connectorVersion: connector.version,
    };
    const journal = await this.keeper.open(tx, scope);
    const story = new Story(await this.told.find(tx, scope, keysOf(messages)));
    for (const { item, reading } of messages) if (reading !== null) story.hear(item, reading);

    const records = story.written.map(({ record }) => record);
    const stored = await journal.store(tx, records);
    await this.told.save(tx, scope, story.changed());
    await this.keeper.putAside(tx, scope, null, records, stored, story.unreadable);
    const changed = new Changed();
    changed.add(stored);
    await this.keeper.replayWaiting(tx, scope, changed, journal);
    await this.keeper.follow(tx, scope, changed);
    await journal.close(tx);
    const newest = messages.reduce((latest, { item }) => Math.max(latest, item.receivedAt), 0);
    if (newest > 0) await this.told.heardUntil(tx, scope, MESSAGES, new Date(newest));
    return messages.map((message) => settled(message, story, stored.outcomes));
  }
}

/** What a batch of messages tells, record by record. */
class Story {
  readonly written: Written[] = [];
  readonly unreadable: PutAside[] = [];
  private readonly asideOf = new Map<string, number>();
  private readonly unchangedOf = new Map<string, number>();
  private readonly touched = new Map<string, { kind: PartialRecord['kind']; sourceId: string; isWhole: boolean }>();
  private sequence = 0;

  constructor(private readonly states: Map<string, ToldRecord>) {}

  hear(item: WaitingItem, reading: MessageReading): void {
    const at = reading.at ?? Math.floor(item.receivedAt);
    for (const record of reading.records) this.write(item, record);
    for (const partial of reading.partials ?? []) this.tell(item, partial, at);
    for (const one of reading.unreadable) this.putAside(item, one);
  }

  asides(id: string): number {
    return this.asideOf.get(id) ?? 0;
  }

  unchanged(id: string): number {
    return this.unchangedOf.get(id) ?? 0;
  }

  changed() {
    return [...this.touched].flatMap(([name, key]) => {
      const state = this.states.get(name);
      return state === undefined ? [] : [{ ...key, state }];
    });
  }

  private tell(item: WaitingItem, partial: PartialRecord, at: number): void {
    const { kind, id: sourceId } = partial;
    const name = toldName({ kind, sourceId });
    const before = this.states.get(name) ?? null;
    const after = told(before, partial, at);
    this.states.set(name, after);
    const whole = wholeRecord(kind, sourceId, after);
    const isWhole = 'record' in whole;
    this.touched.set(name, { kind, sourceId, isWhole });
    if (!isWhole) {
      // Others will tell the rest; what nobody tells is nobody's record.
      if (partial.mayWait === true) return;
      const reason = `This ${kind} was only told in part so far: ${whole.lacks.join('; ')}.`;
      return this.putAside(item, { kind, id: sourceId, code: 'record_incomplete', reason, where: null });
    }
    const stood = before === null ? null : wholeRecord(kind, sourceId, before);
    const isSame = stood !== null && 'record' in stood && contentOf(stood.record) === contentOf(whole.record);
    if (isSame && before?.updatedAt === after.updatedAt) count(this.unchangedOf, item.id);
    else this.write(item, whole.record);
  }

  private write(item: WaitingItem, record: SourceRecord): void {
    // Later in the same instant counts as later.
    this.sequence = Math.max(this.sequence + 1, Math.floor(item.receivedAt) * 1000);
    this.written.push({ item: item.id, record: incomingRecord(record, Math.floor(item.receivedAt), this.sequence) });
  }

  private putAside(item: WaitingItem, { kind, id, code, reason, where }: Omit<UnreadableRecord, 'raw'>): void {
    const raw = item.body.toString('latin1');
    this.unreadable.push({ kind, sourceId: id, code, reason, where, waitsFor: null, raw, rawForm: 'source' });
    count(this.asideOf, item.id);
  }
}

function settled({ item, reading, problem }: ReadMessage, story: Story, outcomes: Outcome[]): SettledItem {
  if (reading === null) return { id: item.id, state: 'quarantined', reason: problem, counts: {} };
  if (reading.outcome === 'ignored') return { id: item.id, state: 'ignored', reason: reading.reason, counts: {} };
  const counts: Required<Pick<InboxCounts, 'applied' | 'unchanged' | 'quarantined'>> = {
    applied: 0,
    unchanged: story.unchanged(item.id),
    quarantined: story.asides(item.id),
  };
  story.written.forEach(({ item: id }, index) => {
    if (id !== item.id) return;
    if (outcomes[index] === 'applied') counts.applied += 1;
    else if (outcomes[index] === 'unchanged') counts.unchanged += 1;
    else counts.quarantined += 1;
  });
  const isNothing = counts.applied + counts.unchanged === 0 && counts.quarantined > 0;
  const reason = isNothing
    ? (reading.reason ?? reading.unreadable[0]?.reason ?? 'What it tells cannot be kept yet.')
    : null;
  return { id: item.id, state: isNothing ? 'quarantined' : 'applied', reason, counts };
}

function keysOf(messages: ReadMessage[]): { kind: PartialRecord['kind']; sourceId: string }[] {
  const keys = new Map<string, { kind: PartialRecord['kind']; sourceId: string }>();
  for (const { reading } of messages) {
    for (const { kind, id: sourceId } of reading?.partials ?? [])
      keys.set(toldName({ kind, sourceId }), { kind, sourceId });
  }
  return [...keys.values()];
}

function contentOf(record: SourceRecord): string {
  return JSON.stringify([record.createdAt, record.op === 'upsert' ? record.data : null]);
}

function count(counts: Map<string, number>, id: string): void {
  counts.set(id, (counts.get(id) ?? 0) + 1);
}
