import type { ReportUnit } from './report.js';

/** What a number of a report means. `docs/metrics.md` is written from these. */
export interface MetricDefinition {
  id: string;
  label: string;
  unit: ReportUnit;
  numerator: string;
  /** Null for counts and amounts. */
  denominator: string | null;
  /** What is easily misread about it. */
  remark?: string;
}
