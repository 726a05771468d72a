import { RECORD_KINDS, type RecordKind } from '@keepwell/domain/records';
import { missingParts } from '../capability.js';
import type { CheckResult, Connector, PullPage, Stream } from '../connector.js';
import { fieldsBeyond, recordProblems } from '../record-shape.js';
import type { SourceScenario } from './scenarios.js';
import type { Tell } from './telling.js';
import { EndlessWalk, handedOver, keyOf, throughJson, walk } from './walk.js';

/** A cursor is stored with every page: small, and nothing but JSON. */
const LARGEST_CURSOR = 8 * 1024;
/** Walks are resumed after each of this many first pages, and after the last. */
const MOST_RESUMED = 25;

/** Everything that must hold of a source that can be read; answers its streams. */
export async function checkSource(connector: Connector, scenario: SourceScenario, tell: Tell): Promise<Stream[]> {
  const found = new Map<RecordKind, Set<string>>();
  const aside: string[] = [];
  const streams = await opened(scenario, async (context) => {
    const result = await connector.check(context);
    tell('the check of a good source is ok', result.ok ? null : `it says: ${result.problems.join(' ')}`);
    const found = await connector.streams(context);
    checkMissing(result, found, tell);
    return found;
  });
  tell('there are streams', streams.length > 0 ? null : 'streams() answers none');
  const names = new Set(streams.map(({ name }) => name));
  tell('streams have names of their own', names.size === streams.length ? null : 'two streams have one name');

  let ends = streams.length > 0;
  for (const stream of streams) {
    const pages = await wholeWalk(connector, scenario, stream, tell);
    ends &&= pages !== null;
    if (pages === null) continue;
    checkPages(connector, stream, pages, tell);
    await checkResuming(connector, scenario, stream, pages, tell);
    await checkRepeating(connector, scenario, stream, pages, tell);
    aside.push(...pages.flatMap((page) => page.unreadable.map(({ reason }) => reason)));
    for (const record of pages.flatMap((page) => page.records)) {
      found.set(record.kind, (found.get(record.kind) ?? new Set()).add(record.id));
    }
  }
  if (ends) checkCounts(scenario, found, aside, tell);
  return streams;
}

/** S2-29: of each part of which something is missing, something is said. */
function checkMissing({ missing }: CheckResult, streams: Stream[], tell: Tell): void {
  const lacking = new Set(missingParts(streams.flatMap(({ kinds }) => kinds)).map(({ part }) => part));
  const silent = [...lacking].filter((part) => !missing.some((said) => said.part === part));
  tell('S2-29 the check says what is missing', silent.length === 0 ? null : `nothing is said of ${silent.join(', ')}`);
}

async function opened<T>(
  scenario: SourceScenario,
  use: (context: Awaited<ReturnType<SourceScenario['open']>>['context']) => Promise<T>,
): Promise<T> {
  const { context, close } = await scenario.open().then((open) => ({ ...open, close: () => open.close() }));
  try {
    return await use(context);
  } finally {
    await close();
  }
}

async function wholeWalk(
  connector: Connector,
  scenario: SourceScenario,
  stream: Stream,
  tell: Tell,
): Promise<PullPage[] | null> {
  try {
    const pages = await opened(scenario, (context) => walk(connector, context, stream, null, scenario.limit));
    tell('paging ends', null);
    return pages;
  } catch (error) {
    if (!(error instanceof EndlessWalk)) throw error;
    tell('paging ends', error.message);
    return null;
  }
}

function checkPages(connector: Connector, stream: Stream, pages: PullPage[], tell: Tell): void {
  for (const page of pages) {
    const text = JSON.stringify(page.nextCursor);
    const survives = text !== undefined && JSON.stringify(throughJson(page.nextCursor)) === text;
    tell(
      'cursors are JSON',
      survives && isPlain(page.nextCursor) ? null : `${stream.name}: a cursor does not survive JSON`,
    );
    tell(
      'cursors are small',
      (text ?? '').length <= LARGEST_CURSOR ? null : `${stream.name}: a cursor of ${text.length} bytes`,
    );
    const counts = [page.ignored ?? 0, page.total ?? 0, page.retryAfterMs ?? 0];
    tell(
      'counts are whole',
      counts.every((n) => Number.isSafeInteger(n) && n >= 0) ? null : `${stream.name}: ${counts.join(', ')}`,
    );
    const mark = page.watermark ?? 0;
    tell('watermarks are instants', Number.isSafeInteger(mark) ? null : `${stream.name}: ${mark}`);
    for (const record of page.records) {
      const problems = recordProblems(record);
      const which = `${record.kind} ${record.id}`;
      tell(
        'records keep the contract of records.ts',
        problems.length === 0 ? null : `${which}: ${problems.join('; ')}`,
      );
      // A connector that names nothing is told so once.
      const told = RECORD_KINDS.includes(record.kind) && Object.keys(connector.keeps).length > 0;
      const beyond = told ? fieldsBeyond(connector.keeps, record) : [];
      tell('S3-62 only what is kept is carried', beyond.length === 0 ? null : `${which}: ${beyond.join(', ')}`);
      const named = stream.kinds.includes(record.kind);
      tell('streams bring the kinds they name', named ? null : `${stream.name} brings ${record.kind}`);
    }
    for (const record of page.unreadable) {
      const whole = record.code !== '' && record.reason.trim() !== '';
      tell('what is put aside says why', whole ? null : `${stream.name}: code or reason is empty`);
    }
  }
  const last = pages.at(-1)!;
  const whole = stream.mode !== 'delta' && stream.deletes === 'absence';
  tell(
    'a full walk says so',
    !whole || last.sweep ? null : `${stream.name} finds absences and its last page names no sweep`,
  );
}

/** Maps, dates and undefined vanish in JSON without a word. */
function isPlain(value: unknown): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isPlain);
  if (typeof value !== 'object' || Object.getPrototypeOf(value) === null) return false;
  return Object.getPrototypeOf(value).constructor?.name === 'Object' && Object.values(value).every(isPlain);
}

/** A crash after any page: another process goes on from the stored cursor. */
async function checkResuming(
  connector: Connector,
  scenario: SourceScenario,
  stream: Stream,
  pages: PullPage[],
  tell: Tell,
): Promise<void> {
  const whole = handedOver(pages);
  const borders = pages.length - 1;
  const chosen = Array.from({ length: borders }, (_, index) => index).filter(
    (index) => index < MOST_RESUMED || index === borders - 1,
  );
  for (const index of chosen) {
    const cursor = throughJson(pages[index]!.nextCursor);
    const rest = await opened(scenario, (context) => walk(connector, context, stream, cursor, scenario.limit));
    const both = [...handedOver(pages.slice(0, index + 1)), ...handedOver(rest)];
    tell('a walk resumes without gaps or repeats', difference(whole, both, `${stream.name}, after page ${index + 1}`));
  }
}

async function checkRepeating(
  connector: Connector,
  scenario: SourceScenario,
  stream: Stream,
  pages: PullPage[],
  tell: Tell,
): Promise<void> {
  const whole = handedOver(pages);
  const again = await opened(scenario, (context) => walk(connector, context, stream, null, scenario.limit));
  tell('the same source read twice is the same', difference(whole, handedOver(again), stream.name));

  const next = await opened(scenario, (context) =>
    walk(connector, context, stream, throughJson(pages.at(-1)!.nextCursor), scenario.limit),
  );
  const known = new Map(pages.flatMap((page) => page.records).map((record) => [keyOf(record), JSON.stringify(record)]));
  const news = next
    .flatMap((page) => page.records)
    .filter((record) => known.get(keyOf(record)) !== JSON.stringify(record) && !whole.includes(JSON.stringify(record)));
  tell(
    'the next walk of an unchanged source brings nothing new',
    news.length === 0 ? null : `${stream.name}: ${news.map(keyOf).slice(0, 3).join(', ')}`,
  );
}

function difference(expected: string[], got: string[], where: string): string | null {
  const at = expected.findIndex((item, index) => item !== got[index]);
  if (at === -1 && expected.length === got.length) return null;
  return `${where}: ${got.length} instead of ${expected.length} things, different from number ${at === -1 ? expected.length + 1 : at + 1} on`;
}

function checkCounts(scenario: SourceScenario, found: Map<RecordKind, Set<string>>, aside: string[], tell: Tell): void {
  for (const kind of RECORD_KINDS) {
    const expected = scenario.expect.records[kind] ?? 0;
    const got = found.get(kind)?.size ?? 0;
    tell('every record is brought', got === expected ? null : `${got} of kind ${kind}, expected ${expected}`);
  }
  const expected = scenario.expect.unreadable;
  const reasons = [...new Set(aside)].slice(0, 3).join(' ');
  tell(
    'nothing is skipped in silence',
    aside.length === expected ? null : `${aside.length} put aside, expected ${expected}. ${reasons}`.trim(),
  );
}
