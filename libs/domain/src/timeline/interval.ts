import type { Specialty } from '../records.js';
import type { Booking } from './booking.js';
import type { MedianLines } from './median-lines.js';
import { prescribedInterval, type PlanView } from './plan.js';
import type { PracticeView } from './practice.js';

/** Where a planned interval comes from, said with the finding. */
export type IntervalSource = 'staff' | 'plan' | 'service' | 'practice median' | 'specialty';

export interface PlannedInterval {
  days: number;
  source: IntervalSource;
  /** With `staff`: the local date on which it was set. */
  setOn?: string;
}

const SPECIALTY_DAYS: Record<Specialty, number> = { PT: 7, PR: 14, MS: 28, DE: 182, MB: 30, DPC: 182 };
/** RC names no interval for an unknown specialty; like its horizon (Q15) it is that of PT. */
const UNKNOWN_SPECIALTY_DAYS = SPECIALTY_DAYS.PT;

/**
 * Days between two visits as planned: the plan's current phase or interval, else that of the last visit's service, else the
 * median over the whole practice, else what is usual in the specialty (Q10, Q32). Lines whose median was asked for are
 * noted: the answer changes with them.
 */
export function plannedInterval(
  practice: PracticeView,
  medianLines: MedianLines,
  {
    plan,
    visitsDone,
    lastVisit,
    line,
    specialty,
  }: {
    plan: PlanView | null;
    visitsDone: number;
    lastVisit: Booking | null;
    line: string;
    specialty: Specialty | null;
  },
): PlannedInterval {
  const prescribed = plan === null ? null : prescribedInterval(plan, visitsDone);
  if (prescribed !== null) return { days: prescribed, source: 'plan' };
  const usual = lastVisit?.service?.intervalDays ?? null;
  if (usual !== null) return { days: usual, source: 'service' };
  medianLines.add(line);
  const median = practice.medianOfLine(line);
  if (median !== null) return { days: median, source: 'practice median' };
  return { days: specialty === null ? UNKNOWN_SPECIALTY_DAYS : SPECIALTY_DAYS[specialty], source: 'specialty' };
}
