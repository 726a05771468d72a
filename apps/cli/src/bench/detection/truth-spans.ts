import type { Instant, Specialty } from '@keepwell/domain';
import { lapsesAt, type EpisodeTruth, type Gap, type Life } from '@keepwell/simulator';
import { DAY_MS } from './days.js';

/** A time in which somebody really was off-track: one gap of one course, cut where it stopped to count. */
export interface OffTrack {
  episode: EpisodeTruth;
  gap: Gap;
  /** Those who mean to leave are gone from their last commitment on; others only once they take longer than is usual. */
  from: Instant;
  until: Instant;
  /** They did not come back by themselves within the horizon of their specialty (rules-catalogue 1.6). */
  isDropOff: boolean;
}

const HORIZON_DAYS: Record<Specialty, number> = { PT: 30, PR: 21, MS: 60, DE: 90, MB: 60, DPC: 365 };
/** Here the horizon counts from the day on which they were due, elsewhere from the last commitment. */
const COUNTS_FROM_DUE: readonly Specialty[] = ['MS', 'DE'];

export function offTrackSpans({ truth }: Life): OffTrack[] {
  const excludedFrom = Math.min(Infinity, ...truth.excluded.map(({ from }) => from));
  const spans: OffTrack[] = [];
  for (const episode of truth.episodes) {
    for (const gap of episode.gaps) {
      const from = gap.meantToLeave ? gap.committedUntil : gap.since;
      const ends = [gap.endedAt, episode.closedAt, lapsesAt(episode, gap, gap.since)].filter((at) => at !== null);
      const until = Math.min(excludedFrom, ...ends);
      if (until > from) spans.push({ episode, gap, from, until, isDropOff: isDropOff(episode, gap) });
    }
  }
  return spans;
}

function isDropOff({ specialty }: EpisodeTruth, gap: Gap): boolean {
  if (gap.endedAt === null) return true;
  const from = COUNTS_FROM_DUE.includes(specialty) ? gap.since : gap.committedUntil;
  return gap.endedAt - from > HORIZON_DAYS[specialty] * DAY_MS;
}

/** An unfinished course in which nothing stood booked at that instant, whatever they meant to do. */
export function hadNothingBooked({ truth }: Life, at: Instant): boolean {
  if (truth.excluded.some(({ from }) => from <= at)) return false;
  return truth.episodes.some(
    ({ pauses, closedAt, prescribed, visitEnds }) =>
      (closedAt === null || closedAt > at) &&
      (prescribed === null || visitEnds.filter((end) => end <= at).length < prescribed) &&
      pauses.some((pause) => pause.from <= at && (pause.until === null || pause.until > at)),
  );
}
