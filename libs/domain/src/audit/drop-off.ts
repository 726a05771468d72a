import type { AsOf } from '../timeline/as-of.js';
import { countsForLine } from '../timeline/booking.js';
import { hasMembershipEnded } from '../timeline/ended-programs.js';
import { isFinished, type Episode } from '../timeline/episode.js';
import { ownRecords } from '../timeline/own-records.js';
import { intervalOfEpisode, type Timeline } from '../timeline/timeline.js';
import type { Instant, Specialty } from '../records.js';
import type { DropOffRow } from './report.js';

export type Outcome = 'dropped' | 'discharged' | 'active';

/** Horizon H of drop-off (RC 1.6): days after the last visit or loss; after the planned next visit where `pastDue`. */
const HORIZON: Partial<Record<Specialty, { days: number; pastDue: boolean }>> = {
  PT: { days: 30, pastDue: false },
  PR: { days: 21, pastDue: false },
  MS: { days: 60, pastDue: true },
  DE: { days: 90, pastDue: true },
  DPC: { days: 365, pastDue: false },
};
const INFERRED_SPECIALTIES: (Specialty | null)[] = ['PT', 'PR'];
const DISCHARGES: readonly (string | null)[] = ['completed', 'discharged'];

/** Recorded plans with a visit, and inferred episodes of PT and PR (Q94). */
function counts({ plan, specialty, visitDays }: Episode): boolean {
  return visitDays.length > 0 && (plan !== null || INFERRED_SPECIALTIES.includes(specialty));
}

function outcomeOf(timeline: Timeline, episode: Episode, asOf: AsOf): Outcome {
  const { plan, line, specialty } = episode;
  if (isFinished(episode)) return 'discharged';
  if (plan?.closed === true) return DISCHARGES.includes(plan.row.data.status) ? 'discharged' : 'active';
  if (episode.closedBecause !== null || timeline.live.some((booking) => countsForLine(booking.line, line)))
    return 'active';
  if (specialty === 'MB') return haveMembershipsEnded(timeline, asOf) ? 'dropped' : 'active';
  return asOf.reached(horizonEnd(timeline, episode)) ? 'dropped' : 'active';
}

/** H after the course was left; null where none is laid down. */
function horizonEnd(timeline: Timeline, episode: Episode): Instant | null {
  const { plan, line, specialty, visitDays } = episode;
  const horizon = specialty === null ? undefined : HORIZON[specialty];
  const last = visitDays[visitDays.length - 1];
  if (horizon === undefined || last === undefined) return null;
  let from = last.day;
  if (horizon.pastDue) from += Math.floor(intervalOfEpisode(timeline, episode).days);
  else {
    for (const lost of timeline.losses) {
      const isOwn = plan === null ? lost.plan === null && lost.line === line : lost.plan === plan;
      if (isOwn && lost.loss !== null && lost.loss.day > from) from = lost.loss.day;
    }
  }
  return last.opening.zone.startOf(from + horizon.days);
}

/** Since when a course counts as left for good (Q94), as far as is known; null: it does not. */
export function dropOffAt(timeline: Timeline, episode: Episode, asOf: AsOf): Instant | null {
  if (!counts(episode) || outcomeOf(timeline, episode, asOf) !== 'dropped') return null;
  return horizonEnd(timeline, episode) ?? asOf.at;
}

/** A member leaves with the subscription (RC 1.6). */
function haveMembershipsEnded(timeline: Timeline, asOf: AsOf): boolean {
  const memberships = ownRecords(timeline, 'membership', asOf);
  return memberships.length > 0 && memberships.every((seen) => hasMembershipEnded(seen, asOf));
}

/** What became of a course so far; null: it is none that counts (Q94). */
export function outcomeSoFar(timeline: Timeline, episode: Episode, asOf: AsOf): Outcome | null {
  return counts(episode) ? outcomeOf(timeline, episode, asOf) : null;
}

export interface DropOffCount {
  add(timeline: Timeline, asOf: AsOf): void;
  rows(): DropOffRow[];
}

/** Cumulative incidence of drop-off by visit number with discharge as a competing outcome (RC 6.5, Q94). */
export function countDropOff(): DropOffCount {
  const byVisit = new Map<number, Record<Outcome, number>>();
  return {
    add(timeline, asOf) {
      for (const episode of timeline.episodes) {
        if (!counts(episode)) continue;
        const visit = episode.visitDays.length;
        const row = byVisit.get(visit) ?? { dropped: 0, discharged: 0, active: 0 };
        row[outcomeOf(timeline, episode, asOf)] += 1;
        byVisit.set(visit, row);
      }
    },
    rows: () => cumulativeIncidence(byVisit),
  };
}

export function cumulativeIncidence(byVisit: ReadonlyMap<number, Record<Outcome, number>>): DropOffRow[] {
  const last = Math.max(0, ...byVisit.keys());
  let atRisk = 0;
  for (const { dropped, discharged, active } of byVisit.values()) atRisk += dropped + discharged + active;
  let surviving = 1;
  let cumulative = 0;
  const rows: DropOffRow[] = [];
  for (let visit = 1; visit <= last; visit += 1) {
    const { dropped, discharged, active } = byVisit.get(visit) ?? { dropped: 0, discharged: 0, active: 0 };
    cumulative += (surviving * dropped) / atRisk;
    rows.push({ visit, atRisk, dropped, discharged, cumulativeDropOff: round(cumulative) });
    surviving *= 1 - (dropped + discharged) / atRisk;
    atRisk -= dropped + discharged + active;
  }
  return rows;
}

/** Six decimals: what is printed does not depend on the last bits of a sum. */
function round(number: number): number {
  return Math.round(number * 1e6) / 1e6;
}
