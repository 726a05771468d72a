import { NO_MARKS, OVERLAP_MS, type DeltaMarks } from '@keepwell/connector-sdk';
import type { Edge } from './client.js';
import { id, instantOrNull, isRow } from './json.js';

/**
 * Reading down a list that is sorted by the time of change, newest first, while the practice goes on writing.
 *
 * A row that changes jumps to the top, where this walk has been already: the next walk begins at the time this one began, so it is read
 * then. A row that leaves the list (deleted, archived) may pull the rest up, past the place where the next page begins, if the
 * vendor's marks count rows. So every page begins with the last row of the page before, the *anchor*: as long as it is there,
 * nothing has slipped through. When it is gone, nobody can say, and the walk begins again at the top; after some times of this it
 * goes on, and what it reached does not count: the next walk reads the same once more.
 */
export interface Walk {
  id: string;
  /** Reads everything, whatever is known: the first time, and to compare. */
  full: boolean;
  from: number | null;
  to: number | null;
  /** Place among the passes of the course. */
  pass: number;
  /** Healthie's mark before the row with which the next page must begin, and that row's id. */
  after: string | null;
  anchor: string | null;
  /** Where the reading began anew, because an anchor was gone. */
  restarts: number;
  /** It went on although an anchor was gone. */
  leaky: boolean;
}

export interface Position {
  marks: DeltaMarks;
  walk: Walk | null;
}

export const START: Position = { marks: NO_MARKS, walk: null };
export const MOST_RESTARTS = 3;

export function isPosition(value: unknown): value is Position {
  return isRow(value) && isRow(value.marks) && (value.walk === null || isRow(value.walk));
}

export const idOf = (edge: Edge): string => id(edge.node, 'id') ?? '';
export const changedAt = (edge: Edge): number | null => instantOrNull(edge.node, 'updated_at', null);

/** Where the page goes on from, or that it cannot be known whether something slipped through. */
export function afterPage(walk: Walk, edges: Edge[]): Walk | 'slipped' {
  const found = walk.anchor === null || edges.some((edge) => idOf(edge) === walk.anchor);
  if (!found && walk.restarts < MOST_RESTARTS) return 'slipped';
  const last = edges.at(-1);
  const before = edges.at(-2);
  const leaky = walk.leaky || !found;
  if (last === undefined) return { ...walk, leaky };
  // A page of one row has no row before it to hold on to.
  if (before === undefined) return { ...walk, leaky, after: last.cursor, anchor: null };
  return { ...walk, leaky, after: before.cursor, anchor: idOf(last) };
}

export const beginAgain = (walk: Walk): Walk => ({ ...walk, after: null, anchor: null, restarts: walk.restarts + 1 });

/** The row before which everything is known: older than what was read, less the overlap for commits that show up late. */
export function reachesKnown(edges: Edge[], since: number | null): boolean {
  if (since === null) return false;
  return edges.some((edge) => (changedAt(edge) ?? Infinity) < since - OVERLAP_MS);
}
