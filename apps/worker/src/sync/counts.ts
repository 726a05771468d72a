import type { RunCounts } from '@keepwell/database';

type StreamCounts = RunCounts['streams'][string];

export function noStreamCounts(): StreamCounts {
  return {
    read: 0,
    applied: 0,
    unchanged: 0,
    quarantined: 0,
    ignored: 0,
    absent: 0,
    gone: 0,
    replayed: 0,
    problem: null,
  };
}

export function noCounts(): RunCounts {
  return { read: 0, applied: 0, unchanged: 0, quarantined: 0, total: null, streams: {} };
}

/** The counts of a run with one more page of a stream; the old ones stay as they are, in case the page is not stored. */
export function withPage(counts: RunCounts, stream: string, page: StreamCounts, total: number | null): RunCounts {
  const before = counts.streams[stream] ?? noStreamCounts();
  const sum: StreamCounts = {
    read: before.read + page.read,
    applied: before.applied + page.applied,
    unchanged: before.unchanged + page.unchanged,
    quarantined: before.quarantined + page.quarantined,
    ignored: before.ignored + page.ignored,
    absent: before.absent + page.absent,
    gone: before.gone + page.gone,
    replayed: before.replayed + page.replayed,
    problem: page.problem ?? before.problem,
  };
  return {
    read: counts.read + page.read,
    applied: counts.applied + page.applied,
    unchanged: counts.unchanged + page.unchanged,
    quarantined: counts.quarantined + page.quarantined,
    total,
    streams: { ...counts.streams, [stream]: sum },
  };
}

const MANY = 20;
const SHARE = 0.005;

/** So many records put aside that the run is "partial" and a person is told (safety S-08). */
export function quarantinedTooMany({ read, quarantined }: RunCounts): boolean {
  return quarantined > MANY || quarantined > read * SHARE;
}
