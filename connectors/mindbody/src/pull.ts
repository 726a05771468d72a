import {
  ConnectorBroken,
  finishWalk,
  nextOffset,
  NO_MARKS,
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
import type { Instant, SourceRecord } from '@keepwell/domain/records';
import { rangeOf, type Course, type Step } from './courses.js';
import { hasVisits, mapClassVisit } from './classes.js';
import { mapContract, mayHaveContract } from './contracts.js';
import { mapMembership, mapService, type Mapping } from './map.js';
import { positions, START, type Position, type Walk } from './position.js';
import { inside, isRow, rowsIn, text, type Row } from './row.js';
import { rowsOf, type Rows, type Session } from './session.js';

/** More than this Mindbody does not give at once. */
const MOST_ROWS = 200;
/** Each of these costs a request: a page must not take minutes. */
const MOST_ASKED = 20;
/** What is read whole is read about once a day. */
const DAILY_MS = 20 * 3_600_000;

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
  if (compare === undefined && position.walk === null && !isDue(session, course, position, now)) {
    return { records: [], unreadable: [], nextCursor: positions.write(position), done: true };
  }
  const walk = position.walk ?? begin(session, course, position, now, compare);
  const steps = course.steps({
    marks: walk.everything ? NO_MARKS : position.marks,
    ...{ range: { from: walk.from, to: walk.to }, zone: await session.zone() },
  });
  const step = steps[walk.step];
  if (step === undefined)
    throw new ConnectorBroken('The stored position names a step that there is not: read everything again.');
  const most = course.each === 'contract' || course.each === 'class' ? MOST_ASKED : MOST_ROWS;
  const size = Math.min(Math.max(limit, 1), most);
  const page = await ask(session, step.path, step.key, {
    ...step.query,
    'request.limit': size,
    'request.offset': walk.offset,
  });
  const mapping = await mappingOf(session, course);
  const brought = await bring(session, course, step, page.rows, mapping);
  const marks = noteAnswer(position.marks, page.at, []);
  const next = nextOf(walk, page, size) ?? stepAfter(walk, steps);
  const common = { ...brought, ...sweepOf(course, walk) };
  if (next !== null) return { ...common, nextCursor: positions.write({ ...position, marks, walk: next }), done: false };
  const nextCursor = positions.write({
    marks: finishWalk(marks, { now }),
    wholeAt: now,
    settled: position.wholeAt !== null,
    walk: null,
  });
  return { ...common, nextCursor, done: true, watermark: watermarkOf(marks, OVERLAP_MS) };
}

function isDue({ settings }: Session, { how }: Course, { wholeAt, settled }: Position, now: Instant): boolean {
  if (wholeAt === null || how === 'delta') return true;
  const every = {
    ...{ sweep: settings.sweepMs, daily: settled ? DAILY_MS : OVERLAP_MS },
    ...{ classes: settings.classesEveryMs ?? Infinity, contracts: settings.contractsEveryMs ?? Infinity },
  };
  return now - wholeAt >= every[how];
}

function begin(
  { settings }: Session,
  course: Course,
  position: Position,
  now: Instant,
  compare: PullOptions['compare'],
): Walk {
  const first = position.wholeAt === null || compare !== undefined;
  const usual = rangeOf(now, settings.historyMonths, first, course.how);
  const { from, to } = { from: compare?.from ?? usual.from, to: compare?.to ?? usual.to };
  const everything = course.how !== 'delta' || compare !== undefined || position.marks.since === null;
  return { id: String(now), from, to, everything, step: 0, offset: 0, mark: null };
}

function stepAfter(walk: Walk, steps: Step[]): Walk | null {
  return walk.step + 1 < steps.length ? { ...walk, step: walk.step + 1, offset: 0, mark: null } : null;
}

function sweepOf({ how, stream }: Course, walk: Walk): Pick<PullPage, 'sweep'> {
  if (how === 'delta' && !walk.everything) return {};
  if (how !== 'sweep' && how !== 'classes') return { sweep: { walk: walk.id } };
  // Of sales only those in the range are told, and none is absent for being older.
  const kinds = stream.deletes === 'none' ? { kinds: [] } : {};
  return { sweep: { walk: walk.id, from: walk.from, to: walk.to, ...kinds } };
}

type Query = Record<string, string | number | boolean | string[]>;

export async function ask({ http }: Session, path: string, key: string, query: Query): Promise<Rows> {
  return rowsOf(await http.get(path, { what: `list of ${path}`, query }), key, path);
}

function nextOf(walk: Walk, page: Rows, size: number): Walk | null {
  const { rows, total } = page;
  // By what was given: a page is capped in silence. A row or two may come again, since rows move while they are read.
  const next = nextOffset({ offset: walk.offset, limit: size, given: rows.length, total });
  if (next === null) return null;
  const mark = pageMark(
    rows.map((row) => JSON.stringify(row)),
    walk.mark,
    'Mindbody',
  );
  return { ...walk, offset: next, mark };
}

export async function mappingOf(session: Session, { stream }: Pick<Course, 'stream'>): Promise<Mapping> {
  const paid = stream.kinds.includes('payment') || stream.name === 'Contracts';
  const currency = paid ? (await session.site()).currency : null;
  return { zone: await session.zone(), statuses: session.statuses, currency };
}

type Brought = Pick<PullPage, 'records' | 'unreadable'> & { ignored: number; raw: (string | null)[] };

/** What people may see beside the record: nothing that names anybody, no notes, no card. */
const SHOWN = [
  ...[
    'Id',
    'Status',
    'StartDateTime',
    'EndDateTime',
    'StaffId',
    'LocationId',
    'SessionTypeId',
    'ProgramId',
    'IsWaitlist',
  ],
  ...[
    'FirstAppointment',
    'ClientServiceId',
    'Active',
    'IsProspect',
    'LastModifiedDateTime',
    'CreationDate',
    'SaleDateTime',
  ],
  ...['Name', 'Count', 'Remaining', 'Current', 'Returned', 'ActiveDate', 'ExpirationDate', 'PaymentDate', 'Amount'],
  ...['TransactionTime', 'Settled', 'Type', 'Category', 'Subcategory'],
];

function mapRows(step: Pick<Step, 'path' | 'mapRow'>, rows: Row[], mapping: Mapping): Brought {
  const records: SourceRecord[] = [];
  const raw: (string | null)[] = [];
  const unreadable: UnreadableRecord[] = [];
  let ignored = 0;
  for (const row of rows) {
    const shown = JSON.stringify(
      Object.fromEntries(SHOWN.filter((field) => field in row).map((field) => [field, row[field]])),
    );
    try {
      const mapped = step.mapRow(row, mapping);
      if (mapped === null) ignored += 1;
      for (const record of mapped ?? []) {
        records.push(record);
        raw.push(record.kind === 'consent' ? null : shown);
      }
    } catch (error) {
      if (!(error instanceof RecordUnreadable)) throw error;
      const said = { kind: null, id: error.recordId, code: 'row_incomplete', reason: error.message };
      unreadable.push({ ...said, where: step.path, raw: shown });
    }
  }
  return { records, unreadable, ignored, raw };
}

function bring(session: Session, course: Course, step: Step, rows: Row[], mapping: Mapping): Promise<Brought> {
  switch (course.each) {
    case 'client':
      return ofClients(session, rows, mapping);
    case 'contract':
      return ofContracts(session, rows, mapping);
    case 'class':
      return ofClasses(session, rows, mapping);
    default:
      return Promise.resolve(mapRows(step, rows, mapping));
  }
}

function join(all: Brought[]): Brought {
  return {
    records: all.flatMap(({ records }) => records),
    unreadable: all.flatMap(({ unreadable }) => unreadable),
    raw: all.flatMap(({ raw }) => raw),
    ignored: all.reduce((sum, { ignored }) => sum + ignored, 0),
  };
}

const nothingOf = (rows: Row[]): Brought => ({ records: [], unreadable: [], ignored: rows.length, raw: [] });

/** A request for each client who may have one. */
async function ofContracts(session: Session, clients: Row[], mapping: Mapping): Promise<Brought> {
  const path = 'client/clientcontracts';
  const brought = [nothingOf(clients)];
  for (const client of clients.filter(mayHaveContract)) {
    const patientId = text(client, 'Id');
    if (patientId === null) continue;
    const rows = await all(session, path, 'Contracts', { 'request.clientId': patientId });
    brought.push(mapRows({ path, mapRow: (row) => mapContract(row, patientId, mapping) }, rows, mapping));
  }
  return join(brought);
}

/** A request for each class in which there is somebody. */
async function ofClasses(session: Session, classes: Row[], mapping: Mapping): Promise<Brought> {
  const brought = [nothingOf(classes)];
  for (const group of classes.filter(hasVisits)) {
    const id = text(group, 'Id');
    if (id === null) continue;
    const rows = await visitsOf(session, id);
    const mapRow = (row: Row) => mapClassVisit(row, group, mapping);
    brought.push(mapRows({ path: CLASS_VISITS, mapRow }, rows, mapping));
  }
  return join(brought);
}

const CLASS_VISITS = 'class/classvisits';

/** This list has no pages. */
export async function visitsOf(session: Session, classId: string): Promise<Row[]> {
  return rowsIn(await classNamed(session, classId), 'Visits');
}

export async function classNamed({ http }: Session, classId: string): Promise<Row> {
  const answer = await http.get(CLASS_VISITS, {
    what: 'list of visits to a class',
    query: { 'request.classID': classId },
  });
  const group = isRow(answer.body) ? inside(answer.body, 'Class') : null;
  if (group === null || !Array.isArray(group['Visits']))
    throw new ConnectorBroken('Mindbody answered the visits to a class without a class.');
  return group;
}

/** Memberships that run and series that were bought, of all clients of a page at once. */
async function ofClients(session: Session, clients: Row[], mapping: Mapping): Promise<Brought> {
  const ids = clients.map((row) => text(row, 'Id')).filter((id) => id !== null);
  const brought = [nothingOf(clients)];
  if (ids.length === 0) return join(brought);
  // Where contracts are read, they are the memberships, with what is paid and what is suspended.
  const told = session.settings.contractsEveryMs === null ? ids : [];
  for (const owner of told.length === 0
    ? []
    : await all(session, 'client/activeclientsmemberships', 'ClientMemberships', {
        'request.clientIds': ids,
      })) {
    const patientId = text(owner, 'ClientId') ?? '';
    const mapRow = (row: Row) => mapMembership(row, patientId, mapping);
    brought.push(mapRows({ path: 'client/activeclientsmemberships', mapRow }, rowsIn(owner, 'Memberships'), mapping));
  }
  // By the day of purchase, and by default only today's.
  const query = {
    'request.clientIds': ids,
    'request.startDate': '2000-01-01T00:00:00',
    'request.endDate': '2099-12-31T00:00:00',
  };
  const path = 'client/clientservices';
  brought.push(mapRows({ path, mapRow: mapService }, await all(session, path, 'ClientServices', query), mapping));
  return join(brought);
}

/** All rows of a question that is small, page by page. */
async function all(session: Session, path: string, key: string, query: Query): Promise<Row[]> {
  const found: Row[] = [];
  let mark: string | null = null;
  for (let offset: number | null = 0; offset !== null;) {
    const page = await ask(session, path, key, { ...query, 'request.limit': MOST_ROWS, 'request.offset': offset });
    found.push(...page.rows);
    mark = pageMark(
      page.rows.map((row) => JSON.stringify(row)),
      mark,
      'Mindbody',
    );
    offset = nextOffset({ offset, limit: MOST_ROWS, given: page.rows.length, total: page.total });
  }
  return found;
}
