import type { Instant, Specialty } from '../../../libs/domain/src/records.js';
import { dateIn, dayOf, dayList, daysBetween, MINUTE, same, type A, type P, type World } from './world.js';

/** Episodes, bookings ahead, what answers a loss: what every rule asks. */

const SPECIALTY_DAYS: Record<string, number> = { PT: 7, PR: 14, MS: 28, DE: 182, MB: 30, DPC: 182, unknown: 7 };
export const HORIZON: Record<string, number> = { PT: 30, PR: 21, MS: 180, DE: 240, MB: 60, DPC: 365, unknown: 30 };
export interface Found {
  rule: string;
  episode: string | null;
  since: Instant;
}
export interface E {
  plan: P | null;
  line: string;
  name: string | null;
  specialty: Specialty | null;
  visits: A[];
}

export function intervalOf(
  world: World,
  plan: P | null,
  visits: A[],
  line: string,
  specialty: Specialty | null,
  done: number,
): number {
  if (plan !== null) {
    const { phases, intervalDays } = plan.data;
    if (phases !== null && phases.length > 0) {
      const each = phases.flatMap(({ visits: count, days }) => Array.from({ length: count }, () => days));
      return each[done] ?? phases.at(-1)!.days;
    }
    if (intervalDays !== null) return intervalDays;
  }
  return visits.at(-1)?.interval ?? world.medians[line] ?? SPECIALTY_DAYS[specialty ?? 'unknown']!;
}

export function booked(world: World, line: string, specialty: Specialty | null): boolean {
  return world.rows.some((row) => {
    if (!row.live || !same(row.line, line)) return false;
    return daysBetween(dateIn(row.place.zone, world.T), dayOf(row)) <= HORIZON[specialty ?? 'unknown']!;
  });
}

export function episodes(world: World): E[] {
  const { plans, rows } = world;
  const visits = rows.filter(({ visit }) => visit);
  const found: E[] = plans.map((plan) => ({
    plan,
    line: plan.line,
    name: plan.id,
    specialty: plan.specialty,
    visits: visits.filter((visit) => visit.plan === plan),
  }));
  for (const line of new Set(visits.map((visit) => visit.line))) {
    const ofLine = plans.filter((plan) => plan.line === line);
    if (ofLine.some(({ closed, closedAt }) => !closed || closedAt === null)) continue;
    const closing = Math.max(-Infinity, ...ofLine.map(({ closedAt }) => closedAt ?? 0));
    const own = visits.filter((visit) => visit.line === line && visit.plan === null && visit.start > closing);
    if (own.length > 0)
      found.push({ plan: null, line, name: own.at(-1)!.lineName, specialty: own.at(-1)!.specialty, visits: own });
  }
  return found;
}

export function ended(world: World, episode: E): boolean {
  if (episode.plan !== null) return episode.plan.closed;
  const { T, person } = world;
  if (episode.specialty === 'PR') {
    const programs = person.programs.filter((row) => (row.recordedAt ?? -Infinity) <= T);
    const open = programs.filter(({ data, createdAt, updatedAt }) => {
      // Not begun is not open either (Q68).
      if (data.startedAt !== null && data.startedAt > T) return false;
      if (data.endsAt !== null && data.endsAt <= T) return false;
      const isCalledOff = data.status === 'completed' || data.status === 'cancelled';
      return !isCalledOff || (createdAt === null && updatedAt === null && data.endsAt !== null);
    });
    return programs.length > 0 && open.length === 0;
  }
  if (episode.specialty === 'MB' || episode.specialty === 'DPC') {
    const memberships = person.memberships.filter((row) => (row.recordedAt ?? -Infinity) <= T);
    const open = memberships.filter(({ data }) =>
      data.endsAt === null ? data.status !== 'cancelled' && data.status !== 'expired' : data.endsAt > T,
    );
    return memberships.length > 0 && open.length === 0;
  }
  return false;
}

export function answered(world: World, lost: A): boolean {
  const lossAt = lost.lossAt!;
  const own = episodes(world).find((episode) =>
    lost.plan === null ? episode.plan === null && episode.line === lost.line : episode.plan === lost.plan,
  );
  const visits = own?.visits ?? world.rows.filter((row) => row.visit && row.line === lost.line);
  const near =
    1.5 *
    intervalOf(
      world,
      lost.plan,
      visits,
      lost.line,
      own?.specialty ?? lost.specialty,
      own === undefined ? 0 : dayList(visits).length,
    );
  return world.rows.some((row) => {
    if (row === lost || !same(row.line, lost.line)) return false;
    if (row.visit && row.start > lossAt) return true;
    if (row.walkIn || (row.idle && !row.openRequest) || (row.lossAt !== null && row.lossAt <= lossAt)) return false;
    if (row.created !== null && row.created >= lossAt - 30 * MINUTE) return true;
    return row.start > lossAt && Math.abs(daysBetween(dayOf(lost), dayOf(row))) <= near;
  });
}
