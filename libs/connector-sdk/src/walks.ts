import type { Instant } from '@keepwell/domain/records';

/** Commits may show up late: read this much again (safety S-02). 70 minutes where a vendor filters by local time. */
export const OVERLAP_MS = 5 * 60_000;
const DAY_MS = 86_400_000;

/** Where a stream of changes stands between two walks, and within one. Keep it in the cursor. */
export interface DeltaMarks {
  /** The vendor's time up to which finished walks have read; null: nothing yet. */
  since: Instant | null;
  /** The vendor's time when the running walk began; null: none runs, or the vendor has not told the time yet. */
  begun: Instant | null;
  /** The newest time stamp seen in the running walk. */
  newest: Instant | null;
}

export const NO_MARKS: DeltaMarks = { since: null, begun: null, newest: null };

/** From which vendor time on to ask, inclusively; null: everything. */
export function askFrom(marks: DeltaMarks, overlapMs = OVERLAP_MS): Instant | null {
  return marks.since === null ? null : marks.since - overlapMs;
}

/** Notes an answer: its `Date` (the first of a walk counts) and the time stamps of what it brought. */
export function noteAnswer(marks: DeltaMarks, answerAt: Instant | null, stamps: (Instant | null)[]): DeltaMarks {
  const newest = Math.max(marks.newest ?? -Infinity, ...stamps.filter((stamp) => stamp !== null));
  return { ...marks, begun: marks.begun ?? answerAt, newest: Number.isFinite(newest) ? newest : null };
}

/**
 * The walk reached its end. The next one asks from the vendor's time at which this one began; where the vendor does not tell the time, from the newest
 * stamp seen. A clock in front of the database may run ahead of the one that stamps: `trustDate: false` takes the earlier of the two. With `now`
 * (`context.now()`) nothing counts as read that is still to come: one wrong clock would keep everything out until then.
 */
export function finishWalk(
  marks: DeltaMarks,
  { trustDate = true, now = Infinity }: { trustDate?: boolean; now?: Instant } = {},
): DeltaMarks {
  const { begun, newest, since } = marks;
  const reached = trustDate ? (begun ?? newest) : newest === null ? null : Math.min(begun ?? Infinity, newest);
  const upTo = reached ?? since;
  return { since: upTo === null ? null : Math.min(upTo, now), begun: null, newest: null };
}

/** The watermark of a finished walk: what was written before it began has been read, but for commits still on their way. */
export function watermarkOf(marks: DeltaMarks, overlapMs = OVERLAP_MS): Instant | null {
  return marks.begun === null ? null : marks.begun - overlapMs;
}

export interface Slice {
  from: Instant;
  to: Instant;
}

/** A window of whole days around `now`, so that two walks on one day ask the same questions. */
export function windowAround(now: Instant, days: { past: number; future: number }): Slice {
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  return { from: today - days.past * DAY_MS, to: today + (days.future + 1) * DAY_MS };
}

/** A window in slices of at most `mostDays`, in order, without gaps: some vendors cap the results or the length of one search. */
export function slicesOf({ from, to }: Slice, mostDays: number): Slice[] {
  const slices: Slice[] = [];
  for (let at = from; at < to; at += mostDays * DAY_MS) {
    slices.push({ from: at, to: Math.min(at + mostDays * DAY_MS, to) });
  }
  return slices;
}
