import type { AuditReport as ReportOf } from '@keepwell/domain';

/** What `keepwell audit --format json` prints; docs/audit-json.md describes it. Other programs rely on it: additions only. */
export type AuditReport = ReportOf<AuditSource>;

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
