import { client, dataOf } from './api.js';
import type { ReportFormat, ReportPart } from './api.reports.types.js';

/** Closed weeks, and the week so far; a part of the one door to the server (`api.ts`). */

const placed = (locationId: string | null) => (locationId === null ? {} : { locationId });

export const getReports = (locationId: string | null, before: string | null, signal?: AbortSignal) => {
  const query = { ...placed(locationId), ...(before === null ? {} : { before }) };
  return dataOf(client.GET('/api/v1/reports', { params: { query }, signal }));
};
export const getCurrentReport = (locationId: string | null, signal?: AbortSignal) =>
  dataOf(client.GET('/api/v1/reports/current', { params: { query: placed(locationId) }, signal }));
export const getReport = (id: string, signal?: AbortSignal) =>
  dataOf(client.GET('/api/v1/reports/{id}', { params: { path: { id } }, signal }));
export const getReportPeople = (id: string, metric: string, part: ReportPart, signal?: AbortSignal) =>
  dataOf(client.GET('/api/v1/reports/{id}/people', { params: { path: { id }, query: { metric, part } }, signal }));
/** Where the browser fetches a document from. */
export const reportFileAddress = (id: string, format: ReportFormat) => `/api/v1/reports/${id}/file?format=${format}`;
