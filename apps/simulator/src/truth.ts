import type { Instant, Specialty } from '@keepwell/domain/records';
import { addMonths, DAY, dayOfDate } from './calendar.js';
import type { EpisodeTruth, Gap, Life } from './world.js';

/** What really was the case with one patient at an instant, and what became of it. One entry of truth.json. */
export interface TruthAt {
  patientId: string;
  householdId: string | null;
  excluded: string[];
  /** In an unfinished course, without a next step, not excluded, not gone for so long that they count as lapsed. */
  offTrack: boolean;
  /** When the open gap ends by itself; null: they do not come back within the simulated time, or there is no gap. */
  comesBackAt: string | null;
  expectedRules: string[];
  episodes: {
    specialty: Specialty;
    line: string;
    planId: string | null;
    visits: number;
    prescribed: number | null;
    closedAt: string | null;
    gaps: (Omit<Gap, 'since' | 'committedUntil' | 'agreedUntil' | 'endedAt'> & {
      since: string;
      committedUntil: string;
      agreedUntil: string;
      endedAt: string | null;
      open: boolean;
    })[];
  }[];
}

/** Months without a visit after which somebody counts as lapsed (rules-catalogue 1.6, rules-decisions Q04). */
const LAPSE_MONTHS: Record<Specialty, number> = { DE: 18, MS: 12, PT: 12, DPC: 18, PR: 12, MB: 12 };

export function truthAt(life: Life, asOf: Instant): TruthAt {
  const { truth } = life;
  const excluded = truth.excluded.filter(({ from }) => from <= asOf).map(({ as }) => as);
  const openGaps = truth.episodes.flatMap((episode) => openGapsOf(episode, asOf));
  const offTrack = excluded.length === 0 && openGaps.length > 0;
  const ends = openGaps.map((gap) => gap.endedAt).filter((at) => at !== null);
  return {
    patientId: truth.patientId,
    householdId: truth.householdId,
    excluded,
    offTrack,
    comesBackAt: ends.length > 0 ? iso(Math.min(...ends)) : null,
    expectedRules: offTrack ? [...new Set(openGaps.map((gap) => gap.expectedRule))].sort() : [],
    episodes: truth.episodes.map((episode) => ({
      specialty: episode.specialty,
      line: episode.line,
      planId: episode.planId,
      visits: episode.visitEnds.filter((at) => at <= asOf).length,
      prescribed: episode.prescribed,
      closedAt: episode.closedAt !== null && episode.closedAt <= asOf ? iso(episode.closedAt) : null,
      gaps: episode.gaps
        .filter((gap) => gap.since <= asOf)
        .map((gap) => ({
          ...gap,
          since: iso(gap.since),
          committedUntil: iso(gap.committedUntil),
          agreedUntil: iso(gap.agreedUntil),
          endedAt: gap.endedAt === null ? null : iso(gap.endedAt),
          open: openGaps.includes(gap),
        })),
    })),
  };
}

/** Gaps of an episode that stand open at `asOf`; none once the course was closed or the patient counts as lapsed. */
export function openGapsOf(episode: EpisodeTruth, asOf: Instant): Gap[] {
  if (episode.closedAt !== null && episode.closedAt <= asOf) return [];
  return episode.gaps.filter((gap) => {
    if (gap.since > asOf || (gap.endedAt !== null && gap.endedAt <= asOf)) return false;
    return asOf < lapsesAt(episode, gap, asOf);
  });
}

/** When somebody who stays away counts as lapsed, counted from the last visit by `asOf`, else from the gap. */
export function lapsesAt(episode: Pick<EpisodeTruth, 'specialty' | 'visitEnds'>, gap: Gap, asOf: Instant): Instant {
  const lastVisit = episode.visitEnds.filter((at) => at <= asOf).at(-1) ?? gap.since;
  return addMonths(dayOfDate(iso(lastVisit).slice(0, 10)), LAPSE_MONTHS[episode.specialty]) * DAY;
}

function iso(at: Instant): string {
  return new Date(at).toISOString();
}
