import { Injectable } from '@nestjs/common';
import { ReportFactQueries, ReportInputQueries, ReportQueries, type Transaction } from '@keepwell/database';
import { buildWeeklyReport, weekOf, zoneOf, type WeeklyReport } from '@keepwell/domain';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { Clock } from '../http/clock.js';
import { Problem } from '../http/problem.js';
import type { LiveReportDto } from './dto/reports.dto.js';
import { reportAnswer } from './report-answer.js';

/** Counting looks at everybody in one go, and other requests of this process wait for it. */
const MOST_PATIENTS = 20_000;
const KEPT_MS = 60_000;

interface Counted {
  at: number;
  answer: Promise<WeeklyReport | null>;
}

/** The week so far. Whoever asks within a minute gets the same count; nothing is stored. */
@Injectable()
export class LiveReportService {
  private readonly recent = new Map<string, Counted>();

  constructor(
    private readonly work: PracticeWork,
    private readonly reports: ReportQueries,
    private readonly facts: ReportFactQueries,
    private readonly inputs: ReportInputQueries,
    private readonly clock: Clock,
  ) {}

  async current(caller: Caller, locationId: string | null): Promise<LiveReportDto> {
    const { practiceId } = caller;
    return this.work.run(caller, async (tx) => {
      const { locations } = await this.reports.practice(tx, practiceId);
      const location = locations.find(({ id }) => id === locationId) ?? null;
      if (locationId !== null && location === null) throw new Problem('not_found', 'There is no such location.');
      const report = await this.counted(tx, practiceId, locationId);
      if (report === null) {
        const says = `The week so far is counted for practices of up to ${MOST_PATIENTS} patients. The closed weeks are there as ever.`;
        return { location, report: null, says };
      }
      const staff = await this.reports.staff(
        tx,
        report.coordinators.map(({ userId }) => userId),
      );
      return { location, report: reportAnswer(report, new Map(staff.map(({ id, name }) => [id, name]))), says: null };
    });
  }

  private counted(tx: Transaction, practiceId: string, locationId: string | null): Promise<WeeklyReport | null> {
    const now = this.clock.now();
    for (const [key, { at }] of this.recent) if (now - at > KEPT_MS || at > now) this.recent.delete(key);
    const key = `${practiceId} ${locationId ?? ''}`;
    let counted = this.recent.get(key);
    if (counted === undefined) {
      counted = { at: now, answer: this.count(tx, practiceId, locationId, now) };
      this.recent.set(key, counted);
      counted.answer.catch(() => this.recent.delete(key));
    }
    return counted.answer;
  }

  private async count(
    tx: Transaction,
    practiceId: string,
    locationId: string | null,
    now: number,
  ): Promise<WeeklyReport | null> {
    if ((await this.facts.countPatients(tx)) > MOST_PATIENTS) return null;
    const { settings, timezone, currency, liveSince, baseline } = await this.reports.practice(tx, practiceId);
    const { attributionDays, majorityAge: majorityAgeYears } = settings;
    const terms = { timezone, currency, attributionDays, majorityAgeYears, liveSince, baseline };
    const input = await this.inputs.load(tx, practiceId, { asOf: now, knownBy: now }, terms);
    const week = weekOf(now, zoneOf(timezone));
    return buildWeeklyReport(input, { week, variant: 'live', asOf: now }, locationId).report;
  }
}
