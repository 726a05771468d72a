import {
  ConnectorBroken,
  RetryLater,
  SettingsWrong,
  type ConnectorContext,
  type Cursor,
  type PullOptions,
  type PullPage,
  type UnreadableRecord,
} from '@keepwell/connector-sdk';
import type { SourceRecord, ZoneId } from '@keepwell/domain/records';
import { LARGEST_PAGE, type Query } from './client.js';
import type { Course } from './courses.js';
import { instantOrNull, type Row } from './json.js';
import { locationsOf, type Mapping } from './map.js';
import { readPosition, writePosition, type Position, type Walk } from './position.js';
import type { Place, Session } from './session.js';
import { shownOf } from './shown.js';
import { isStale, STALE_MS, syncStatus } from './sync-status.js';

/** Commits may show up late: so much is read again (safety S-02). NexHealth itself reads the practice about every ten minutes. */
export const OVERLAP_MS = 10 * 60_000;
const DAY_MS = 86_400_000;
const HALF_AN_HOUR = 30 * 60_000;

/** One page of a course, and where it then stands. */
export async function pullCourse(
  context: ConnectorContext,
  session: Session,
  course: Course,
  cursor: Cursor | null,
  { limit, compare }: PullOptions,
): Promise<PullPage> {
  const position = readPosition(cursor);
  const places = await session.places();
  const walk = position.walk ?? (await beginWalk(context, session, course, places, position, compare));
  const steps = stepsOf(course, walk);
  const step = steps[walk.step];
  if (step === undefined)
    throw new ConnectorBroken('The stored position names a step that there is not: read it anew.');

  const query = queryOf(course, step, walk, position.since, limit);
  const answer = await session.client.list(course.path, query, `list of ${course.name}`, walk.after);
  const rows = course.path === 'locations' ? locationsOf(answer.rows) : answer.rows;

  const mapped = mapRows(rows, course, session, zoneFor(step, places, context));
  const here = seen(walk, rows, answer.at);
  const ended = answer.next === null && walk.step + 1 >= steps.length;
  const after: Walk =
    answer.next === null ? { ...here, after: null, step: walk.step + 1 } : { ...here, after: answer.next };
  return {
    ...mapped,
    nextCursor: writePosition(ended ? finish(position, here, context.now()) : { ...position, walk: after }),
    done: ended,
    ...(ended ? { watermark: watermarkOf(here) } : {}),
    // While NexHealth's own copy is old, nothing that is missing from it is gone.
    ...(walk.full && !walk.stale ? { sweep: sweepOf(walk, course) } : {}),
  };
}

async function beginWalk(
  context: ConnectorContext,
  session: Session,
  course: Course,
  places: Place[],
  position: Position,
  compare: PullOptions['compare'],
): Promise<Walk> {
  if (places.length === 0) {
    throw new SettingsWrong('location_ids', 'NexHealth has none of these locations for this practice.');
  }
  const now = context.now();
  const ids = places.map((place) => place.id);
  const status = await syncStatus(session.client, ids);
  const stale = isStale(status, now);
  if (stale) context.log('NexHealth has not read the practice system lately', { stream: course.name });
  if (stale && compare !== undefined) {
    throw new RetryLater(
      `NexHealth has not read the practice's own system for ${STALE_MS / 3_600_000} hours or says it cannot: nothing is compared until it has.`,
      HALF_AN_HOUR,
    );
  }
  // Whole days, so that two walks on one day ask the same.
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  const { pastDays, futureDays } = session.settings;
  const from = compare?.from ?? today - pastDays * DAY_MS;
  const to = compare?.to ?? today + futureDays * DAY_MS;
  return {
    id: `${course.name} ${new Date(now).toISOString()}`,
    full: compare !== undefined || course.mode === 'snapshot',
    places: course.perLocation ? ids : [],
    ...(course.windowed ? { from, to } : { from: null, to: null }),
    ...{ step: 0, after: null, begun: null, newest: null, fedAt: status.readAt, stale },
  };
}

interface Step {
  place: string | null;
  pass: Query;
}

function stepsOf(course: Course, walk: Walk): Step[] {
  const places = course.perLocation ? walk.places : [null];
  return places.flatMap((place) => course.passes.map((pass) => ({ place, pass })));
}

function queryOf(course: Course, step: Step, walk: Walk, since: number | null, limit: number): Query {
  const changed = walk.full || since === null ? null : since - OVERLAP_MS;
  const from = changed ?? (course.needsFilter ? 0 : null);
  return {
    ...(step.place === null ? {} : { location_id: step.place }),
    ...step.pass,
    ...(walk.from === null || walk.to === null ? {} : { start: iso(walk.from), end: iso(walk.to) }),
    ...(course.mode === 'delta' && from !== null ? { updated_since: iso(from) } : {}),
    ...(course.whole ? {} : { per_page: Math.min(Math.max(limit, 1), LARGEST_PAGE) }),
    ...(walk.after === null ? {} : { end_cursor: walk.after }),
  };
}

const iso = (at: number) => new Date(at).toISOString();

function zoneFor(step: Step, places: Place[], context: ConnectorContext): ZoneId {
  const known = places.find(({ id }) => id === step.place)?.zone ?? places.find(({ zone }) => zone !== null)?.zone;
  const zone = known ?? context.timezone;
  if (zone === null) throw new SettingsWrong('location_ids', 'No location of this practice says its time zone.');
  return zone;
}

function mapRows(rows: Row[], course: Course, session: Session, zone: ZoneId) {
  const mapping: Mapping = { zone, specialty: session.settings.specialty, statuses: session.statuses };
  const records: SourceRecord[] = [];
  const raw: (string | null)[] = [];
  const unreadable: UnreadableRecord[] = [];
  let ignored = 0;
  for (const row of rows) {
    const mapped = course.map(row, mapping);
    if ('record' in mapped) {
      records.push(mapped.record);
      raw.push(shownOf(row));
    } else if ('ignored' in mapped) ignored += 1;
    else {
      const { kind, code, reason } = mapped.unreadable;
      const named = row.id;
      const id = typeof named === 'number' || typeof named === 'string' ? String(named) : null;
      unreadable.push({ kind, id, code, reason, where: course.path, raw: shownOf(row) });
    }
  }
  return { records, raw, unreadable, ignored };
}

function seen(walk: Walk, rows: Row[], at: number | null): Walk {
  const stamps = rows.map((row) => instantOrNull(row, 'updated_at', 'UTC')).filter((stamp) => stamp !== null);
  const newest = Math.max(walk.newest ?? -Infinity, ...stamps);
  return { ...walk, begun: walk.begun ?? at, newest: Number.isFinite(newest) ? newest : null };
}

/**
 * The next walk begins where this one began by NexHealth's clock, or at the newest version seen where that is earlier: a clock
 * before the database may run ahead of the one that stamps versions. A walk that saw nothing moves nothing, and nothing counts as
 * read that is still to come.
 */
function finish(position: Position, walk: Walk, now: number): Position {
  const reached = walk.newest === null ? null : Math.min(walk.begun ?? Infinity, walk.newest);
  const since = reached === null ? position.since : Math.max(position.since ?? -Infinity, reached);
  return { v: 1, since: since === null ? null : Math.min(since, now), walk: null };
}

/** No further than NexHealth has itself read the practice's system: a copy of yesterday is not today's truth. */
function watermarkOf({ begun, fedAt }: Walk): number | null {
  if (begun === null || fedAt === null) return null;
  return Math.min(begun - OVERLAP_MS, fedAt);
}

function sweepOf(walk: Walk, course: Course): NonNullable<PullPage['sweep']> {
  const range = walk.from === null || walk.to === null ? {} : { from: walk.from, to: walk.to };
  return { walk: walk.id, ...range, kinds: [course.kind] };
}
