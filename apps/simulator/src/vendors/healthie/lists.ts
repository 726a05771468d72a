import type { Row } from './rows.js';

export interface ListArguments {
  first?: number | null;
  after?: string | null;
  order_by?: string | null;
}

export interface PageHabits {
  /** What a mark of a page means: the row before it, or how many rows are before it. Both were seen in systems of this make. */
  marks: 'rows' | 'counts';
  repeatsRow: boolean;
}

/** A page as Relay has it. `order_by` sorts by the time of change; without it, by id. */
export function connectionOf(all: Row[], asked: ListArguments, { marks, repeatsRow }: PageHabits) {
  const down = asked.order_by?.endsWith('_DESC') === true;
  const byTime = /^UPDATED_AT/.test(asked.order_by ?? '');
  const keyOf = (row: Row) => `${byTime ? String(row.updated_at) : ''} ${String(row.id).padStart(12, '0')}`;
  const order = (a: string, b: string) => (a === b ? 0 : a < b === down ? 1 : -1);
  const ordered = [...all].sort((a, b) => order(keyOf(a), keyOf(b)));
  const after = asked.after
    ? (JSON.parse(Buffer.from(asked.after, 'base64').toString('utf8')) as { k: [string | number] })
    : null;
  const mark = after?.k[0];
  const begins =
    mark === undefined
      ? 0
      : typeof mark === 'number'
        ? mark
        : countWhere(ordered, (row) => order(keyOf(row), mark) <= 0);
  const size = asked.first ?? 100;
  const from = Math.max(begins - (repeatsRow && begins > 0 && size > 1 ? 1 : 0), 0);
  const shown = ordered.slice(from, from + size);
  const edges = shown.map((node, at) => ({
    cursor: Buffer.from(JSON.stringify({ k: [marks === 'rows' ? keyOf(node) : from + at + 1] })).toString('base64'),
    node,
  }));
  return {
    edges,
    nodes: shown,
    total_count: ordered.length,
    page_info: {
      ...{ has_next_page: from + size < ordered.length, has_previous_page: from > 0 },
      ...{ start_cursor: edges[0]?.cursor ?? null, end_cursor: edges.at(-1)?.cursor ?? null },
    },
  };
}

/** How many rows of a sorted list lie before the place where the test stops holding. */
function countWhere(ordered: Row[], holds: (row: Row) => boolean): number {
  const first = ordered.findIndex((row) => !holds(row));
  return first === -1 ? ordered.length : first;
}
