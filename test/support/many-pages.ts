import type { SourceRecord } from '@keepwell/domain/records';
import { aRecord } from './records.js';

export const RECORDS_PER_PAGE = 10;
const AT = Date.UTC(2026, 0, 5, 9);

/** Pages whose records change nothing but once: each page has a new patient, nine appointments of patients so far. */
export function manyPages(count: number): { records: SourceRecord[] }[] {
  return Array.from({ length: count }, (_, page) => ({
    records: [
      aRecord('patient', `P${page}`, { givenName: 'Ann' }, { updatedAt: AT + page }),
      ...Array.from({ length: RECORDS_PER_PAGE - 1 }, (__, n) =>
        aRecord('appointment', `A${page}-${n}`, { patientId: `P${(page * n) % (page + 1)}` }, { updatedAt: AT + page }),
      ),
    ],
  }));
}
