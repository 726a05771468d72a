import type { ReportSpan, ReportUnit, ReportVariant } from '@keepwell/domain';

export class ReportNumberDto {
  /** Unique in a report; what `/people` is asked with. */
  id: string;
  /** Of docs/metrics.md. */
  metric: string;
  label: string;
  /** `locked`: what was known at the period's end, and never changes afterwards. */
  variant: ReportVariant;
  span: ReportSpan;
  numerator: number | null;
  /** Null for a count or an amount. */
  denominator: number | null;
  /** A share is 0 to 1, an amount is in minor units. Null: see `says`. */
  value: number | null;
  unit: ReportUnit;
  says: string | null;
}

export class ReportSectionDto {
  id: string;
  title: string;
  numbers: ReportNumberDto[];
}

export class ReportPeriodDto {
  from: string;
  /** Exclusive. */
  to: string;
  firstDay: string;
  lastDay: string;
  hours: number;
}

export class FractionDto {
  numerator: number;
  denominator: number;
  value: number | null;
}

export class CoordinatorWeekDto {
  userId: string;
  /** Of today; null: no longer known. */
  name: string | null;
  conversations: number;
  attempts: number;
  nextBooked: FractionDto;
}

export class DropOffRowDto {
  visit: number;
  atRisk: number;
  dropped: number;
  discharged: number;
  cumulativeDropOff: number;
}

export class BaselineComparisonDto {
  metric: string;
  label: string;
  unit: ReportUnit;
  baseline: FractionDto;
  now: FractionDto;
  /** Now less baseline. */
  difference: number | null;
}

export class ReportBaselineDto {
  takenAt: string;
  comparisons: BaselineComparisonDto[];
}

export class WeeklyReportDto {
  variant: ReportVariant;
  locationId: string | null;
  timezone: string;
  currency: string | null;
  period: ReportPeriodDto;
  asOf: string;
  knownBy: string;
  attributionDays: number;
  sections: ReportSectionDto[];
  /** By conversations, most first. */
  coordinators: CoordinatorWeekDto[];
  dropOff: DropOffRowDto[];
  baseline: ReportBaselineDto | null;
  notes: string[];
}
