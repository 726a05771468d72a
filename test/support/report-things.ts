import { newId } from '@keepwell/database';
import type { WeeklyReport } from '@keepwell/domain';
import type { TestDatabase } from './database.js';

/** A closed week as the worker stores it; state only what matters to the test. */
export async function storeReport(
  database: TestDatabase,
  practiceId: string,
  given: Partial<WeeklyReport> = {},
  people: Record<string, { numerator: string[]; denominator: string[] }> = {},
): Promise<string> {
  const id = newId();
  const report: WeeklyReport = {
    ...{ schema: 1, kind: 'week', variant: 'locked', locationId: null, timezone: 'Europe/London', currency: 'GBP' },
    period: {
      ...{ from: '2025-03-03T00:00:00.000Z', to: '2025-03-10T00:00:00.000Z' },
      ...{ firstDay: '2025-03-03', lastDay: '2025-03-09', hours: 168 },
    },
    ...{ asOf: '2025-03-10T00:00:00.000Z', knownBy: '2025-03-10T06:00:00.000Z' },
    ...{ attributionDays: 90, majorityAgeYears: 18, liveSince: '2025-01-01T00:00:00.000Z' },
    ...{ sections: [], coordinators: [], dropOff: [], baseline: null, notes: [] },
    ...given,
  };
  const { period } = report;
  await database.asSuperuser(
    `insert into retention_report (practice_id, id, kind, location_id, period_from, period_to, first_day, last_day, as_of,
                                   timezone, version, numbers, people, hash, built_at)
     values ($1, $2, 'week', $3, $4, $5, $6, $7, $8, $9, 1, $10, $11, '\\x00ff', $12)`,
    [
      ...[practiceId, id, report.locationId, period.from, period.to, period.firstDay, period.lastDay, report.asOf],
      ...[report.timezone, JSON.stringify(report), JSON.stringify(people), report.knownBy],
    ],
  );
  return id;
}

interface ReportThings {
  reportId: string;
  locationId: string;
}

const report = { path: ({ reportId }: ReportThings) => ({ id: reportId }) };

/** A line for every route of reports. */
export const REPORT_SAMPLES = {
  listReports: {},
  getCurrentReport: { query: ({ locationId }: ReportThings) => ({ locationId }), foreign: 404 },
  getReport: report,
  listPeopleBehind: { ...report, query: () => ({ metric: 'returned.week', part: 'numerator' }) },
  getReportFile: { ...report, query: () => ({ format: 'csv' }) },
};
