import type { RecordVersion } from '../facts.js';
import { sameSpecialty, type Instant, type Specialty } from '../records.js';
import type { EpochDay } from '../zones/calendar-date.js';
import type { OpeningDays } from '../zones/opening-days.js';
import type { AsOf } from './as-of.js';
import { lineKey } from './practice.js';
import { seeRecords, type Seen } from './versions.js';

/** A plan of care as it stood at an instant. */
export interface PlanView {
  row: RecordVersion<'plan'>;
  id: string;
  /** When this much of it was known: never later than the instant asked for. */
  recordedAt: Instant | null;
  line: string;
  lineName: string | null;
  prescribedVisits: number | null;
  closed: boolean;
  /** Null while open, and for a plan that is closed without saying when. */
  closedAt: Instant | null;
  /** First and last local date of the plan, where it has one; they decide which appointments belong to it (Q30). */
  startDay: EpochDay | null;
  closedDay: EpochDay | null;
  /** Set once its appointments are known (Q31). */
  specialty: Specialty | null;
}

const CLOSED_STATUSES = ['completed', 'discharged', 'cancelled'];

/**
 * A closing with an instant counts from that instant on, whatever the status says (Q02). A status alone counts as
 * written, but not when the row was written after the instant asked for (Q01).
 */
function isClosed({ row, asCreated }: Seen<'plan'>, asOf: AsOf): boolean {
  if (row.data.closedAt !== null) return asOf.reached(row.data.closedAt);
  return !asCreated && row.data.status !== null && CLOSED_STATUSES.includes(row.data.status);
}

/** The plans that exist at this instant; a plan exists from `started_at` on (Q30). Dates are those of the patient's location (Q12). */
export function seePlans(rows: readonly RecordVersion<'plan'>[], opening: OpeningDays, asOf: AsOf): PlanView[] {
  const plans: PlanView[] = [];
  for (const seen of seeRecords(rows, asOf)) {
    const { row } = seen;
    const { startedAt, line } = row.data;
    if (startedAt !== null && !asOf.reached(startedAt)) continue;
    const closed = isClosed(seen, asOf);
    const closedAt = closed ? row.data.closedAt : null;
    plans.push({
      row,
      id: row.id,
      recordedAt: seen.asCreated ? row.createdAt : row.recordedAt,
      line: lineKey(line),
      lineName: line === null || line.trim() === '' ? null : line.trim(),
      prescribedVisits: row.data.prescribedVisits,
      closed,
      closedAt,
      startDay: startedAt === null ? null : opening.zone.dayOf(startedAt),
      closedDay: closedAt === null ? null : opening.zone.dayOf(closedAt),
      specialty: sameSpecialty(row.data.specialty),
    });
  }
  return plans;
}

/** Days to the next visit after `visitsDone` visits: that of the current phase (Q32), else the plan's own; null when it says neither. */
export function prescribedInterval({ row }: PlanView, visitsDone: number): number | null {
  const { phases, intervalDays } = row.data;
  if (phases !== null && phases.length > 0) {
    let planned = 0;
    for (const phase of phases) {
      planned += phase.visits;
      if (visitsDone + 1 <= planned) return phase.days;
    }
    return phases[phases.length - 1]!.days;
  }
  return intervalDays !== null && intervalDays > 0 ? intervalDays : null;
}

function contains(plan: PlanView, day: EpochDay): boolean {
  return (plan.startDay === null || plan.startDay <= day) && (plan.closedDay === null || day <= plan.closedDay);
}

/** Latest `started_at`, then greatest id (Q30). */
export function startsLater(one: PlanView, other: PlanView): boolean {
  const first = one.row.data.startedAt ?? Number.NEGATIVE_INFINITY;
  const second = other.row.data.startedAt ?? Number.NEGATIVE_INFINITY;
  return first === second ? one.id > other.id : first > second;
}

/** For an appointment that names no plan: the latest plan of its line whose time holds its start or its making (Q30). */
export function planOfLine(
  plans: readonly PlanView[],
  line: string,
  startDay: EpochDay,
  createdDay: EpochDay | null,
): PlanView | null {
  let found: PlanView | null = null;
  for (const plan of plans) {
    if (plan.line !== line) continue;
    if (!contains(plan, startDay) && (createdDay === null || !contains(plan, createdDay))) continue;
    if (found === null || startsLater(plan, found)) found = plan;
  }
  return found;
}
