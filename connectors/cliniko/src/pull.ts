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
import { isBehind, MOST_ROWS, rowsOf, type Rows, type Session } from './session.js';
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
  const second = secondOf(walk);
  if (from !== null && stamped) conditions.push(`updated_at:>=${from}`);
  if (second !== null) conditions.push(`updated_at:<${second.end}`, `id:>${second.behind}`);
  if (ended !== null) conditions.push(`${ended}:${EVER}`);
  if (list === INDIVIDUAL || list === GROUPS) conditions.push(...windowOf(compare));
  const sort = stamped && second === null ? 'updated_at,id' : 'id';
  const answer = await session.http.get(list.path, {
    what: `list of ${list.path}`,
    query: { 'q[]': conditions, sort, per_page: size, page: walk.page },
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
 * not number two but what was written from the last row on. Rows of one second, as an import leaves them, are read by their ids:
 * who leaves the second comes again later, and moves nobody. Null: the step is done.
 */
function nextOf(walk: Walk, { list }: Step, page: Rows, size: number): Walk | null {
  const isLast =
    page.rows.length < size && (page.total === null || (walk.page - 1) * size + page.rows.length >= page.total);
  const second = secondOf(walk);
  if (isLast || page.rows.length === 0) return second === null ? null : { ...walk, after: second.end, behind: null };
  if (list.path === 'recalls' || walk.unsorted) return nextNumber(walk, page.rows);
  // Neither sorted nor beginning where it was asked to: nothing but the numbers of pages can be relied upon, from the first on.
  if (!isObeyed(walk, page.rows))
    return { ...walk, ...FIRST_PAGE, unsorted: true, page: walk.after === null ? walk.page + 1 : 1 };
  if (second !== null) return { ...walk, behind: text(page.rows.at(-1) ?? {}, 'id') };
  const [first, last] = [page.rows[0], page.rows.at(-1)].map((row) => text(row ?? {}, 'updated_at'));
  return { ...walk, after: last ?? null, behind: first === last ? NO_ID : null, page: 1, mark: null };
}

/** Ids begin behind it. */
const NO_ID = '0';

/** The second whose rows are read by id: where it ends, in Cliniko's words. A time may be kept more finely than it is told. */
function secondOf({ after, behind }: Walk): { end: string; behind: string } | null {
  return after === null || behind === null ? null : { end: utc(Date.parse(after) + 1000), behind };
}

function nextNumber(walk: Walk, rows: Row[]): Walk {
  const versions = rows.map((row) => `${text(row, 'id') ?? ''} ${text(row, 'updated_at') ?? ''}`);
  return { ...walk, page: walk.page + 1, mark: pageMark(versions, walk.mark, 'Cliniko') };
}

/** Whether the rows come in the order asked for, and from where it was asked for; one without a time is in no order. */
function isObeyed({ after, behind }: Walk, rows: Row[]): boolean {
  const stamps = rows.map((row) => Date.parse(text(row, 'updated_at') ?? ''));
  if (behind === null || after === null) {
    const from = after === null ? -Infinity : Date.parse(after);
    return stamps.every((stamp, index) => stamp >= (stamps[index - 1] ?? from));
  }
  const ids = rows.map((row) => text(row, 'id') ?? NO_ID);
  return ids.every((id, index) => isBehind(id, ids[index - 1] ?? behind));
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
