import {
  ConnectorBroken,
  finishWalk,
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
import { askedOf, OVERLAP_MS, wayOf, WHOLE_EVERY_MS } from './asked.js';
import { brokenOf, untypedServices, type Broken, type Mapping } from './map.js';
import { plansAmong } from './plans.js';
import { FIRST, positions, START, type Position, type Walk } from './position.js';
import { at, text, type Row } from './row.js';
import { everyRow, isRefusal, OVERLAP_ROWS, rowsOf, type Session } from './session.js';
import { APPOINTMENTS, PROCEDURES, RECALLS, TYPES, type Course, type List } from './streams.js';

/** With fewer only one row would be read again, and a list that moves by one at each page would never end. */
const LEAST_ROWS = 6;

/** One page of a stream, and where the stream then stands. */
export async function pullPage(
  context: ConnectorContext,
  session: Session,
  course: Course,
  cursor: Cursor | null,
  { limit, compare }: PullOptions,
): Promise<PullPage> {
  const position = positions.read(cursor) ?? START;
  const walk = position.walk ?? begin(context, course, position, compare);
  const list = walk === null ? undefined : course.lists[walk.list];
  // Every list of it is read whole, and was lately.
  if (walk === null) return { records: [], unreadable: [], nextCursor: positions.write(position), done: true };
  if (list === undefined)
    throw new ConnectorBroken('The stored position names a list that there is not: read everything again.');

  const size = Math.min(Math.max(limit, LEAST_ROWS), session.mostRows);
  const asked = await ask(context, session, list, walk, position, { size, compare });
  const { rows, here } = asked;
  const marks = noted(position.marks, list, rows, session.settings.zone);
  const brought = await mapPage(context, session, list, rows, compare);
  if (list === TYPES && here.offset === 0) {
    brought.records.unshift(...untypedServices());
    brought.raw.unshift(null, null);
  }
  const sweep = sweepOf(here, list, compare);
  const same = nextOf(here, list, rows, size);
  const after = same === null ? afterList(list, here, asked.position) : asked.position;
  const next = same ?? nextList(course, here, after);
  if (next !== null)
    return { ...brought, ...sweep, nextCursor: positions.write({ ...after, marks, walk: next }), done: false };
  return {
    ...brought,
    ...sweep,
    nextCursor: positions.write({ ...after, marks: finishWalk(marks, { now: context.now() }), walk: null }),
    done: true,
    watermark: watermarkOf(marks, OVERLAP_MS),
  };
}

/** Null: there is nothing to be read now. */
function begin(
  context: ConnectorContext,
  course: Course,
  position: Position,
  compare: PullOptions['compare'],
): Walk | null {
  const everything = compare !== undefined || course.mode === 'snapshot' || position.marks.since === null;
  const startedAt = context.now();
  return nextList(course, { id: String(startedAt), everything, list: -1, startedAt, ...FIRST }, position);
}

function nextList({ lists }: Course, walk: Walk, position: Position): Walk | null {
  const next = { ...walk, ...FIRST };
  const list = lists.findIndex((one, index) => index > walk.list && wayOf(one, next, position) !== 'skip');
  return list === -1 ? null : { ...next, list };
}

interface Asked {
  rows: Row[];
  here: Walk;
  position: Position;
}

/** Where a list will not be asked what changed, it is read without: a version of the program that does not know the question is no reason to stop. */
async function ask(
  context: ConnectorContext,
  session: Session,
  list: List,
  walk: Walk,
  position: Position,
  { size, compare }: { size: number; compare: PullOptions['compare'] },
): Promise<Asked> {
  const read = async (at: Walk) => {
    const asked = askedOf(list, at, position, session.settings.zone, compare);
    const query = { ...asked, Limit: size, Offset: at.offset };
    return rowsOf(await session.http.get(list.path, { what: `list of ${list.path}`, query }), list.path);
  };
  const dated = list.since === 'DateTStamp' && wayOf(list, walk, position) === 'changes';
  try {
    return { rows: await read(walk), here: walk, position };
  } catch (error) {
    if (!dated || walk.offset > 0 || !isRefusal(error)) throw error;
    const here = { ...walk, unasked: true };
    const rows = await read(here);
    context.log(`${list.path} cannot be asked what changed: it is read whole`, { hours: WHOLE_EVERY_MS / 3_600_000 });
    const before = position.refused?.[list.path]?.since ?? position.marks.since;
    const refused = { ...position.refused, [list.path]: { at: walk.startedAt, since: before } };
    return { rows, here, position: { ...position, refused } };
  }
}

/** A list that let itself be asked again what changed is no longer one that refused. */
function afterList(list: List, walk: Walk, position: Position): Position {
  if (wayOf(list, walk, position) !== 'changes' || position.refused?.[list.path] === undefined) return position;
  const { [list.path]: _told, ...others } = position.refused;
  return { ...position, refused: others };
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

function sweepOf(walk: Walk, list: List, compare: PullOptions['compare']): Pick<PullPage, 'sweep'> {
  // What is planned no more is told by what changed: a list of what is planned cannot say.
  if (!walk.everything || list === PROCEDURES) return {};
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
  const overlap = Math.min(OVERLAP_ROWS, Math.floor(size / 3));
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
  if (list === PROCEDURES) {
    const { records, ignored } = await plansAmong(session, rows, { zone });
    return { records, ignored, unreadable: [], raw: records.map(() => null) };
  }
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
    const last = brokenOf(
      await everyRow(session, 'histappointments', { AptNum: num }, 'HistApptNum'),
      session.settings.zone,
    );
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
