import type { SearchParams } from 'fhir-kit-client';
import type { PullOptions } from '@keepwell/connector-sdk';
import type { Capability } from './capability.js';
import type { Position, Walk } from './position.js';
import { askingFor, type ServerProfile } from './profiles/index.js';
import { alwaysAsked, hasDates, type Course, type Reading } from './streams.js';

/** Commits may show up late: read this much again (safety S-02). */
export const OVERLAP_MS = 5 * 60_000;
const DAY_MS = 86_400_000;
/** Some servers cap the results of one search: a window is asked for in slices. */
const SLICE_MS = 31 * DAY_MS;

/** One search that is followed page by page. */
export interface Step {
  type: string;
  from: number | null;
  to: number | null;
}

export function stepsOf(course: Course & { mode: Reading }, walk: Walk, capability: Capability): Step[] {
  return course.types.flatMap((type): Step[] => {
    if (walk.from === null || walk.to === null || !hasDates(capability, type)) return [{ type, from: null, to: null }];
    const slices: Step[] = [];
    for (let from = walk.from; from < walk.to; from += SLICE_MS) {
      slices.push({ type, from, to: Math.min(from + SLICE_MS, walk.to) });
    }
    return slices;
  });
}

export function queryOf(
  step: Step,
  course: { mode: Reading },
  position: Position,
  limit: number,
  profile: ServerProfile,
): SearchParams {
  const asking = askingFor(profile, step.type);
  const query: SearchParams = {
    ...alwaysAsked(step.type),
    ...(asking.by === 'practice' ? asking.query : {}),
    _count: Math.min(Math.max(limit, 1), profile.mostPerPage),
  };
  if (step.from !== null && step.to !== null) {
    query.date = [`ge${new Date(step.from).toISOString()}`, `lt${new Date(step.to).toISOString()}`];
  }
  if (course.mode === 'delta') {
    if (profile.sorts) query._sort = '_lastUpdated';
    const since = position.walk?.full === false ? position.since[step.type] : undefined;
    const from = position.walk?.after ?? (since === undefined ? null : since - OVERLAP_MS);
    if (from !== null) query._lastUpdated = `ge${new Date(from).toISOString()}`;
  }
  return query;
}

const AT_ITS_START = {
  step: 0,
  next: null,
  after: null,
  begun: null,
  newest: null,
  reached: {},
  earliest: null,
  restarts: 0,
} as const;

export function beginWalk(
  course: Course & { mode: Reading },
  position: Position,
  now: number,
  days: { past: number; future: number; betweenFullReads: number },
): Walk {
  const due = position.fullAt === null || now - position.fullAt >= days.betweenFullReads * DAY_MS;
  const full = course.mode !== 'delta' || due;
  // Whole days, so that the slices of two walks on one day are the same searches.
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  const windowed = course.mode === 'window';
  return {
    id: `${course.name} ${new Date(now).toISOString()}`,
    startedAt: now,
    full,
    from: windowed ? today - days.past * DAY_MS : null,
    to: windowed ? today + days.future * DAY_MS : null,
    ...AT_ITS_START,
  };
}

/**
 * A walk apart from the usual one, over everything or over a range of dates. A server that is read by dates only is compared inside
 * its window at most; what has no dates is compared whole, which is more than was asked and never less.
 */
export function beginCompare(
  course: Course & { mode: Reading },
  capability: Capability,
  now: number,
  compare: NonNullable<PullOptions['compare']>,
  days: { past: number; future: number; betweenFullReads: number },
): Walk {
  const usual = beginWalk(course, { v: 1, since: {}, fullAt: null, walk: null }, now, days);
  const inRange =
    compare.from !== null && compare.to !== null && course.types.some((type) => hasDates(capability, type));
  const { from, to } = inRange ? compare : usual;
  return { ...usual, id: `compare ${usual.id}`, compares: true, full: true, from, to };
}
