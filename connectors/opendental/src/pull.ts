import {
  askFrom,
  ConnectorBroken,
  cursorOf,
  finishWalk,
  localDateOf,
  NO_MARKS,
  noteAnswer,
  RecordUnreadable,
  watermarkOf,
  type ConnectorContext,
  type Cursor,
  type DeltaMarks,
  type PullOptions,
  type PullPage,
  type UnreadableRecord,
} from '@keepwell/connector-sdk';
import type { SourceRecord } from '@keepwell/domain/records';
import { localTime, screenDate } from './local-time.js';
import { brokenOf, untypedServices, type Broken, type Mapping } from './map.js';
import { at, text, type Row } from './row.js';
import { everyRow, MOST_ROWS, rowsOf, type Session } from './session.js';
import { APPOINTMENTS, RECALLS, TYPES, type Course, type List } from './streams.js';

const DAY_MS = 86_400_000;
/** Local times are asked for, and in autumn an hour of them comes twice. */
const OVERLAP_MS = 70 * 60_000;
/** Payments can only be asked for by day. */
const PAYMENT_DAYS_MS = 2 * DAY_MS;
/** Rows may shift between pages: this many are read again, and the last one must be among them. */
const OVERLAP_ROWS = 5;
const LEAST_ROWS = 3;
const RECALLS_BACK_MS = 730 * DAY_MS;
const RECALLS_AHEAD_MS = 400 * DAY_MS;

interface Position {
  marks: DeltaMarks;
  walk: Walk | null;
}

interface Walk {
  id: string;
  everything: boolean;
  /** Index into the lists of the course. */
  list: number;
  offset: number;
  /** The last row read: the next page must hold it still. */
  anchor: string | null;
  /** How often in a row it did not. */
  lost: number;
  startedAt: number;
}

const positions = cursorOf(
  1,
  (value): value is Position => typeof value === 'object' && value !== null && 'marks' in value && 'walk' in value,
);
const FIRST = { offset: 0, anchor: null, lost: 0 } as const;

/** One page of a stream, and where the stream then stands. */
export async function pullPage(
  context: ConnectorContext,
  session: Session,
  course: Course,
  cursor: Cursor | null,
  { limit, compare }: PullOptions,
): Promise<PullPage> {
  const position = positions.read(cursor) ?? { marks: NO_MARKS, walk: null };
  const everything = compare !== undefined || course.mode === 'snapshot' || position.marks.since === null;
  const startedAt = context.now();
  const walk: Walk = position.walk ?? { id: String(startedAt), everything, list: 0, startedAt, ...FIRST };
  const lists = course.lists.filter(({ onlyForChanges }) => onlyForChanges !== true || !walk.everything);
  const list = lists[walk.list];
  if (list === undefined)
    throw new ConnectorBroken('The stored position names a list that there is not: read everything again.');

  const size = Math.min(Math.max(limit, LEAST_ROWS), MOST_ROWS);
  const query = {
    ...list.query,
    ...askedOf(list, walk, position.marks, session.settings.zone, compare),
    Limit: size,
    Offset: walk.offset,
  };
  const answer = await session.http.get(list.path, { what: `list of ${list.path}`, query });
  const rows = rowsOf(answer, list.path);
  const marks = noted(position.marks, list, rows, session.settings.zone);
  const brought = await mapPage(context, session, list, rows, compare);
  if (list === TYPES && walk.offset === 0) {
    brought.records.unshift(...untypedServices());
    brought.raw.unshift(null, null);
  }
  const sweep = sweepOf(walk, list, compare);
  const next =
    nextOf(walk, list, rows, size) ??
    (walk.list + 1 < lists.length ? { ...walk, list: walk.list + 1, ...FIRST } : null);
  if (next !== null) return { ...brought, ...sweep, nextCursor: positions.write({ marks, walk: next }), done: false };
  const finished = finishWalk(marks);
  return {
    ...brought,
    ...sweep,
    nextCursor: positions.write({ marks: finished, walk: null }),
    done: true,
    watermark: watermarkOf(marks, OVERLAP_MS),
  };
}

/** The server's clock stands in the rows: of the first page it says when the walk began. */
function noted(marks: DeltaMarks, list: List, rows: Row[], zone: string): DeltaMarks {
  const clock = rows.map((row) => at(row, 'serverDateTime', zone)).find((time) => time !== null) ?? null;
  const stamps =
    list.since === 'day'
      ? rows.map((row) => at(row, 'DateEntry', zone))
      : rows.map((row) => at(row, 'DateTStamp', zone));
  return noteAnswer(marks, clock, stamps);
}

function askedOf(
  list: List,
  walk: Walk,
  marks: DeltaMarks,
  zone: string,
  compare: PullOptions['compare'],
): Record<string, string> {
  if (list === RECALLS) {
    const [from, to] = [walk.startedAt - RECALLS_BACK_MS, walk.startedAt + RECALLS_AHEAD_MS];
    return { DateStart: screenDate(localDateOf(from, zone)), DateEnd: screenDate(localDateOf(to, zone)) };
  }
  const { from = null, to = null } = compare ?? {};
  if (list === APPOINTMENTS && compare !== undefined) {
    return {
      ...(from === null ? {} : { dateStart: localDateOf(from, zone) }),
      // The last day belongs to it.
      ...(to === null ? {} : { dateEnd: localDateOf(to, zone) }),
    };
  }
  if (walk.everything || list.since === 'nothing') return {};
  const since = askFrom(marks, list.since === 'day' ? PAYMENT_DAYS_MS : OVERLAP_MS);
  if (since === null) return {};
  return list.since === 'day' ? { DateEntry: localDateOf(since, zone) } : { DateTStamp: localTime(since, zone) };
}

function sweepOf(walk: Walk, list: List, compare: PullOptions['compare']): Pick<PullPage, 'sweep'> {
  if (!walk.everything) return {};
  const { from = null, to = null } = list === APPOINTMENTS ? (compare ?? {}) : {};
  return { sweep: { walk: walk.id, ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) } };
}

/**
 * There is no order to rely on and no total. Each page begins some rows before the last one ended and must still hold its last row;
 * where it does not, rows have gone from before it, and the page is read again further back. Null: the list is done.
 */
function nextOf(walk: Walk, list: List, rows: Row[], size: number): Walk | null {
  const ids = rows.map((row) => keyOf(list, row));
  if (walk.anchor !== null && !ids.includes(walk.anchor)) {
    if (walk.offset === 0 || walk.lost >= MOST_LOST) return { ...walk, anchor: null, lost: 0 };
    return { ...walk, offset: Math.max(0, walk.offset - size), lost: walk.lost + 1 };
  }
  if (rows.length < size) return null;
  const last = ids.at(-1) ?? null;
  // Rows came in before it: step on. Again and again the same is a list that takes no notice of Offset.
  const stuck = walk.anchor !== null && last === walk.anchor;
  if (stuck && walk.lost >= MOST_LOST) {
    throw new ConnectorBroken(
      `Open Dental gives the same page of ${list.path} again and again: reading it would never end.`,
    );
  }
  const overlap = Math.min(OVERLAP_ROWS, size - 1);
  return { ...walk, offset: walk.offset + rows.length - overlap, anchor: last, lost: stuck ? walk.lost + 1 : 0 };
}

const MOST_LOST = 20;

function keyOf(list: List, row: Row): string {
  return list === RECALLS
    ? `${text(row, 'PatNum')}:${text(row, 'Type')}:${text(row, 'DueDate')}`
    : (text(row, list.id) ?? '');
}

type Brought = Pick<PullPage, 'unreadable'> & { records: SourceRecord[]; raw: (string | null)[]; ignored: number };

async function mapPage(
  context: ConnectorContext,
  session: Session,
  list: List,
  rows: Row[],
  compare: PullOptions['compare'],
): Promise<Brought> {
  const { zone } = session.settings;
  const inside = rows.filter((row) => list !== APPOINTMENTS || startsInside(row, zone, compare));
  const broken = list === APPOINTMENTS ? await brokenAmong(session, inside) : new Map<string, Broken>();
  const mapping: Mapping = { zone, statuses: session.statuses, own: context.statusMap ?? new Map(), broken };
  const brought = mapRows(list, inside, mapping);
  return { ...brought, ignored: brought.ignored + rows.length - inside.length };
}

/** Whole days are asked for; the window may begin or end within one. */
function startsInside(row: Row, zone: string, compare: PullOptions['compare']): boolean {
  const startsAt = at(row, 'AptDateTime', zone);
  if (compare === undefined || startsAt === null) return true;
  return startsAt >= (compare.from ?? -Infinity) && startsAt < (compare.to ?? Infinity);
}

/** Whether they called off or did not come is in the audit trail alone: one question for each that is broken. */
export async function brokenAmong(session: Session, rows: Row[]): Promise<Map<string, Broken>> {
  const found = new Map<string, Broken>();
  for (const row of rows) {
    const num = text(row, 'AptNum');
    if (num === null || text(row, 'AptStatus') !== 'Broken' || found.has(num)) continue;
    const last = brokenOf(await everyRow(session, 'histappointments', { AptNum: num }), session.settings.zone);
    if (last !== null) found.set(num, last);
  }
  return found;
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
        kind: null,
        id: error.recordId,
        code: 'row_incomplete',
        reason: error.message,
        where: list.path,
        raw: shown,
      });
    }
  }
  return { records, unreadable, ignored, raw };
}
