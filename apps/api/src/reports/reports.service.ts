import { Injectable } from '@nestjs/common';
import { ReportFactQueries, ReportQueries, type StoredReport, type Transaction } from '@keepwell/database';
import { reportCsv, reportHtml, reportPdf, type ReportNames } from '@keepwell/documents';
import { nextBuildTime, zoneOf, type WeeklyReport } from '@keepwell/domain';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { Clock } from '../http/clock.js';
import { Problem } from '../http/problem.js';
import type {
  ListReportsDto,
  ReportDto,
  ReportFileQueryDto,
  ReportListDto,
  ReportPeopleDto,
  ReportPeopleQueryDto,
} from './dto/reports.dto.js';
import { headlineOf, placeOf, reportAnswer } from './report-answer.js';

const WEEKS_PER_PAGE = 52;
const MOST_PEOPLE = 500;
/** As the worker has it: a report looks at everybody at once. */
const MOST_PATIENTS = 60_000;
const TOO_MANY = `Weekly reports are made for practices of up to ${MOST_PATIENTS} patients; this one has more.`;

export interface ReportFile {
  bytes: Buffer;
  type: string;
  name: string;
}

/** Closed weeks: answered as they were stored. */
@Injectable()
export class ReportsService {
  constructor(
    private readonly work: PracticeWork,
    private readonly reports: ReportQueries,
    private readonly facts: ReportFactQueries,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, { locationId = null, before = null }: Nullable<ListReportsDto>): Promise<ReportListDto> {
    const { practiceId } = caller;
    return this.work.run(caller, async (tx) => {
      const practice = await this.reports.practice(tx, practiceId);
      const patients = await this.facts.countPatients(tx);
      const limit = WEEKS_PER_PAGE + 1;
      const rows = await this.reports.list(tx, practiceId, { locationId, before, limit });
      const shown = rows.slice(0, WEEKS_PER_PAGE);
      return {
        items: shown.map((row) => ({
          ...{ id: row.id, location: placeOf(row), builtAt: row.builtAt, hash: row.hash },
          ...{ firstDay: row.firstDay, lastDay: row.numbers.period.lastDay, currency: row.numbers.currency },
          headline: headlineOf(row.numbers),
        })),
        nextBefore: rows.length > WEEKS_PER_PAGE ? (shown.at(-1)?.firstDay ?? null) : null,
        locations: practice.locations.length > 1 ? practice.locations : [],
        nextAt: new Date(nextBuildTime(this.clock.now(), zoneOf(practice.timezone))).toISOString(),
        says: patients > MOST_PATIENTS ? TOO_MANY : null,
      };
    });
  }

  async one(caller: Caller, id: string): Promise<ReportDto> {
    return this.work.run(caller, async (tx, trail) => {
      trail.about('report', id);
      const stored = await this.stored(tx, caller, id);
      return {
        ...{ id, location: placeOf(stored), builtAt: stored.builtAt, hash: stored.hash },
        report: reportAnswer(stored.numbers, await this.staffOf(tx, stored.numbers)),
        deliveries: await this.reports.deliveries(tx, caller.practiceId, id),
      };
    });
  }

  async people(caller: Caller, id: string, wanted: ReportPeopleQueryDto): Promise<ReportPeopleDto> {
    const { metric, part } = wanted;
    return this.work.run(caller, async (tx, trail) => {
      const everybody = await this.reports.peopleBehind(tx, caller.practiceId, id, { metric, part });
      if (everybody === null) throw new Problem('not_found', 'There is no such report.');
      trail.about('report', id, { metric, part, people: everybody.length });
      const items = await this.reports.names(tx, caller.practiceId, everybody.slice(0, MOST_PEOPLE));
      return { metric, part, total: everybody.length, items };
    });
  }

  async file(caller: Caller, id: string, format: ReportFileQueryDto['format']): Promise<ReportFile> {
    const { report, names } = await this.work.run(caller, async (tx, trail) => {
      trail.about('report', id, { format });
      const stored = await this.stored(tx, caller, id);
      const { name } = await this.reports.practice(tx, caller.practiceId);
      const staff = await this.staffOf(tx, stored.numbers);
      return { report: stored.numbers, names: { practice: name, location: placeOf(stored)?.name ?? null, staff } };
    });
    return { ...(await written(report, names, format)), name: `retention-${report.period.firstDay}.${format}` };
  }

  async staffOf(tx: Transaction, { coordinators }: WeeklyReport): Promise<Map<string, string>> {
    const rows = await this.reports.staff(
      tx,
      coordinators.map(({ userId }) => userId),
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  private async stored(tx: Transaction, { practiceId }: Caller, id: string): Promise<StoredReport> {
    const stored = await this.reports.one(tx, practiceId, id);
    if (stored === null) throw new Problem('not_found', 'There is no such report.');
    return stored;
  }
}

type Nullable<T> = { [Key in keyof T]?: T[Key] | null };

async function written(
  report: WeeklyReport,
  names: ReportNames,
  format: ReportFileQueryDto['format'],
): Promise<Omit<ReportFile, 'name'>> {
  switch (format) {
    case 'pdf':
      return { bytes: await reportPdf(report, names), type: 'application/pdf' };
    case 'csv':
      return { bytes: Buffer.from(reportCsv(report, names), 'utf8'), type: 'text/csv; charset=utf-8' };
    case 'html':
      return { bytes: Buffer.from(reportHtml(report, names), 'utf8'), type: 'text/html; charset=utf-8' };
  }
}
