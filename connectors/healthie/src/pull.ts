import {
  askFrom,
  ConnectorBroken,
  cursorOf,
  finishWalk,
  noteAnswer,
  watermarkOf,
  windowAround,
  type ConnectorContext,
  type Cursor,
  type PullOptions,
  type PullPage,
  type UnreadableRecord,
} from '@keepwell/connector-sdk';
import type { SourceRecord } from '@keepwell/domain/records';
import type { Edge } from './client.js';
import type { Course } from './courses.js';
import { id, type Row } from './json.js';
import type { Mapping } from './map.js';
import type { Session } from './session.js';
import { afterPage, beginAgain, changedAt, isPosition, reachesKnown, START, type Position, type Walk } from './walk.js';

const cursors = cursorOf(1, isPosition);

/** One page of a course, and where it then stands. */
export async function pullCourse(
  context: ConnectorContext,
  session: Session,
  course: Course,
  cursor: Cursor | null,
  { limit, compare }: PullOptions,
): Promise<PullPage> {
  const position = cursors.read(cursor) ?? START;
  const walk = position.walk ?? beginWalk(context, session, course, position, compare);
  const variables = variablesOf(course, walk, position);
  const { edges, more, at } = await session.client.list(course.list, variables, limit, `list of ${course.name}`);
  const marks = noteAnswer(position.marks, at, edges.map(changedAt));
  const onwards = afterPage(walk, edges);
  const fresh = edges.filter((edge) => walk.anchor === null || id(edge.node, 'id') !== walk.anchor);
  const mapped = mapEdges(fresh, course, session);
  if (onwards === 'slipped') {
    return {
      ...mapped,
      nextCursor: cursors.write({ marks, walk: beginAgain(walk) }),
      done: false,
      ...sweepOf(course, walk),
    };
  }
  if (more && onwards.after !== null && onwards.after === walk.after) {
    throw new ConnectorBroken(`Healthie gives the same page of ${course.name} again and again.`);
  }
  const known = course.way === 'newest_first' && !walk.full && reachesKnown(edges, marks.since);
  const passEnds = !more || known;
  const ended = passEnds && walk.pass + 1 >= course.passes.length;
  const next: Walk = passEnds ? { ...onwards, pass: walk.pass + 1, after: null, anchor: null, restarts: 0 } : onwards;
  // What leaked may be anywhere: nothing is known by this walk, and the next one reads the same.
  const reached = onwards.leaky
    ? { ...marks, begun: null, newest: null }
    : finishWalk(marks, { trustDate: false, now: context.now() });
  return {
    ...mapped,
    nextCursor: cursors.write(ended ? { marks: reached, walk: null } : { marks, walk: next }),
    done: ended,
    ...(ended ? { watermark: onwards.leaky ? null : watermarkOf(marks) } : {}),
    ...sweepOf(course, onwards),
  };
}

function beginWalk(
  context: ConnectorContext,
  session: Session,
  course: Course,
  position: Position,
  compare: PullOptions['compare'],
): Walk {
  const { pastDays: past, futureDays: future } = session.settings;
  const usual = windowAround(context.now(), { past, future });
  return {
    id: `${course.name} ${new Date(context.now()).toISOString()}`,
    full: compare !== undefined || course.way === 'whole' || position.marks.since === null,
    from: course.windowed ? (compare?.from ?? usual.from) : null,
    to: course.windowed ? (compare?.to ?? usual.to) : null,
    ...{ pass: 0, after: null, anchor: null, restarts: 0, leaky: false },
  };
}

function variablesOf(course: Course, walk: Walk, { marks }: Position): Row {
  const since = askFrom(marks);
  return {
    ...course.passes[walk.pass],
    ...(walk.from === null || walk.to === null
      ? {}
      : { from: new Date(walk.from).toISOString(), to: new Date(walk.to).toISOString() }),
    ...(course.way === 'changed_since'
      ? { since: new Date(walk.full || since === null ? 0 : since).toISOString() }
      : {}),
    ...(walk.after === null ? {} : { after: walk.after }),
  };
}

/** Only a walk that saw everything and lost no place in it can say that something is gone. */
function sweepOf(course: Course, walk: Walk): Pick<PullPage, 'sweep'> {
  if (!walk.full || walk.leaky || course.complete === undefined) return {};
  const range = walk.from === null || walk.to === null ? {} : { from: walk.from, to: walk.to };
  return { sweep: { walk: walk.id, ...range, kinds: [course.complete] } };
}

function mapEdges(edges: Edge[], course: Course, session: Session) {
  const { settings, statuses } = session;
  const mapping: Mapping = { zone: settings.zone, specialty: settings.specialty, statuses };
  const records: SourceRecord[] = [];
  const raw: (string | null)[] = [];
  const unreadable: UnreadableRecord[] = [];
  let ignored = 0;
  for (const { node } of edges) {
    const mapped = course.map(node, mapping);
    // Only what the question named is in it.
    const text = JSON.stringify(node);
    records.push(...mapped.records);
    raw.push(...mapped.records.map(() => text));
    if (mapped.ignored !== undefined) ignored += 1;
    if (mapped.unreadable !== undefined) {
      unreadable.push({ ...mapped.unreadable, id: id(node, 'id'), where: course.list.root, raw: text });
    }
  }
  return { records, raw, unreadable, ignored };
}
