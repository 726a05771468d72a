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

/** A deletion that came without content. */
export interface Deletion {
  goneAt: Instant;
  sequence: number;
}

interface Point {
  clock: Instant;
  sequence: number;
  run: Run | null;
}

/**
 * Puts every known version of one record in order, whatever the order of arrival: by the source's clock, else by when
 * we read it, ties by position. Neighbours with the same content become one run. The last run is the present one.
 *
 * `stored` runs stand for two points each, their first and their last clock: a version that turns up between the two cuts
 * the run in half.
 */
export function arrangeVersions(stored: Run[], incoming: Run[], deletions: Deletion[]): Run[] {
  const points: Point[] = [];
  const known = new Set<string>();
  const add = (run: Run, clock: Instant) => {
    const key = `${clock}/${run.hash}`;
    if (known.has(key)) return;
    known.add(key);
    points.push({ clock, sequence: run.sequence, run });
  };
  const whenOf = (run: Run) => run.updatedAt ?? run.observedAt;
  for (const run of [...stored, ...incoming]) {
    if (run.hash === NO_CONTENT) {
      if (run.goneAt !== null) points.push({ clock: run.goneAt, sequence: run.sequence, run: null });
      continue;
    }
    add({ ...run, goneAt: null, latestAt: run.updatedAt }, whenOf(run));
    if (run.latestAt !== null && run.latestAt > whenOf(run)) {
      // The later end was not recorded apart; it was known when its clock said so.
      add({ ...run, goneAt: null, updatedAt: run.latestAt, recordedAt: run.latestAt }, run.latestAt);
    }
    if (run.goneAt !== null) points.push({ clock: run.goneAt, sequence: run.sequence, run: null });
  }
  for (const { goneAt, sequence } of deletions) points.push({ clock: goneAt, sequence, run: null });
  // At the same instant a deletion is the later word.
  points.sort(
    (a, b) => a.clock - b.clock || Number(a.run === null) - Number(b.run === null) || a.sequence - b.sequence,
  );
  return joinNeighbours(points);
}

function joinNeighbours(points: Point[]): Run[] {
  const runs: Run[] = [];
  for (const { clock, run } of points) {
    const last = runs.at(-1);
    if (run === null) {
      if (last !== undefined && last.goneAt === null) last.goneAt = clock;
    } else if (last !== undefined && last.goneAt === null && last.hash === run.hash) {
      last.latestAt = run.latestAt ?? last.latestAt;
    } else {
      runs.push({ ...run });
    }
  }
  return runs;
}
