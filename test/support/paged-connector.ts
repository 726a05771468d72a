import {
  type Connector,
  type ConnectorContext,
  defineConnector,
  type PullPage,
  type Stream,
} from '@keepwell/connector-sdk';
import type { RecordKind, SourceRecord } from '@keepwell/domain/records';

export interface PagedStream {
  name: string;
  kinds: RecordKind[];
  deletes?: Stream['deletes'];
  /** Every page from the beginning. With `walks`, each walk reads them all again; without, only what was added. */
  pages: () => Partial<PullPage>[];
  walks?: boolean;
  /** What a comparison is told: all pages of what the source has. Absent: it cannot be compared. */
  compare?: (range: { from: number | null; to: number | null }) => Partial<PullPage>[];
}

interface Place {
  page: number;
  walk: number;
}

/**
 * A connector over pages in memory, to see how the sync treats what connectors may do. Its cursor is the number of the
 * next page; what it reads never depends on anything but that.
 */
export function pagedConnector(
  streams: PagedStream[],
  more: Partial<Pick<Connector, 'fetchOne' | 'version'>> & {
    before?: (stream: string, place: Place) => void | Promise<void>;
  } = {},
): Connector {
  return defineConnector({
    id: 'paged',
    version: more.version ?? 1,
    name: 'Pages in memory',
    description: 'For tests.',
    settings: { type: 'object', properties: {} },
    manifest: { waysIn: ['poll'], gives: {}, writes: {}, throttle: null },
    keeps: {},
    streams: () =>
      Promise.resolve(
        streams.map(({ name, kinds, deletes = 'none', walks, compare }) => ({
          ...(compare === undefined ? {} : { compares: true }),
          name,
          kinds,
          mode: walks === true ? 'snapshot' : 'delta',
          deletes,
          merges: 'pointer',
          confidence: 'verified',
        })),
      ),
    check: () =>
      Promise.resolve({ ok: true, sourceName: null, timezone: null, problems: [], missing: [], counts: {}, notes: [] }),
    async pull(_context: ConnectorContext, name, cursor, { compare }) {
      const stream = streams.find((each) => each.name === name);
      if (stream === undefined) throw new TypeError(`No stream ${name}`);
      const place = (cursor as Place | null) ?? { page: 0, walk: 1 };
      await more.before?.(name, place);
      if (compare !== undefined) return comparedPage(stream, place.page, compare);
      const pages = stream.pages();
      const page = pages[place.page] ?? {};
      const done = place.page + 1 >= pages.length;
      const restart =
        stream.walks === true ? { page: 0, walk: place.walk + 1 } : { page: pages.length, walk: place.walk };
      return {
        records: [],
        unreadable: [],
        nextCursor: { ...(done ? restart : { page: place.page + 1, walk: place.walk }) },
        done,
        ...(stream.walks === true ? { sweep: { walk: String(place.walk) } } : {}),
        ...page,
      };
    },
    ...(more.fetchOne === undefined ? {} : { fetchOne: more.fetchOne }),
  });
}

function comparedPage(stream: PagedStream, at: number, range: { from: number | null; to: number | null }): PullPage {
  const pages = stream.compare?.(range) ?? [];
  const ends = range.from === null || range.to === null ? {} : { from: range.from, to: range.to };
  return {
    ...{ records: [], unreadable: [], nextCursor: { page: at + 1, walk: 1 }, done: at + 1 >= pages.length },
    sweep: { walk: `compare ${JSON.stringify(range)}`, ...ends },
    ...pages[at],
  };
}

/** Pages of at most `size` records. */
export function inPages(records: SourceRecord[], size: number): { records: SourceRecord[] }[] {
  const pages: { records: SourceRecord[] }[] = [];
  for (let start = 0; start < records.length; start += size)
    pages.push({ records: records.slice(start, start + size) });
  return pages;
}
