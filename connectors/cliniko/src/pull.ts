import {
  askFrom,
  ConnectorBroken,
  finishWalk,
  noteAnswer,
  pageMark,
  RecordUnreadable,
  watermarkOf,
  type ConnectorContext,
  type Cursor,
  type PullOptions,
  type PullPage,
  type UnreadableRecord,
} from '@keepwell/connector-sdk';
import type { Instant, SourceRecord } from '@keepwell/domain/records';
import { attendeesOf, groupsOf } from './groups.js';
import type { Mapping } from './map.js';
import { FIRST_PAGE, positions, START, type Position, type Walk } from './position.js';
import { text, type Row } from './row.js';
import { MOST_ROWS, rowsOf, type Rows, type Session } from './session.js';
import { ATTENDEES, GROUPS, INDIVIDUAL, RECALLS, stepsOf, type Course, type List, type Step } from './streams.js';

/** Any time at which something ended is later: the only way to ask for "is set". */
const EVER = '>1970-01-01T00:00:00Z';
/** Lists that cannot say what changed are read whole this often. */
const WHOLE_EVERY_MS = 20 * 3_600_000;

/** One page of a stream, and where the stream then stands. */
export async function pullPage(
  context: ConnectorContext,
  session: Session,
  course: Course,
  cursor: Cursor | null,
  { limit, compare }: PullOptions,
): Promise<PullPage> {
  const position = positions.read(cursor) ?? START;
  if (course === RECALLS && compare === undefined && position.walk === null && isFresh(position, context.now())) {
    return { records: [], unreadable: [], nextCursor: positions.write(position), done: true };
  }
  const everything = compare !== undefined || course === RECALLS || position.marks.since === null;
  const walk: Walk = position.walk ?? { id: String(context.now()), everything, step: 0, ...FIRST_PAGE };
  const steps = stepsOf(course, walk.everything);
  const step = steps[walk.step];
  if (step === undefined)
    throw new ConnectorBroken('The stored position names a step that there is not: read everything again.');

  const page = await readPage(session, step, position, walk, Math.min(Math.max(limit, 1), MOST_ROWS), compare);
  const brought = await mapPage(session, step, page.rows);
  const marks = noteAnswer(position.marks, page.at, page.rows.map(updatedAt));
  const next = nextOf(walk, step, page, Math.min(Math.max(limit, 1), MOST_ROWS));
  const goesOn = next ?? (walk.step + 1 < steps.length ? { ...walk, step: walk.step + 1, ...FIRST_PAGE } : null);
  const common = { ...brought, total: steps.length === 1 ? page.total : null, ...sweepOf(walk, compare) };
  if (goesOn !== null) {
    return { ...common, nextCursor: positions.write({ ...position, marks, walk: goesOn }), done: false };
  }
  const wholeAt = course === RECALLS ? context.now() : null;
  return {
    ...common,
    nextCursor: positions.write({
      marks: finishWalk(marks, { trustDate: false, now: context.now() }),
      wholeAt,
      walk: null,
    }),
    done: true,
    watermark: watermarkOf(marks),
  };
}

function isFresh({ wholeAt }: Position, now: Instant): boolean {
  return wholeAt !== null && now - wholeAt < WHOLE_EVERY_MS;
}

function sweepOf(walk: Walk, compare: PullOptions['compare']): Pick<PullPage, 'sweep'> {
  if (!walk.everything) return {};
  const { from = null, to = null } = compare ?? {};
  return { sweep: { walk: walk.id, ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) } };
}

async function readPage(
  session: Session,
  { list, ended }: Step,
  { marks }: Position,
  walk: Walk,
  size: number,
  compare: PullOptions['compare'],
): Promise<Rows & { list: List }> {
  const conditions: string[] = [];
  const since = walk.everything ? null : askFrom(marks, OVERLAP_MS);
  const from = walk.unsorted || walk.after === null ? (since === null ? null : utc(since)) : walk.after;
  const stamped = list.path !== 'recalls';
  if (from !== null && stamped) conditions.push(`updated_at:>=${from}`);
  if (ended !== null) conditions.push(`${ended}:${EVER}`);
  if (list === INDIVIDUAL || list === GROUPS) conditions.push(...windowOf(compare));
  const answer = await session.http.get(list.path, {
    what: `list of ${list.path}`,
    query: { 'q[]': conditions, sort: stamped ? 'updated_at,id' : 'id', per_page: size, page: walk.page },
  });
  return { ...rowsOf(answer, list), list };
}

/** Commits may come late; twice what is usual, since Cliniko tells the time to the second only. */
const OVERLAP_MS = 10 * 60_000;

function windowOf(compare: PullOptions['compare']): string[] {
  const { from = null, to = null } = compare ?? {};
  return [...(from === null ? [] : [`starts_at:>=${utc(from)}`]), ...(to === null ? [] : [`starts_at:<${utc(to)}`])];
}

export function utc(instant: Instant): string {
  return new Date(Math.floor(instant / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}

/**
 * Rows move between pages while a list is read: whoever is written goes to its end, and all behind move up. So the next page is
 * not number two but what was written from the last row on; only rows of one second are read by number. Null: the step is done.
 */
function nextOf(walk: Walk, { list }: Step, page: Rows, size: number): Walk | null {
  if (page.rows.length < size && (page.total === null || (walk.page - 1) * size + page.rows.length >= page.total))
    return null;
  if (page.rows.length === 0) return null;
  const mark = pageMark(
    page.rows.map((row) => `${text(row, 'id') ?? ''} ${text(row, 'updated_at') ?? ''}`),
    walk.mark,
    'Cliniko',
  );
  const last = text(page.rows.at(-1) ?? {}, 'updated_at');
  if (list.path === 'recalls' || last === null || walk.unsorted) return { ...walk, page: walk.page + 1, mark };
  if (!isSorted(page.rows))
    return { ...walk, ...FIRST_PAGE, unsorted: true, page: walk.after === null ? walk.page + 1 : 1 };
  return last === walk.after ? { ...walk, page: walk.page + 1, mark } : { ...walk, after: last, page: 1, mark: null };
}

function isSorted(rows: Row[]): boolean {
  const stamps = rows.map((row) => Date.parse(text(row, 'updated_at') ?? ''));
  return stamps.every((stamp, index) => index === 0 || stamp >= (stamps[index - 1] ?? 0));
}

function updatedAt(row: Row): Instant | null {
  const stamp = Date.parse(text(row, 'updated_at') ?? '');
  return Number.isNaN(stamp) ? null : stamp;
}

type Brought = Pick<PullPage, 'records' | 'unreadable'> & { ignored: number; raw: (string | null)[] };

async function mapPage(session: Session, { list }: Step, rows: Row[]): Promise<Brought> {
  const groups =
    list === GROUPS ? byId(rows) : list === ATTENDEES ? await groupsOf(session, rows) : new Map<string, Row>();
  const attendees = list === GROUPS ? await attendeesOf(session, [...groups.keys()]) : null;
  const named = attendees ?? rows;
  const telehealth = [...named, ...groups.values()].some((row) => text(row, 'telehealth_url') !== null);
  const mapping: Mapping = {
    ...{ zone: await session.zone(), statuses: session.statuses, groups },
    telehealth: telehealth ? await session.telehealth() : new Set<string>(),
  };
  const brought = mapRows(attendees === null ? list : ATTENDEES, named, mapping);
  return attendees === null ? brought : { ...brought, ignored: brought.ignored + rows.length };
}

function byId(rows: Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [text(row, 'id') ?? '', row]));
}

export function mapRows(list: List, rows: Row[], mapping: Mapping): Brought {
  const records: SourceRecord[] = [];
  const raw: (string | null)[] = [];
  const unreadable: UnreadableRecord[] = [];
  let ignored = 0;
  for (const row of rows) {
    const shown = JSON.stringify(
      Object.fromEntries(list.shows.filter((field) => field in row).map((field) => [field, row[field]])),
    );
    try {
      const mapped = list.mapRow(row, mapping);
      if (mapped === null) ignored += 1;
      for (const record of mapped ?? []) {
        records.push(record);
        raw.push(record.kind === 'consent' ? null : shown);
      }
    } catch (error) {
      if (!(error instanceof RecordUnreadable)) throw error;
      unreadable.push({
        ...{ kind: null, id: error.recordId, code: 'row_incomplete', reason: error.message },
        ...{ where: list.path, raw: shown },
      });
    }
  }
  return { records, unreadable, ignored, raw };
}
