import { addressOf, ask } from './api.outreach.js';
import type { LiveReport, Report, ReportFormat, ReportList, ReportPart, ReportPeople } from './api.reports.types.js';

/** Closed weeks, and the week so far; a part of the one door to the server (`api.ts`). */

export const getReports = (locationId: string | null, before: string | null, signal?: AbortSignal) =>
  ask<ReportList>('GET', addressOf('/reports', { locationId, before }), undefined, signal);
export const getCurrentReport = (locationId: string | null, signal?: AbortSignal) =>
  ask<LiveReport>('GET', addressOf('/reports/current', { locationId }), undefined, signal);
export const getReport = (id: string, signal?: AbortSignal) => ask<Report>('GET', `/reports/${id}`, undefined, signal);
export const getReportPeople = (id: string, metric: string, part: ReportPart, signal?: AbortSignal) =>
  ask<ReportPeople>('GET', addressOf(`/reports/${id}/people`, { metric, part }), undefined, signal);
/** Where the browser fetches a document from. */
export const reportFileAddress = (id: string, format: ReportFormat) => `/api/v1/reports/${id}/file?format=${format}`;
