import type { PracticeAsOf } from '../source/read-practice.js';
import type { AuditSource, SourceTotals } from './audit-report.js';

/** What was read and what became of it: read = applied + unchanged + quarantined, for each part and for all. */
export function auditSource({ connector, collected, notes }: PracticeAsOf): AuditSource {
  const parts = collected.streams;
  const sum = (field: keyof SourceTotals) => parts.reduce((total, part) => total + part[field], 0);
  return {
    connector,
    read: sum('read'),
    applied: sum('applied'),
    unchanged: sum('unchanged'),
    quarantined: sum('quarantined'),
    watermark: collected.watermark === null ? null : new Date(collected.watermark).toISOString(),
    ...(connector === 'csv' ? { files: parts } : { streams: parts }),
    putAside: collected.putAside.map(({ code, count, first }) => ({ code, count, example: first.reason })),
    notes,
  };
}
