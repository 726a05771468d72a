import type { SourceRecord } from '@keepwell/domain/records';
import type { Connector, ConnectorContext, Cursor, PullPage, Stream } from '../connector.js';
import { createRetryBudget, readWithRetries } from '../http/retries.js';

/** More pages than any scenario has: a walk that gets here does not end. */
export const MOST_PAGES = 600;

export class EndlessWalk extends Error {
  override readonly name = 'EndlessWalk';
}

/** Reads a stream on from a cursor, page by page, as the worker would: the cursor goes through JSON. */
export async function walk(
  connector: Connector,
  context: ConnectorContext,
  stream: Stream,
  from: Cursor | null,
  limit: number,
): Promise<PullPage[]> {
  const around = {
    sleep: async () => undefined,
    random: () => 0,
    signal: context.signal,
    budget: createRetryBudget(1, 1_000),
  };
  const pages: PullPage[] = [];
  let cursor = from;
  for (;;) {
    const at = cursor;
    const page = await readWithRetries(() => connector.pull(context, stream.name, at, { limit }), around);
    pages.push(page);
    if (page.done) return pages;
    if (pages.length >= MOST_PAGES) throw new EndlessWalk(`${stream.name} does not end`);
    cursor = throughJson(page.nextCursor);
  }
}

export function throughJson(cursor: Cursor): Cursor {
  return JSON.parse(JSON.stringify(cursor)) as Cursor;
}

/** Everything a walk handed over, in order, as text that can be compared. */
export function handedOver(pages: PullPage[]): string[] {
  return pages.flatMap((page) => [
    ...page.records.map((record) => JSON.stringify(record)),
    ...page.unreadable.map((record) => JSON.stringify(record)),
    ...Array.from({ length: page.ignored ?? 0 }, () => 'ignored'),
  ]);
}

export function keyOf(record: SourceRecord): string {
  return `${record.kind} ${record.id}`;
}
