import { RECORD_KINDS, type RecordKind, type SourceRecord } from '@keepwell/domain/records';
import type { Connector, ConnectorContext, Cursor, PullOptions, PullPage, Stream } from '../connector.js';
import { createRetryBudget, readWithRetries } from '../http/retries.js';
import { secretFields } from '../settings.js';
import { Mirror } from './mirror.js';
import { noIds, sample, sampleCount, type Data, type Ids } from './sample-practice.js';
import type { WireSource, WorldScenario } from './scenarios.js';
import { openTestContext, type OpenedContext, type TestContextOptions } from './test-context.js';
import type { VendorWorld } from './vendor-world.js';
import { EndlessWalk, throughJson } from './walk.js';

/** More pages than any sample has. */
const MOST_PAGES = 120;

export interface Read {
  stream: Stream;
  page: PullPage;
}

type Around = Omit<TestContextOptions, 'settings' | 'now'>;

/** Keeps a mirror of a source, as the platform would: cursors stored with their pages, absences confirmed, a fresh context for each run. */
export class Reader {
  readonly mirror = new Mirror();
  readonly cursors = new Map<string, Cursor>();
  /** Everything that was written to the log, and every cursor: what must not hold secrets or names. */
  readonly said: string[] = [];
  /** Waits that were asked for, in the order in which they were. */
  readonly waits: (number | null)[] = [];

  constructor(
    readonly connector: Connector,
    readonly source: WireSource & { advance?: (ms: number) => void },
    readonly around: Around,
    readonly limit = 3,
  ) {}

  open(more: Around = {}): OpenedContext {
    const origin = this.source.origin;
    return openTestContext(this.connector, {
      settings: this.source.settings,
      exceptions: origin.startsWith('http') ? [new URL(origin).origin] : [],
      now: () => this.source.now(),
      ...this.around,
      ...more,
    });
  }

  async inContext<T>(use: (context: ConnectorContext) => Promise<T>, more: Around = {}): Promise<T> {
    const opened = this.open(more);
    try {
      return await use(opened.context);
    } finally {
      this.said.push(...opened.logged);
      await opened.close();
    }
  }

  /** One run over every stream, from where each stands. `onPage` comes between two pages. */
  async run(
    more: Around = {},
    { compare, onPage }: { compare?: NonNullable<PullOptions['compare']>; onPage?: (read: Read) => void } = {},
  ): Promise<Read[]> {
    return this.inContext(async (context) => {
      const read: Read[] = [];
      const streams = await this.patiently(context, () => this.connector.streams(context));
      for (const stream of streams) {
        if (compare !== undefined && stream.compares !== true) continue;
        for await (const page of this.pages(context, stream, compare)) {
          read.push({ stream, page });
          await this.confirm(context, this.mirror.applyPage(stream, page));
          if (compare === undefined) this.cursors.set(stream.name, throughJson(page.nextCursor));
          onPage?.({ stream, page });
        }
      }
      return read;
    }, more);
  }

  private async *pages(
    context: ConnectorContext,
    stream: Stream,
    compare?: PullOptions['compare'],
  ): AsyncGenerator<PullPage> {
    let cursor: Cursor | null = compare === undefined ? (this.cursors.get(stream.name) ?? null) : null;
    const seen = new Set([JSON.stringify(cursor)]);
    for (let pages = 0; pages < MOST_PAGES; pages += 1) {
      const from = cursor;
      const options = { limit: this.limit, ...(compare === undefined ? {} : { compare }) };
      const page = await this.patiently(context, () => this.connector.pull(context, stream.name, from, options));
      yield page;
      if (page.done) return;
      cursor = throughJson(page.nextCursor);
      const text = JSON.stringify(cursor);
      this.said.push(text);
      if (page.waits !== undefined) {
        // The platform comes back when it is time.
        this.source.advance?.(page.waits.afterMs);
        continue;
      }
      // The platform stops such a walk itself.
      if (seen.has(text)) throw new TurnsInACircle(`${stream.name} turns in a circle`);
      seen.add(text);
    }
    throw new EndlessWalk(`${stream.name} does not end`);
  }

  /** What a walk did not bring is asked for by id before it counts as gone. */
  private async confirm(context: ConnectorContext, absent: { kind: RecordKind; id: string }[]): Promise<void> {
    for (const { kind, id } of absent) {
      const answer =
        this.connector.fetchOne === undefined
          ? 'gone'
          : await this.patiently(context, () => this.connector.fetchOne!(context, kind, id));
      if (answer === 'gone') this.mirror.gone(kind, id);
      else if (answer !== 'forbidden') this.mirror.apply(answer);
    }
  }

  patiently<T>(context: ConnectorContext, ask: () => Promise<T>): Promise<T> {
    return readWithRetries(ask, {
      sleep: async (ms) => {
        this.waits.push(ms);
        this.source.advance?.(ms);
      },
      random: () => 0,
      signal: context.signal,
      budget: createRetryBudget(1, 1_000),
    });
  }

  secrets(): string[] {
    return secretFields(this.connector.settings)
      .map((field) => this.source.settings[field])
      .filter((value) => typeof value === 'string' && value.length >= 6) as string[];
  }
}

export class TurnsInACircle extends Error {
  override readonly name = 'TurnsInACircle';
}

interface Put {
  kind: RecordKind;
  id: string;
  data: Data;
  state: 'there' | 'removed' | { mergedInto: string };
}

/** A world, a reader of it, and what was put in: what the kit compares. */
export class Bench extends Reader {
  readonly ids: Ids = noIds();
  private readonly truth = new Map<string, Put>();

  constructor(
    connector: Connector,
    readonly world: VendorWorld,
    readonly scenario: WorldScenario,
  ) {
    super(connector, world, { timezone: scenario.timezone }, scenario.limit);
  }

  static async with<T>(connector: Connector, scenario: WorldScenario, use: (bench: Bench) => Promise<T>): Promise<T> {
    const world = await scenario.open();
    try {
      return await use(new Bench(connector, world, scenario));
    } finally {
      await world.close();
    }
  }

  carries(kind: RecordKind, field?: string): boolean {
    const fields = this.scenario.faithful[kind];
    return fields !== undefined && (field === undefined || fields.includes(field));
  }

  /** The small practice of the kit: every kind that this vendor carries. */
  fill(): void {
    for (const kind of RECORD_KINDS) {
      if (this.carries(kind)) for (let n = 0; n < sampleCount(kind); n += 1) this.add(kind, n);
    }
  }

  /** One more record; answers the vendor's id. */
  add(kind: RecordKind, n: number, more: Data = {}, wantedId?: string): string {
    const { faithful, timezone } = this.scenario;
    const record = sample(kind, n, faithful, this.ids, { now: this.world.now(), timezone, more });
    const id = this.put({ ...record, id: wantedId ?? `${kind}-${this.ids[kind].length + 1}` });
    this.ids[kind].push(id);
    return id;
  }

  change(kind: RecordKind, id: string, more: Data): void {
    const before = this.truth.get(`${kind} ${id}`)!;
    this.put(recordWith(kind, id, { ...before.data, ...more }));
  }

  /** Writes the same once more, as systems do for reasons of their own: only the time of writing moves. */
  touch(kind: RecordKind, id: string): void {
    const put = this.truth.get(`${kind} ${id}`);
    if (put?.state === 'there') this.world.put([recordWith(kind, id, put.data)]);
  }

  private put(record: SourceRecord): string {
    const [id] = this.world.put([record]);
    if (id === undefined) throw new Error(`The world gave no id to a ${record.kind} that was put in.`);
    const data = record.op === 'upsert' ? { ...record.data } : {};
    this.truth.set(`${record.kind} ${id}`, { kind: record.kind, id, data, state: 'there' });
    return id;
  }

  remove(kind: RecordKind, id: string): void {
    this.world.remove(kind, id);
    this.truth.get(`${kind} ${id}`)!.state = 'removed';
  }

  merge(loser: string, winner: string): void {
    this.world.merge!(loser, winner);
    this.truth.get(`patient ${loser}`)!.state = { mergedInto: winner };
  }

  dataOf(kind: RecordKind, id: string): Data {
    return this.truth.get(`${kind} ${id}`)!.data;
  }

  /** The first ways in which the mirror is not what was put in; null when it is. */
  difference(): string | null {
    const problems: string[] = [];
    for (const put of this.truth.values()) problems.push(...this.differenceOf(put));
    for (const kind of ['patient', 'appointment'] as const) {
      if (!this.carries(kind)) continue;
      for (const id of this.mirror.ids(kind)) {
        if (!this.truth.has(`${kind} ${id}`)) problems.push(`${kind} ${id} was never put in`);
      }
    }
    return problems.length === 0 ? null : `${problems.slice(0, 3).join('; ')}${problems.length > 3 ? ' …' : ''}`;
  }

  private differenceOf({ kind, id, data, state }: Put): string[] {
    const held = this.mirror.get(kind, id);
    if (state === 'removed')
      return held === null || hasEnded(kind, held) ? [] : [`${kind} ${id} was deleted and is still there`];
    if (held === null) return [`${kind} ${id} is missing`];
    if (typeof state === 'object') {
      const [last, told] = [this.lastOf(id), this.toldLastOf(id)];
      return last === told ? [] : [`patient ${id} was merged into ${last} and is told to be part of ${told}`];
    }
    const fields = (this.scenario.faithful[kind] ?? []).filter(
      // A word of the vendor's own is compared where the kit has said one.
      (field) => (field !== 'rawStatus' || data[field] !== null) && !isSame(data[field] ?? null, held[field] ?? null),
    );
    return fields.length === 0 ? [] : [`${kind} ${id} differs in ${fields.join(', ')}`];
  }

  /** Who stands at the end of a chain of merges. */
  private lastOf(id: string): string {
    const state = this.truth.get(`patient ${id}`)?.state;
    return typeof state === 'object' ? this.lastOf(state.mergedInto) : id;
  }

  private toldLastOf(id: string, steps = 0): string {
    const next = this.mirror.get('patient', id)?.['mergedInto'];
    return typeof next === 'string' && steps < 10 ? this.toldLastOf(next, steps + 1) : id;
  }
}

function recordWith(kind: RecordKind, id: string, data: Data): SourceRecord {
  return { kind, op: 'upsert', id, createdAt: null, updatedAt: null, versionId: null, data } as unknown as SourceRecord;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Not there any more, in the words that records have for it. */
function hasEnded(kind: RecordKind, data: Data): boolean {
  if (kind === 'appointment') {
    return data['deletedAt'] !== null || ['void', 'cancelled', 'late_cancelled'].includes(String(data['status']));
  }
  return data['archivedAt'] !== null && data['archivedAt'] !== undefined;
}
