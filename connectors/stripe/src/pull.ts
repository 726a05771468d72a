import {
  askFrom,
  ConnectorBroken,
  finishWalk,
  noteAnswer,
  OVERLAP_MS,
  pageMark,
  RecordUnreadable,
  watermarkOf,
  type ConnectorContext,
  type Cursor,
  type PullOptions,
  type PullPage,
  type UnreadableRecord,
} from '@keepwell/connector-sdk';
import type { Instant, RecordKind, SourceRecord } from '@keepwell/domain/records';
import type { Mapping } from './map.js';
import { positions, START, type Position, type Walk } from './position.js';
import { isRow, text, type Row } from './row.js';
import { rowsOf, type Rows, type Session } from './session.js';
import { listOf, type Course, type List } from './streams.js';
import { touchedBy } from './touched.js';

/** More than this Stripe does not give at once. */
const MOST_ROWS = 100;
/** Stripe keeps events for 30 days: whoever was away for longer reads everything. */
const EVENTS_KEPT_MS = 28 * 86_400_000;

/** One page of a stream, and where the stream then stands. */
export async function pullPage(
  context: ConnectorContext,
  session: Session,
  course: Course,
  cursor: Cursor | null,
  { limit, compare }: PullOptions,
): Promise<PullPage> {
  const position = positions.read(cursor) ?? START;
  const now = context.now();
  const { since } = position.marks;
  const tooLong = since !== null && now - since > EVENTS_KEPT_MS;
  const everything = compare !== undefined || since === null || tooLong;
  const walk = position.walk ?? { id: String(now), everything, step: 0, after: null, mark: null };
  const size = Math.min(Math.max(limit, 1), MOST_ROWS);
  return walk.everything
    ? pageOfList(session, course, position, walk, { size, now, compare })
    : pageOfEvents(session, course, position, walk, size, now);
}

async function pageOfList(
  session: Session,
  course: Course,
  position: Position,
  walk: Walk,
  { size, now, compare }: { size: number; now: Instant; compare: PullOptions['compare'] },
): Promise<PullPage> {
  const list = course.lists[walk.step];
  if (list === undefined)
    throw new ConnectorBroken('The stored position names a list that there is not: read everything again.');
  // Nothing says what changed in a window: only what was made in it can be asked for, and nothing is absent for not having been.
  const from = compare?.from ?? null;
  const isPart = from !== null && course.kind !== 'membership';
  const { rows, more, at } = await ask(session, list.path, {
    ...list.query,
    ...{ limit: size, 'expand[]': list.expand.map((field) => `data.${field}`) },
    ...{ starting_after: walk.after ?? undefined, 'created[gte]': isPart ? seconds(from) : undefined },
  });
  const brought = await mapRows(session, list, rows);
  const sweep = { walk: walk.id, ...(isPart ? { kinds: [] as RecordKind[] } : {}) };
  const next = nextOf(walk, rows, more) ?? stepAfter(walk, course);
  return { ...brought, ...ended(position, walk, next, at, now), sweep };
}

function stepAfter(walk: Walk, { lists }: Course): Walk | null {
  return walk.step + 1 < lists.length ? { ...walk, step: walk.step + 1, after: null, mark: null } : null;
}

/** Events name objects; each is read as it stands now, so that neither their order nor a repetition matters. */
async function pageOfEvents(
  session: Session,
  course: Course,
  position: Position,
  walk: Walk,
  size: number,
  now: Instant,
): Promise<PullPage> {
  const since = askFrom(position.marks) ?? 0;
  const { rows, more, at } = await ask(session, 'events', {
    ...{ 'types[]': course.events, 'created[gte]': seconds(since), limit: size },
    starting_after: walk.after ?? undefined,
  });
  const events = rows.map((row) => touchedBy(row)).filter((touched) => touched !== null);
  const brought: Brought = { records: [], unreadable: [], ignored: 0, raw: [] };
  const ids = new Set(events.flatMap((event) => event.ids));
  const deleted = new Set(events.flatMap((event) => event.deleted));
  for (const list of course.lists) {
    const found = new Map<string, Row>();
    for (const customer of new Set(events.map((event) => event.customer))) {
      const theirs = customer === null ? [] : await ofCustomer(session, list, customer);
      for (const row of theirs) found.set(text(row, 'id') ?? '', row);
    }
    for (const id of ids) {
      if (listOf(id) !== list || deleted.has(id) || found.has(id)) continue;
      const row = await readOne(session, list, id);
      if (isRow(row)) found.set(id, row);
    }
    add(brought, await mapRows(session, list, [...found.values()]));
  }
  for (const list of course.lists) {
    const rows = [...deleted].filter((id) => listOf(id) === list).map((id) => ({ id, deleted: true }));
    add(brought, await mapRows(session, list, rows));
  }
  return { ...brought, ...ended(position, walk, nextOf(walk, rows, more), at, now) };
}

function add(to: Brought, more: Brought): void {
  to.records.push(...more.records);
  to.unreadable.push(...more.unreadable);
  to.raw.push(...more.raw);
  to.ignored += more.ignored;
}

export async function readOne(session: Session, list: List, id: string): Promise<Row | 'gone' | 'forbidden'> {
  const answer = await session.http.getOne(`${list.path}/${encodeURIComponent(id)}`, {
    what: `look at one of ${list.path}`,
    query: { 'expand[]': list.expand },
  });
  if (typeof answer === 'string') return answer;
  if (!isRow(answer.body) || text(answer.body, 'id') !== id) {
    throw new ConnectorBroken(`Stripe answered one of ${list.path} with something else.`);
  }
  return answer.body['deleted'] === true ? 'gone' : answer.body;
}

/** The newest of a customer; what lies further back is found by the weekly comparison. Refunds cannot be asked for by customer. */
async function ofCustomer(session: Session, list: List, customer: string): Promise<Row[]> {
  if (list.path === 'refunds') return [];
  const query = { ...list.query, limit: MOST_ROWS, customer, 'expand[]': list.expand.map((field) => `data.${field}`) };
  return (await ask(session, list.path, query)).rows;
}

type Query = Record<string, string | number | string[] | undefined>;

export async function ask({ http }: Session, path: string, query: Query): Promise<Rows & { at: Instant | null }> {
  const answer = await http.get(path, { what: `list of ${path}`, query });
  return { ...rowsOf(answer, path), at: answer.at };
}

const seconds = (instant: Instant) => Math.floor(instant / 1000);

/** New objects come in at the top of a list: whoever goes on after the last one read misses none. */
function nextOf(walk: Walk, rows: Row[], more: boolean): Walk | null {
  const last = text(rows.at(-1) ?? {}, 'id');
  if (!more || last === null) return null;
  const mark = pageMark(
    rows.map((row) => JSON.stringify(row)),
    walk.mark,
    'Stripe',
  );
  return { ...walk, after: last, mark };
}

function ended(
  position: Position,
  walk: Walk,
  next: Walk | null,
  at: Instant | null,
  now: Instant,
): Pick<PullPage, 'nextCursor' | 'done' | 'watermark'> {
  const marks = noteAnswer(position.marks, at, []);
  if (next !== null) return { nextCursor: positions.write({ marks, walk: next }), done: false };
  const nextCursor = positions.write({ marks: finishWalk(marks, { now }), walk: null });
  return { nextCursor, done: true, watermark: watermarkOf(marks, OVERLAP_MS) };
}

type Brought = Pick<PullPage, 'records' | 'unreadable'> & { ignored: number; raw: (string | null)[] };

export function mappingOf(session: Session): Mapping {
  return {
    patientField: session.settings.patientField,
    productName: (id) => session.productName(id),
    async disputeOf(charge) {
      const { rows } = await ask(session, 'disputes', { charge, limit: 1 });
      return text(rows[0] ?? {}, 'status');
    },
  };
}

async function mapRows(session: Session, list: List, rows: Row[]): Promise<Brought> {
  const records: SourceRecord[] = [];
  const raw: (string | null)[] = [];
  const unreadable: UnreadableRecord[] = [];
  let ignored = 0;
  const mapping = mappingOf(session);
  for (const row of rows) {
    const shown = JSON.stringify(
      Object.fromEntries(list.shows.filter((field) => field in row).map((field) => [field, row[field]])),
    );
    try {
      const mapped = await list.mapRow(row, mapping);
      if (mapped === null) ignored += 1;
      for (const record of mapped ?? []) {
        records.push(record);
        raw.push(shown);
      }
    } catch (error) {
      if (!(error instanceof RecordUnreadable)) throw error;
      const code = error.message.includes('names no patient') ? 'patient_not_named' : 'object_incomplete';
      unreadable.push({
        kind: kindOf(list),
        id: error.recordId,
        code,
        reason: error.message,
        where: list.path,
        raw: shown,
      });
    }
  }
  return { records, unreadable, ignored, raw };
}

function kindOf({ path }: List): RecordKind {
  return path === 'subscriptions' ? 'membership' : path === 'invoices' ? 'invoice' : 'payment';
}
