import type { Provider, Type } from '@nestjs/common';
import { ReportFactQueries, ReportInputQueries, ReportQueries } from '@keepwell/database';
import { LiveReportService } from './live-report.service.js';
import { ReportsController } from './reports.controller.js';
import { ReportsService } from './reports.service.js';

/** What the API has for this subject: see docs/decisions/0005-the-loop.md. */
export const REPORTS_CONTROLLERS: Type[] = [ReportsController];
export const REPORTS_PROVIDERS: Provider[] = [
  ReportFactQueries,
  ReportInputQueries,
  ReportQueries,
  LiveReportService,
  ReportsService,
];
