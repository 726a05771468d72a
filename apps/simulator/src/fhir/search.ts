import type { Manners, Refused } from './manners.js';
import type { ResourceType } from './resource.js';
import { DateUnreadable, matcherOf, parametersOf, type Parameter } from './search-parameters.js';
import type { FhirStore, Stored } from './store.js';

export class SearchWrong extends Error {
  override readonly name = 'SearchWrong';
}

/** Refused for what this kind of server refuses. */
export class SearchRefused extends Error {
  override readonly name = 'SearchRefused';
  constructor(readonly refused: Refused) {
    super(refused.says);
  }
}

export class PageExpired extends Error {
  override readonly name = 'PageExpired';
}

export interface SearchOptions {
  pageSize: number;
  /** Types on which `_lastUpdated` is refused, as on several large vendors. */
  withoutLastUpdated: readonly ResourceType[];
  /** `Prefer: handling=strict`. */
  strict: boolean;
  pageLifetimeMs: number;
  realNow: number;
  /** As what kind of server it answers; null: as itself. */
  manners: Manners | null;
}

export interface Page {
  resources: NonNullable<Stored['resource']>[];
  /** Only on the first page: counting is dear. */
  total: number | null;
  /** What the `next` link must carry; null on the last page. */
  next: string | null;
}

/** Where a walk stands: what was asked, and the last resource handed over. Self-contained: the server remembers nothing. */
interface Walk {
  query: [string, string][];
  issuedAt: number;
  after: [key: number, id: string];
}

type Match = (resource: NonNullable<Stored['resource']>) => boolean;

export function search(store: FhirStore, type: ResourceType, asked: URLSearchParams, options: SearchOptions): Page {
  const walk = readWalk(asked.get('_page'));
  if (walk !== null && options.realNow - walk.issuedAt > options.pageLifetimeMs) {
    throw new PageExpired('The result of this search is no longer kept: search again');
  }
  const query = walk === null ? [...asked] : walk.query;
  if (options.manners !== null) refuseWhat(options.manners, type, query);
  const match = matcher(type, query, options);
  const { list, keyOf, descending } = order(store.byUpdate(type), type, last(query, '_sort'));
  refuseTooMany(options.manners, type, () => count(list, match));
  const size = pageSize(last(query, '_count'), Math.min(options.pageSize, options.manners?.mostPerPage ?? Infinity));
  const found: Stored[] = [];
  let more = false;
  for (let index = walk === null ? 0 : firstAfter(list, walk.after, keyOf, descending); index < list.length; index++) {
    const stored = list[index];
    if (stored?.resource === null || stored === undefined || !match(stored.resource)) continue;
    if (found.length === size) {
      more = true;
      break;
    }
    found.push(stored);
  }
  const end = found.at(-1);
  return {
    resources: found.map(({ resource }) => resource).filter((resource) => resource !== null),
    total: walk === null ? count(list, match) : null,
    next:
      more && end !== undefined ? writeWalk({ query, issuedAt: options.realNow, after: [keyOf(end), end.id] }) : null,
  };
}

const OF_ANY_SERVER = ['_count', '_page', '_format'];

function refuseWhat(manners: Manners, type: ResourceType, query: [string, string][]): void {
  const offered = manners.searches[type] ?? [];
  const [unknown] = query.find(([name]) => !offered.includes(name) && !OF_ANY_SERVER.includes(name)) ?? [];
  if (unknown !== undefined) {
    const says = `Search parameter ${unknown} is not supported for ${type}`;
    throw new SearchRefused({ status: 400, code: 'not-supported', says });
  }
  const refused = manners.refuses(type, new URLSearchParams(query));
  if (refused !== null) throw new SearchRefused(refused);
}

function refuseTooMany(manners: Manners | null, type: ResourceType, found: () => number): void {
  if (type !== 'Patient' || manners?.mostPatients === undefined || found() <= manners.mostPatients) return;
  throw new SearchRefused({ status: 422, code: 'too-costly', says: 'Too many patients qualify' });
}

function count(list: readonly Stored[], match: Match): number {
  return list.reduce((sum, { resource }) => (resource !== null && match(resource) ? sum + 1 : sum), 0);
}

function matcher(type: ResourceType, query: [string, string][], options: SearchOptions): Match {
  const known = parametersOf(type);
  const tests: Match[] = [];
  for (const [name, wanted] of query) {
    if (name === '_lastUpdated' && options.withoutLastUpdated.includes(type)) {
      throw new SearchWrong(`Search parameter _lastUpdated is not supported for ${type}`);
    }
    const parameter = known[name];
    if (parameter !== undefined) tests.push(testOf(name, parameter, wanted));
    else if (options.strict && !CONTROLS.has(name)) {
      throw new SearchWrong(`Unknown search parameter ${name} for ${type}`);
    }
  }
  const { manners } = options;
  if (manners?.hides !== undefined) {
    const asked = new URLSearchParams(query);
    tests.push((resource) => manners.hides?.(type, asked, resource) !== true);
  }
  return (resource) => tests.every((test) => test(resource));
}

function testOf(name: string, parameter: Parameter, wanted: string): Match {
  try {
    return matcherOf(name, parameter, wanted);
  } catch (cause) {
    if (cause instanceof DateUnreadable) throw new SearchWrong(cause.message, { cause });
    throw cause;
  }
}

const CONTROLS = new Set(['_sort', '_count', '_page', '_format', '_total', '_summary', '_elements']);

function order(
  byUpdate: readonly Stored[],
  type: ResourceType,
  sort: string | undefined,
): { list: readonly Stored[]; keyOf: (stored: Stored) => number; descending: boolean } {
  const descending = sort?.startsWith('-') ?? false;
  const name = sort?.replace(/^-/, '');
  if (name === undefined || name === '_lastUpdated') {
    return { list: descending ? byUpdate.toReversed() : byUpdate, keyOf: ({ lastUpdated }) => lastUpdated, descending };
  }
  const parameter = parametersOf(type)[name];
  if (parameter === undefined) throw new SearchWrong(`Cannot sort ${type} by ${name}`);
  const keyOf = ({ resource }: Stored): number => {
    const [value] = resource === null ? [] : parameter.values(resource);
    return parameter.kind === 'date' && value !== undefined ? Date.parse(value) : 0;
  };
  const direction = descending ? -1 : 1;
  const list = byUpdate.toSorted((a, b) => direction * (keyOf(a) - keyOf(b) || (a.id < b.id ? -1 : 1)));
  return { list, keyOf, descending };
}

/** By halving: the list is in order of (key, id). */
function firstAfter(
  list: readonly Stored[],
  [key, id]: Walk['after'],
  keyOf: (stored: Stored) => number,
  descending: boolean,
): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const stored = list[middle];
    if (stored === undefined) break;
    const difference = keyOf(stored) - key || (stored.id === id ? 0 : stored.id < id ? -1 : 1);
    if ((descending ? -difference : difference) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function pageSize(asked: string | undefined, most: number): number {
  if (asked === undefined) return most;
  const wanted = Number(asked);
  if (!Number.isInteger(wanted) || wanted < 0) throw new SearchWrong(`_count must be a whole number, not "${asked}"`);
  return Math.min(wanted, most);
}

function last(query: [string, string][], name: string): string | undefined {
  return query.findLast(([key]) => key === name)?.[1];
}

function writeWalk(walk: Walk): string {
  return Buffer.from(JSON.stringify(walk)).toString('base64url');
}

function readWalk(text: string | null): Walk | null {
  if (text === null) return null;
  try {
    const walk: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (isWalk(walk)) return walk;
  } catch (cause) {
    throw new SearchWrong('This page link was not made by this server', { cause });
  }
  throw new SearchWrong('This page link was not made by this server');
}

function isWalk(value: unknown): value is Walk {
  if (typeof value !== 'object' || value === null || !('query' in value) || !('after' in value)) return false;
  return Array.isArray(value.query) && Array.isArray(value.after) && typeof value.after[1] === 'string';
}
