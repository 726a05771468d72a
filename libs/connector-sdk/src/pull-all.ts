import { setTimeout as wait } from 'node:timers/promises';
import type { Connector, ConnectorContext, Cursor, PullPage, Stream } from './connector.js';
import { ConnectorBroken, RetryLater } from './errors.js';
import { createRetryBudget, readWithRetries, type RetrySurroundings } from './http/retries.js';

export interface PulledPage {
  stream: Stream;
  page: PullPage;
  /** Of this stream so far: records, put aside and ignored. */
  read: number;
  /** Expected for this stream, where the source said. */
  total: number | null;
}

export interface PullAllOptions {
  limit?: number;
  /** Where each stream stands; streams without an entry start at their beginning. */
  cursors?: Record<string, Cursor>;
  sleep?: RetrySurroundings['sleep'];
  random?: () => number;
  /** The longest wait a vendor may ask for before we give up with `RetryLater`. */
  patienceMs?: number;
}

/** How many cursor texts are remembered to notice a walk that turns in a circle. */
const CIRCLE = 1000;

/**
 * Reads every stream of a source to its end, in order. For callers that store nothing, such as the audit; the worker
 * stores each page with its cursor and calls `pull` itself.
 *
 * @example for await (const { stream, page } of pullAll(connector, context)) facts.add(page.records);
 */
export async function* pullAll(
  connector: Connector,
  context: ConnectorContext,
  options: PullAllOptions = {},
): AsyncGenerator<PulledPage> {
  const around: RetrySurroundings = {
    sleep: options.sleep ?? ((ms, signal) => wait(ms, undefined, { signal })),
    random: options.random ?? Math.random,
    signal: context.signal,
    // One page may be several requests to the source: the handful is twice that of a single request.
    budget: createRetryBudget(0.1, 10),
    patienceMs: options.patienceMs ?? 5 * 60_000,
  };
  for (const stream of await readWithRetries(() => connector.streams(context), around)) {
    yield* pullStream(connector, context, stream, options, around);
  }
}

async function* pullStream(
  connector: Connector,
  context: ConnectorContext,
  stream: Stream,
  { limit = 500, cursors = {} }: PullAllOptions,
  around: RetrySurroundings,
): AsyncGenerator<PulledPage> {
  let cursor: Cursor | null = cursors[stream.name] ?? null;
  let read = 0;
  let total: number | null = null;
  let patienceMs = around.patienceMs ?? 0;
  const seen = new Set<string>([JSON.stringify(cursor)]);
  for (;;) {
    context.signal.throwIfAborted();
    const from = cursor;
    const page = await readWithRetries(() => connector.pull(context, stream.name, from, { limit }), around);
    read += page.records.length + page.unreadable.length + (page.ignored ?? 0);
    total = page.total ?? total;
    yield { stream, page, read, total };
    if (page.done) return;
    if (page.waits !== undefined) {
      patienceMs -= page.waits.afterMs;
      if (patienceMs < 0) throw new RetryLater(page.waits.says, page.waits.afterMs);
      await around.sleep(page.waits.afterMs, context.signal);
    }
    cursor = page.nextCursor;
    const text = JSON.stringify(cursor);
    if (seen.has(text))
      throw new ConnectorBroken(`Reading ${stream.name} turns in a circle: the same position came twice.`);
    seen.add(text);
    if (seen.size > CIRCLE) seen.delete(seen.values().next().value!);
    if (page.retryAfterMs) await around.sleep(page.retryAfterMs, context.signal);
  }
}
