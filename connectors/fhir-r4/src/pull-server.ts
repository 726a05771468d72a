import {
  ConnectorBroken,
  type ConnectorContext,
  type Cursor,
  type PullOptions,
  type PullPage,
} from '@keepwell/connector-sdk';
import { instant, one, text, type Resource } from './element.js';
import { mapResource, type MappedResource } from './map.js';
import type { Capability } from './capability.js';
import { Pairs, together, withoutRepeatedServices, type Brought } from './joined.js';
import type { Mapping } from './map/mapping.js';
import { readPosition, writePosition, type Position, type Walk } from './position.js';
import type { FhirServer, ServerPage } from './server.js';
import type { FhirSettings } from './settings.js';
import { beginCompare, beginWalk, OVERLAP_MS, queryOf, stepsOf, type Step } from './steps.js';
import type { Course, Reading } from './streams.js';
import type { Memory } from './sweep/memory.js';

/** A page address that runs out again and again: the server forgets faster than we read. */
const MOST_RESTARTS = 3;

export interface ServerSource {
  server: FhirServer;
  capability: Capability;
  mapping: Mapping;
  settings: FhirSettings;
  /** Ids of the appointments handed over by the walk of that name; lost with the context, which costs a look-up each. */
  brought: Map<string, Set<string>>;
  /** What walks from patient to patient remember, by course. */
  memories: Map<string, Memory>;
}

/** One page of a course from a server, and where the course then stands. */
export async function pullServer(
  context: ConnectorContext,
  source: ServerSource,
  course: Course & { mode: Reading },
  cursor: Cursor | null,
  { limit, compare }: PullOptions,
): Promise<PullPage> {
  const position = readPosition(cursor);
  const { pastDays: past, futureDays: future, fullReadDays: betweenFullReads } = source.settings;
  const days = { past, future, betweenFullReads };
  const walk =
    position.walk ??
    (compare === undefined
      ? beginWalk(course, position, context.now(), days)
      : beginCompare(course, source.capability, context.now(), compare, days));
  const { v, since, fullAt } = position;
  const at = { v, since, fullAt, walk };
  const steps = stepsOf(course, walk, source.capability);
  const step = steps[walk.step];
  if (step === undefined)
    throw new ConnectorBroken('The stored position names a step that there is not: read everything again.');

  const page =
    walk.next === null
      ? await source.server.search(step.type, queryOf(step, course, at, limit, source.settings.profile))
      : await source.server.page(step.type, walk.next);
  if (page === 'expired') return beginStepAgain(at, walk, step);

  const mapped = await mapPage(source, walk, step, page.resources, context.now());
  const after = advance({ ...course, sorts: source.settings.profile.sorts }, at, steps, page, limit, source.mapping);
  const done = after.walk === null;
  if (done) after.since = notToCome(after.since, context.now());
  if (done && walk.full) after.fullAt = walk.startedAt;
  const sweeps = walk.full && course.complete.length > 0;
  return {
    records: withoutRepeatedServices(mapped.records),
    unreadable: mapped.unreadable,
    ignored: mapped.ignored,
    nextCursor: writePosition(after),
    done,
    total: steps.length === 1 ? page.total : null,
    ...(done && walk.compares !== true ? { watermark: watermarkOf(walk, page) } : {}),
    ...(sweeps ? { sweep: sweepOf(walk, course) } : {}),
  };
}

/** Read again from the start of the step: what was handed over already comes once more and changes nothing. */
function beginStepAgain(position: Position, walk: Walk, step: Step): PullPage {
  if (walk.restarts >= MOST_RESTARTS) {
    throw new ConnectorBroken(
      `The server forgets the pages of its search for ${step.type} faster than they can be read.`,
    );
  }
  const again: Walk = { ...walk, next: null, restarts: walk.restarts + 1 };
  return {
    records: [],
    unreadable: [],
    ignored: 0,
    nextCursor: writePosition({ ...position, walk: again }),
    done: false,
  };
}

async function mapPage(
  source: ServerSource,
  walk: Walk,
  step: Step,
  resources: Resource[],
  now: number,
): Promise<MappedResource> {
  const { server, capability, mapping } = source;
  const pairs = new Pairs(server, capability, mapping, now, source.settings);
  const ours = resources.filter(
    (resource) => resource.resourceType === step.type && startsInside(resource, step, mapping),
  );
  const mapped = await mapEach(source, walk, step, ours, pairs);
  const all = together(mapped);
  return { ...all, ignored: all.ignored + resources.length - ours.length };
}

async function mapEach(source: ServerSource, walk: Walk, step: Step, resources: Resource[], pairs: Pairs) {
  const { type } = step;
  if (type === 'Appointment') {
    const mapped = await pairs.mapAppointments(resources, type);
    const ids = broughtBy(source, walk);
    for (const appointment of resources) ids.add(text(appointment, 'id') ?? '');
    return mapped;
  }
  if (type !== 'Encounter') return resources.map((resource) => mapResource(resource, source.mapping, type));
  // Sound only where the next walk starts no later than this one began: `earliest` says that the vendor told its time.
  const skips = walk.full && walk.earliest !== null && pairs.askable;
  return pairs.mapEncounters(resources, type, skips ? broughtIn(source, walk) : null);
}

export function broughtBy(source: ServerSource, walk: { id: string }): Set<string> {
  let ids = source.brought.get(walk.id);
  if (ids === undefined) {
    ids = new Set();
    source.brought.clear();
    source.brought.set(walk.id, ids);
  }
  return ids;
}

function broughtIn(source: ServerSource, walk: Walk): Brought {
  return {
    ids: broughtBy(source, walk),
    bringsToo(appointment) {
      const start = instant(appointment, 'start', source.mapping.zone);
      if (walk.from === null || walk.to === null) return true;
      return start !== null && start >= walk.from && start < walk.to;
    },
  };
}

/**
 * A search by date finds periods that touch the slice: one that began before it came with an earlier slice (or lies
 * before the window).
 */
function startsInside(resource: Resource, step: Step, mapping: Mapping): boolean {
  if (step.from === null || step.type !== 'Encounter') return true;
  const start = instant(one(resource, 'period'), 'start', mapping.zone);
  return start === null || start >= step.from;
}

function advance(
  course: { mode: Reading; sorts: boolean },
  position: Position & { walk: Walk },
  steps: Step[],
  page: ServerPage,
  limit: number,
  mapping: Mapping,
): Position {
  const { walk } = position;
  const stamps = page.resources
    .map((resource) => instant(one(resource, 'meta'), 'lastUpdated', mapping.zone))
    .filter((stamp) => stamp !== null);
  const begun = walk.begun ?? page.at;
  const newest = Math.max(walk.newest ?? -Infinity, ...stamps);
  const here: Walk = { ...walk, begun, newest: Number.isFinite(newest) ? newest : null };
  if (page.next !== null) return { ...position, walk: { ...here, next: page.next } };

  const type = steps[walk.step]!.type;
  const rest = restWithoutLink(course, walk, page, stamps, limit, type);
  if (rest !== null) return { ...position, walk: { ...here, next: null, after: rest } };
  const nextStep = steps[walk.step + 1];
  if (nextStep?.type === type)
    return { ...position, walk: { ...here, next: null, after: null, step: walk.step + 1, restarts: 0 } };
  const finished = finishType(here, type);
  if (nextStep !== undefined) return { ...position, walk: { ...finished, step: walk.step + 1 } };
  return { v: 1, since: { ...position.since, ...reachedBy(finished) }, fullAt: position.fullAt, walk: null };
}

/**
 * Some servers count more than they give and offer no next page. Sorted by time, the search can go on from the newest
 * version seen; otherwise to stop here in silence would be to lose the rest.
 */
function restWithoutLink(
  course: { mode: Reading; sorts: boolean },
  walk: Walk,
  page: ServerPage,
  stamps: number[],
  limit: number,
  type: string,
): number | null {
  const given = page.resources.length;
  if (walk.next !== null || page.total === null || page.total <= given) return null;
  const newest = stamps.length > 0 ? Math.max(...stamps) : null;
  if (course.mode === 'delta' && course.sorts && newest !== null && newest > (walk.after ?? -Infinity)) return newest;
  // A short page that cannot go on is one from which the server keeps back what we may not see.
  if (course.mode === 'delta' && given < limit) return null;
  throw new ConnectorBroken(
    `The server gives ${given} of ${page.total} ${type} resources and no next page: ask the vendor how its pages are read.`,
  );
}

/**
 * The next walk of this type starts at the vendor's time when this one began, or at the newest version it saw where
 * that is earlier: a clock in front of the database may run ahead of the one that stamps versions. A walk that saw
 * nothing proves nothing and moves nothing.
 */
function finishType(walk: Walk, type: string): Walk {
  const reached = walk.newest === null ? null : Math.min(walk.begun ?? Infinity, walk.newest);
  return {
    ...walk,
    next: null,
    after: null,
    begun: null,
    newest: null,
    restarts: 0,
    earliest: earlierOf(walk.earliest, walk.begun),
    reached: reached === null ? walk.reached : { ...walk.reached, [type]: reached },
  };
}

/** In a full walk one type is not asked again for what changed while another was read: the next walk starts before both. */
function reachedBy(walk: Walk): Record<string, number> {
  const { earliest, reached } = walk;
  if (!walk.full || earliest === null) return reached;
  return Object.fromEntries(Object.entries(reached).map(([type, at]) => [type, Math.min(at, earliest)]));
}

/** One wrong clock or row of a server must not keep everything out until then. */
export function notToCome(since: Record<string, number>, now: number): Record<string, number> {
  return Object.fromEntries(Object.entries(since).map(([type, at]) => [type, Math.min(at, now)]));
}

function earlierOf(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.min(a, b);
}

/** Everything written before the first search of the walk began has been read, but for commits that are still on their way. */
function watermarkOf(walk: Walk, page: ServerPage): number | null {
  const began = earlierOf(walk.earliest, walk.begun ?? page.at);
  return began === null ? null : began - OVERLAP_MS;
}

export function sweepOf(walk: Pick<Walk, 'id' | 'from' | 'to'>, course: Course): NonNullable<PullPage['sweep']> {
  return {
    walk: walk.id,
    ...(walk.from === null || walk.to === null ? {} : { from: walk.from, to: walk.to }),
    ...(course.complete.length < course.kinds.length ? { kinds: course.complete } : {}),
  };
}
