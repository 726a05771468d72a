import type { Instant, Specialty } from '../records.js';
import type { EpochDay } from '../zones/calendar-date.js';
import type { Booking } from './booking.js';
import type { PlanView } from './plan.js';

/** One problem or service line being treated: a plan on record, or the line's visits without one (RC 1.5, Q10). */
export interface Episode {
  plan: PlanView | null;
  line: string;
  lineName: string | null;
  specialty: Specialty | null;
  /** In order of start. */
  visits: readonly Booking[];
  /** One entry per local date with a visit: several on one date are one visit (Q34); the last of the day stands for it. */
  visitDays: readonly Booking[];
  /** Why it is closed (E03), or null. */
  closedBecause: string | null;
  /** For the rules: what several of them would work out alike. */
  common: object | null;
}

/** Plan id, else the line as the practice writes it (Q07). */
export function episodeKey(plan: PlanView | null, lineName: string | null): string | null {
  return plan === null ? lineName : plan.id;
}

/** Visits in order of start → one per local date. */
export function visitDaysOf(visits: readonly Booking[]): readonly Booking[] {
  if (areOnRisingDays(visits)) return visits;
  const days = new Map<EpochDay, Booking>();
  for (const visit of visits) days.set(visit.day, visit);
  return days.size === visits.length ? visits : [...days.values()].sort((one, other) => one.day - other.day);
}

function areOnRisingDays(visits: readonly Booking[]): boolean {
  for (let index = 1; index < visits.length; index += 1) {
    if (visits[index]!.day <= visits[index - 1]!.day) return false;
  }
  return true;
}

/** All prescribed visits are done: nothing is missing but the closing of the plan (Q05). */
export function isFinished({ plan, visitDays }: Episode): boolean {
  return plan !== null && plan.prescribedVisits !== null && visitDays.length >= plan.prescribedVisits;
}

/** Every plan, then every line with visits after its last plan closed and without an open one (Q10). */
export function episodesOf(plans: readonly PlanView[], visits: readonly Booking[]): Episode[] {
  const episodes: Episode[] = [];
  for (const plan of plans) {
    const own = isAllOf(plan, visits) ? visits : visits.filter((visit) => visit.plan === plan);
    const closed = plan.closed ? `plan ${plan.id} is closed` : null;
    episodes.push(episode(plan, plan.line, plan.lineName, plan.specialty, own, closed));
  }
  if (plans.length === 0 && isOneLine(visits)) episodes.push(unplanned(visits));
  else for (const own of unplannedByLine(plans, visits).values()) episodes.push(unplanned(own));
  return episodes;
}

function isAllOf(plan: PlanView, visits: readonly Booking[]): boolean {
  for (const visit of visits) if (visit.plan !== plan) return false;
  return true;
}

function isOneLine(visits: readonly Booking[]): boolean {
  if (visits.length === 0) return false;
  const { line } = visits[0]!;
  for (const visit of visits) if (visit.line !== line) return false;
  return true;
}

function unplanned(visits: readonly Booking[]): Episode {
  const last = visits[visits.length - 1]!;
  return episode(null, last.line, last.lineName, last.specialty, visits, null);
}

function episode(
  plan: PlanView | null,
  line: string,
  lineName: string | null,
  specialty: Specialty | null,
  visits: readonly Booking[],
  closedBecause: string | null,
): Episode {
  return { plan, line, lineName, specialty, visits, visitDays: visitDaysOf(visits), closedBecause, common: null };
}

function unplannedByLine(plans: readonly PlanView[], visits: readonly Booking[]): Map<string, Booking[]> {
  const lines = new Map<string, Booking[]>();
  for (const visit of visits) {
    if (visit.plan !== null || visit.startsAt <= lastClosing(plans, visit.line)) continue;
    const own = lines.get(visit.line);
    if (own === undefined) lines.set(visit.line, [visit]);
    else own.push(visit);
  }
  return lines;
}

/** When the last plan of a line was closed; never yet, while one is open or closed without saying when. */
function lastClosing(plans: readonly PlanView[], line: string): Instant {
  let last = Number.NEGATIVE_INFINITY;
  for (const plan of plans) {
    if (plan.line === line) last = Math.max(last, plan.closedAt ?? Number.POSITIVE_INFINITY);
  }
  return last;
}
