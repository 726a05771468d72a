import type { PersonState } from '@keepwell/domain';

/** What `keepwell audit --format json` prints (docs/audit-json.md). Other programs rely on it: additions only, else `schema` rises. */
export interface AuditReport {
  schema: 1;
  asOf: string;
  practice: { timezone: string | null; locations: number };
  source: AuditSource;
  patients: { total: number; contactable: number; byState: Record<PersonState, number> };
  rules: AuditRule[];
  offTrack: OffTrackPatient[];
  findings: { patientId: string; rule: string; episode: string | null }[];
  excluded: { patientId: string; because: string[] }[];
  metrics: AuditMetric[];
  dropOff: DropOffRow[];
}

export interface SourceTotals {
  read: number;
  applied: number;
  unchanged: number;
  quarantined: number;
}

export interface AuditSource extends SourceTotals {
  connector: string;
  watermark: string | null;
  files?: (SourceTotals & { name: string })[];
  streams?: (SourceTotals & { name: string })[];
  /** What was put aside, by reason; `example` names the first place and never what stands there. */
  putAside: { code: string; count: number; example: string }[];
  notes: string[];
}

export interface AuditRule {
  rule: string;
  name: string;
  version: number;
  findings: number;
  noData: boolean;
}

export interface AuditFact {
  kind: string;
  id: string;
  effectiveAt: string | null;
  recordedAt: string | null;
  says: string;
}

export interface OffTrackPatient {
  patientId: string;
  state: 'off_track';
  rules: string[];
  since: string | null;
  reason: string;
  valueAtRisk: { amount: string; currency: string } | null;
  evidence: { rule: string; facts: AuditFact[]; checked: string[]; clearsWhen: string }[];
}

export interface AuditMetric {
  id: string;
  variant: string;
  period: { from: string; to: string };
  numerator: number;
  denominator: number;
  value: number | null;
}

export interface DropOffRow {
  visit: number;
  atRisk: number;
  dropped: number;
  discharged: number;
  cumulativeDropOff: number;
}
