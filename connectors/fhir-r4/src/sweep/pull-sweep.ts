import type { ConnectorContext, Cursor, PullOptions, PullPage } from '@keepwell/connector-sdk';
import { instant, one, text, type Resource } from '../element.js';
import { Pairs, together, withoutRepeatedServices } from '../joined.js';
import { mapResource, type MappedResource } from '../map.js';
import { readPosition, writePosition, type Position } from '../position.js';
import { notToCome, sweepOf, type ServerSource } from '../pull-server.js';
import { beginCompare, beginWalk, OVERLAP_MS } from '../steps.js';
import { alwaysAsked, hasDates, type ServerCourse } from '../streams.js';
import { readAlongside } from './alongside.js';
import { askAll, type Answered, type Range } from './ask-all.js';
import { memoryOf, type Memory } from './memory.js';
import { askingOf, slicePatients, type PatientSlice, type Place } from './patient-list.js';

/** Each patient costs a request for each type of resource: one page stays within a minute at any server. */
const MOST_PATIENTS = 20;

/** A walk from patient to patient. */
export interface Sweep {
  id: string;
  startedAt: number;
  full: boolean;
  compares?: boolean;
  /** Window of dates, where the course is read by one. */
  from: number | null;
  to: number | null;
  /** Null: the list of patients begins. */
  place: Place | null;
  /** The server's time when the walk began, and the newest version it saw of each type. */
  begun: number | null;
  newest: Record<string, number>;
}

type Sweeping = ServerSource & { now: number; memory: Memory };

/** One page of a course from a server that answers for patients only: a few of them, with all that is theirs. */
export async function pullSweep(
  context: ConnectorContext,
  source: ServerSource,
  course: ServerCourse,
  cursor: Cursor | null,
  { limit, compare }: PullOptions,
): Promise<PullPage> {
  const position = readPosition(cursor);
  const sweep = position.sweep ?? begin(source, course, position, context.now(), compare);
  const now = context.now();
  const sweeping = { ...source, now, memory: memoryOf(source.memories, course.name, sweep.id) };
  const most = Math.min(Math.max(limit, 1), MOST_PATIENTS);
  const slice = await slicePatients(source, sweeping.memory, sweep.place, most, windowOf(source, sweep));
  const asked = await (course.name === 'Patient'
    ? patientsOf(sweeping, slice)
    : recordsOf(sweeping, course, sweep, slice, position));
  const page = together(asked.mapped);

  const after: Sweep = {
    ...sweep,
    place: slice.rest,
    begun: sweep.begun ?? slice.at ?? asked.at,
    newest: newestOf(sweep.newest, asked.resources, source),
  };
  const done = slice.rest === null;
  return {
    records: withoutRepeatedServices(page.records),
    unreadable: page.unreadable,
    ignored: page.ignored,
    nextCursor: writePosition(done ? finished(position, after, now) : { ...position, walk: null, sweep: after }),
    done,
    ...(done && sweep.compares !== true && after.begun !== null ? { watermark: after.begun - OVERLAP_MS } : {}),
    ...(sweep.full && course.complete.length > 0 ? { sweep: sweepOf(sweep, course) } : {}),
  };
}

interface Asked extends Answered {
  mapped: MappedResource[];
}

function begin(
  { capability, settings }: ServerSource,
  course: ServerCourse,
  position: Position,
  now: number,
  compare: PullOptions['compare'],
): Sweep {
  const days = { past: settings.pastDays, future: settings.futureDays, betweenFullReads: settings.fullReadDays };
  const walk =
    compare === undefined
      ? beginWalk(course, position, now, days)
      : beginCompare(course, capability, now, compare, days);
  const { id, startedAt, full, compares, from, to } = walk;
  return {
    ...{ id, startedAt, full, from, to, place: null, begun: null, newest: {} },
    ...(compares === undefined ? {} : { compares }),
  };
}

/** The window in which bookings tell who is a patient: that of the settings, where the walk has none. */
function windowOf({ settings }: ServerSource, { from, to, startedAt }: Sweep): Range {
  const DAY_MS = 86_400_000;
  return {
    from: from ?? startedAt - settings.pastDays * DAY_MS,
    to: to ?? startedAt + settings.futureDays * DAY_MS,
    now: startedAt,
  };
}

/** The patients themselves: as the list brought them, else by their ids. */
async function patientsOf(source: Sweeping, slice: PatientSlice): Promise<Asked> {
  const answered: Answered = { resources: slice.patients ?? [], at: slice.at };
  if (slice.patients === null) {
    const asking = askingOf(source.settings, 'Patient');
    for (const ids of groups(slice.ids, asking.by === 'id' ? asking.atOnce : 1)) {
      add(answered, await ask(source, { type: 'Patient', query: { _id: ids.join(',') }, range: null }));
    }
  }
  return { ...answered, mapped: answered.resources.map((patient) => mapResource(patient, source.mapping, 'Patient')) };
}

async function recordsOf(
  source: Sweeping,
  course: ServerCourse,
  sweep: Sweep,
  slice: PatientSlice,
  { since }: Position,
): Promise<Asked> {
  const found = new Map<string, Resource[]>();
  let at: number | null = null;
  for (const type of course.types) {
    const answered: Answered = { resources: [], at: null };
    const asking = askingOf(source.settings, type);
    const dated = sweep.from !== null && sweep.to !== null && hasDates(source.capability, type);
    const range = dated
      ? { name: (asking.by === 'patient' ? asking.range : undefined) ?? 'date', from: sweep.from!, to: sweep.to! }
      : null;
    const changed = course.mode === 'delta' && !sweep.full ? since[type] : undefined;
    for (const ids of groups(slice.ids, asking.by === 'patient' ? asking.atOnce : 1)) {
      const query = {
        ...alwaysAsked(type),
        patient: ids.join(','),
        ...(changed === undefined ? {} : { _lastUpdated: `ge${new Date(changed - OVERLAP_MS).toISOString()}` }),
      };
      add(answered, await ask(source, { type, query, range }));
    }
    at ??= answered.at;
    found.set(type, once(answered.resources));
  }
  const resources = [...found.values()].flat();
  const mapped =
    course.name === 'Appointments'
      ? [
          ...(await mapVisits(source, found.get('Appointment') ?? [], found.get('Encounter') ?? [], sweep.full)),
          ...(await readAlongside(source, source.memory, resources)),
        ]
      : resources.map((resource) => mapResource(resource, source.mapping, resource.resourceType));
  return { resources, at, mapped };
}

/** In a full walk all Encounters of the patients are at hand; else an appointment that changed is asked for its own. */
async function mapVisits(
  { server, capability, mapping, settings, now }: Sweeping,
  appointments: Resource[],
  encounters: Resource[],
  full: boolean,
): Promise<MappedResource[]> {
  const pairs = new Pairs(server, capability, mapping, now, settings);
  const ids = new Set(appointments.map((appointment) => text(appointment, 'id') ?? ''));
  const joined = full
    ? pairs.mapWith(appointments, encounters, 'Appointment')
    : await pairs.mapAppointments(appointments, 'Appointment');
  const brought = { ids, bringsToo: () => false };
  return [...joined, ...(await pairs.mapEncounters(encounters, 'Encounter', brought))];
}

function ask({ server, settings }: ServerSource, question: Parameters<typeof askAll>[2]): Promise<Answered> {
  return askAll(server, settings.profile, question);
}

function add(to: Answered, { resources, at }: Answered): void {
  to.resources.push(...resources);
  to.at ??= at;
}

/** An appointment of two patients comes with each of them. */
function once(resources: Resource[]): Resource[] {
  return [...new Map(resources.map((resource) => [text(resource, 'id') ?? resource, resource])).values()];
}

function groups(ids: string[], atOnce: number): string[][] {
  return Array.from({ length: Math.ceil(ids.length / atOnce) }, (_, index) =>
    ids.slice(index * atOnce, (index + 1) * atOnce),
  );
}

function newestOf(
  newest: Record<string, number>,
  resources: Resource[],
  { mapping }: ServerSource,
): Record<string, number> {
  const after = { ...newest };
  for (const resource of resources) {
    const stamp = instant(one(resource, 'meta'), 'lastUpdated', mapping.zone);
    if (stamp !== null) after[resource.resourceType] = Math.max(after[resource.resourceType] ?? -Infinity, stamp);
  }
  return after;
}

/**
 * The next walk asks from the server's time when this one began, or from the newest version seen where that is earlier: every patient is
 * asked after that time.
 */
function finished(position: Position, { full, startedAt, begun, newest }: Sweep, now: number): Position {
  const reached = Object.entries(newest).map(([type, at]) => [type, Math.min(at, begun ?? Infinity)]);
  return {
    v: 1,
    since: notToCome({ ...position.since, ...Object.fromEntries(reached) }, now),
    fullAt: full ? startedAt : position.fullAt,
    walk: null,
  };
}
