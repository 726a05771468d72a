import type { RecordKind } from '../records.js';
import type { PersonState } from '../evaluation.js';

/** The retention audit as `keepwell audit --format json` prints it (audit-json.md). Instants are ISO texts in UTC with milliseconds. */
export interface AuditReport<Source> {
  schema: 1;
  asOf: string;
  practice: { timezone: string; locations: number };
  source: Source;
  patients: { total: number; contactable: number; byState: Record<PersonState, number> };
  rules: AuditRule[];
  offTrack: OffTrackPatient[];
  findings: { patientId: string; rule: string; episode: string | null }[];
  excluded: { patientId: string; because: string[] }[];
  metrics: AuditMetric[];
  dropOff: DropOffRow[];
  /** Beside the metrics: where people are lost, how long they stay, what leaks. */
  figures: AuditFigureSection[];
}

export interface AuditRule {
  rule: string;
  name: string;
  version: number;
  /** Distinct patients. */
  findings: number;
  /** Median days by which its findings came before a fixed 90-day rule (S2-06); null without findings on people ever seen. */
  medianLeadDays: number | null;
  noData: boolean;
}

export interface OffTrackPatient {
  patientId: string;
  state: 'off_track';
  rules: string[];
  since: string;
  reason: string;
  valueAtRisk: { amount: string; currency: string } | null;
  evidence: AuditEvidence[];
}

export interface AuditEvidence {
  rule: string;
  facts: { kind: RecordKind; id: string; effectiveAt: string | null; recordedAt: string | null; says: string }[];
  checked: string[];
  clearsWhen: string;
}

export interface AuditMetric {
  id: string;
  variant: string;
  period: { from: string; to: string };
  numerator: number;
  denominator: number;
  value: number | null;
}

export interface AuditFigureSection {
  id: string;
  title: string;
  items: AuditFigure[];
  /** Whole sentences on how to read it. */
  notes: string[];
}

export interface AuditFigure {
  /** Of the metric dictionary, and its key where there are several: `members_left.month_3`. */
  id: string;
  label: string;
  unit: 'count' | 'share' | 'average' | 'money';
  numerator: number | null;
  denominator: number | null;
  /** Null where there is nothing to count from; `says` then names what is missing. */
  value: number | null;
  says: string | null;
}

export interface DropOffRow {
  visit: number;
  atRisk: number;
  dropped: number;
  discharged: number;
  cumulativeDropOff: number;
}

export function isoInstant(instant: number): string {
  return new Date(instant).toISOString();
}

export function isoOrNull(instant: number | null): string | null {
  return instant === null ? null : isoInstant(instant);
}
