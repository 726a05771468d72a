import type { Instant } from '@keepwell/domain/records';
import { NO_CONTENT } from './content-hash.js';

/** A stretch of time during which a record had one content: from its first clock to the last that repeated it. */
export interface Run {
  hash: string;
  data: Record<string, unknown>;
  createdAt: Instant | null;
  updatedAt: Instant | null;
  latestAt: Instant | null;
  versionId: string | null;
  recordedAt: Instant | null;
  observedAt: Instant;
  sequence: number;
  /** The deletion that ended it. */
  goneAt: Instant | null;
}

interface Point {
  clock: Instant;
  run: Run;
  isDeletion: boolean;
}

/**
 * Puts every known version of one record in order, whatever the order of arrival: by the source's clock, else by when
 * we read it, ties by position. Neighbours with the same content become one run; a deletion ends the run before it, or
 * is a run without content when there is none. The last run is the present one.
 *
 * A stored run stands for two points, its first and its last clock: what turns up between the two cuts it in half.
 */
export function arrangeVersions(stored: Run[], incoming: Run[]): Run[] {
  const points: Point[] = [];
  const known = new Set<string>();
  const add = (run: Run, clock: Instant, isDeletion = false) => {
    const key = `${clock}/${isDeletion ? NO_CONTENT : run.hash}`;
    if (known.has(key)) return;
    known.add(key);
    points.push({ clock, run, isDeletion });
  };
  for (const run of [...stored, ...incoming]) {
    if (run.hash !== NO_CONTENT) {
      const first = run.updatedAt ?? run.observedAt;
      const last = run.latestAt ?? first;
      add({ ...run, goneAt: null, latestAt: run.updatedAt }, first);
      // The later end was not recorded apart; it was known when its clock said so.
      const isOfContent = run.goneAt === null || last <= run.goneAt;
      if (isOfContent && last > first) add({ ...run, updatedAt: last, recordedAt: last }, last);
    }
    if (run.goneAt !== null) {
      add(run, run.goneAt, true);
      // Deleted, and later said to be deleted again.
      if (run.latestAt !== null && run.latestAt > run.goneAt) add(run, run.latestAt, true);
    }
  }
  // At the same instant a deletion is the later word.
  points.sort(
    (one, other) =>
      one.clock - other.clock ||
      Number(one.isDeletion) - Number(other.isDeletion) ||
      one.run.sequence - other.run.sequence,
  );
  return joinNeighbours(points);
}

function joinNeighbours(points: Point[]): Run[] {
  const runs: Run[] = [];
  for (const { clock, run, isDeletion } of points) {
    const last = runs.at(-1);
    if (isDeletion) {
      if (last === undefined) runs.push(deletionOf(run, clock));
      else if (last.goneAt === null) last.goneAt = clock;
      else last.latestAt = clock;
    } else if (last !== undefined && last.goneAt === null && last.hash === run.hash && !wasKnownBefore(run, last)) {
      last.latestAt = run.latestAt ?? last.latestAt;
    } else {
      runs.push({ ...run });
    }
  }
  return runs;
}

/**
 * An older clock for the same content, told only later, stays a version of its own: joined, the content would seem to have
 * been read as late as that, and what a closed week counted could not be counted again (X09).
 */
function wasKnownBefore(run: Run, last: Run): boolean {
  return run.observedAt < last.observedAt;
}

function deletionOf({ observedAt, sequence }: Run, clock: Instant): Run {
  return {
    hash: NO_CONTENT,
    data: {},
    createdAt: null,
    updatedAt: null,
    latestAt: null,
    versionId: null,
    recordedAt: clock,
    observedAt,
    sequence,
    goneAt: clock,
  };
}
