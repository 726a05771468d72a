import type { DropOffRow } from '../audit/report.js';
import type { LocalDate, ZoneId } from '../records.js';

/** `locked`: what was known at the period's end, and never changes afterwards. `live`: what is known now (RC 2). */
export type ReportVariant = 'locked' | 'live';

/** What stretch of time a number looks at. `to_date`: since the practice went live. */
export type ReportSpan = 'week' | 'weeks_12' | 'start' | 'end' | 'to_date';

/** `count`: how many. `share`: 0 to 1. `average`: numerator per denominator. `money`: minor units of the report's currency. */
export type ReportUnit = 'count' | 'share' | 'average' | 'money';

/** One number with what it is made of. Who is behind it stands in `ReportPeople` under the same id. */
export interface ReportNumber {
  /** Unique in a report: the metric, its variant where it has several, and the span. */
  id: string;
  /** Of the metric dictionary. */
  metric: string;
  label: string;
  variant: ReportVariant;
  span: ReportSpan;
  numerator: number | null;
  /** Null for a count or an amount: there is nothing to divide by. */
  denominator: number | null;
  /** Null when the denominator is 0, or when the sources cannot tell; then `says` has the reason. */
  value: number | null;
  unit: ReportUnit;
  says: string | null;
}

export interface ReportSection {
  id: string;
  title: string;
  numbers: ReportNumber[];
}

/** One coordinator's week. Ranked by conversations; attempts stand beside them and are no goal (S0-26, S0-27). */
export interface CoordinatorWeek {
  userId: string;
  conversations: number;
  attempts: number;
  /** Conversations that ended with the next visit or talk booked, of all (S0-11). */
  nextBooked: { numerator: number; denominator: number; value: number | null };
}

/** A metric of the trailing twelve weeks beside the same metric of the audit taken when the practice was connected (S2-02). */
export interface BaselineComparison {
  metric: string;
  label: string;
  unit: ReportUnit;
  baseline: { numerator: number; denominator: number; value: number | null };
  now: { numerator: number; denominator: number; value: number | null };
  /** Now less baseline; null when one of the two has no value. */
  difference: number | null;
}

export interface WeeklyReport {
  schema: 1;
  kind: 'week';
  variant: ReportVariant;
  /** Null: the whole practice. */
  locationId: string | null;
  timezone: ZoneId;
  /** ISO 4217; null where no amount is known. */
  currency: string | null;
  period: {
    /** ISO instants; `to` is exclusive. */
    from: string;
    to: string;
    firstDay: LocalDate;
    lastDay: LocalDate;
    /** 168, and 167 or 169 in a week in which the clocks change. */
    hours: number;
  };
  /** Facts recorded up to this instant count. */
  asOf: string;
  /** … as far as they had been read by this one. */
  knownBy: string;
  /** What the numbers were made with, so that they can be made again. */
  attributionDays: number;
  majorityAgeYears: number;
  /** When the practice's sources had been read once; null: not yet. */
  liveSince: string | null;
  sections: ReportSection[];
  coordinators: CoordinatorWeek[];
  dropOff: DropOffRow[];
  /** Of the whole practice, also in the report of one location. Null: no baseline was taken. */
  baseline: { takenAt: string; comparisons: BaselineComparison[] } | null;
  /** Whole sentences on what these numbers can and cannot say. */
  notes: string[];
}

/** Person ids behind each number, by the number's id; sorted. */
export type ReportPeople = Record<string, { numerator: string[]; denominator: string[] }>;
