import { createHash } from 'node:crypto';
import {
  newId,
  ReportFactQueries,
  ReportInputQueries,
  ReportQueries,
  type Database,
  type ReportPractice,
  type ReportTerms,
} from '@keepwell/database';
import {
  buildWeeklyReport,
  canonicalJson,
  owedWeeks,
  seeWeek,
  weekOf,
  zoneOf,
  type BuiltReport,
  type Instant,
  type Week,
} from '@keepwell/domain';

/** A report looks at everybody at once: past this it would not fit beside the worker's other work. */
export const MOST_PATIENTS = 60_000;

export interface BuiltWeeks {
  /** Reports written now, over weeks and places. */
  built: number;
  /** Weeks that are closed and have no report because the practice is too large. */
  tooLarge: number;
}

/** Closed weeks become rows: per practice and per location, once, and never changed afterwards. */
export class ReportBuilder {
  private readonly reports = new ReportQueries();
  private readonly facts = new ReportFactQueries();
  private readonly inputs = new ReportInputQueries();

  constructor(private readonly database: Database) {}

  /** Builds every closed week that has no report yet, oldest first. */
  async buildOwed(practiceId: string, now: Instant, signal?: AbortSignal): Promise<BuiltWeeks> {
    const { practice, weeks, patients } = await this.owed(practiceId, now);
    if (weeks.length > 0 && patients > MOST_PATIENTS) return { built: 0, tooLarge: weeks.length };
    let built = 0;
    for (const week of weeks) {
      signal?.throwIfAborted();
      built += await this.buildWeek(practiceId, practice, week, now);
    }
    return { built, tooLarge: 0 };
  }

  private async owed(practiceId: string, now: Instant) {
    return this.database.inPractice(practiceId, async (tx) => {
      const practice = await this.reports.practice(tx, practiceId);
      const done = await this.reports.builtWeeks(tx, practiceId, null);
      const liveSince = practice.liveSince === null ? null : Date.parse(practice.liveSince);
      const weeks = owedWeeks(liveSince, now, zoneOf(practice.timezone)).filter(({ firstDay }) => !done.has(firstDay));
      return { practice, weeks, patients: weeks.length === 0 ? 0 : await this.facts.countPatients(tx) };
    });
  }

  private async buildWeek(practiceId: string, practice: ReportPractice, week: Week, now: Instant): Promise<number> {
    const horizon = { asOf: week.to, knownBy: now };
    const input = await this.database.inPractice(practiceId, (tx) =>
      this.inputs.load(tx, practiceId, horizon, termsOf(practice)),
    );
    const asked = { week, variant: 'locked' as const, asOf: week.to };
    const seen = seeWeek(input, asked);
    const places = practice.locations.length > 1 ? practice.locations.map(({ id }) => id) : [];
    let built = 0;
    // The whole practice last: a week that has it has them all.
    for (const locationId of [...places, null]) {
      const each = buildWeeklyReport(input, asked, locationId, seen);
      const row = { id: newId(), hash: hashOf(each), builtAt: new Date(now), ...each };
      if (await this.database.inPractice(practiceId, (tx) => this.reports.keep(tx, practiceId, row))) built += 1;
    }
    return built;
  }

  /** A stored report made again from history: what it was made with stands in it. Null: there is no such report. */
  async rebuild(practiceId: string, reportId: string): Promise<(BuiltReport & { hash: string }) | null> {
    return this.database.inPractice(practiceId, async (tx) => {
      const stored = await this.reports.one(tx, practiceId, reportId);
      if (stored === null) return null;
      const { numbers } = stored;
      const { baseline } = await this.reports.practice(tx, practiceId);
      const horizon = { asOf: Date.parse(numbers.asOf), knownBy: Date.parse(numbers.knownBy) };
      const input = await this.inputs.load(tx, practiceId, horizon, { ...numbers, baseline });
      const week = weekOf(Date.parse(numbers.period.from), zoneOf(numbers.timezone));
      const built = buildWeeklyReport(
        input,
        { week, variant: numbers.variant, asOf: horizon.asOf },
        numbers.locationId,
      );
      return { ...built, hash: hashOf(built) };
    });
  }
}

function termsOf({ timezone, currency, settings, liveSince, baseline }: ReportPractice): ReportTerms {
  const { attributionDays, majorityAge: majorityAgeYears } = settings;
  return { timezone, currency, attributionDays, majorityAgeYears, liveSince, baseline };
}

/** Of the numbers and the people behind them. */
export function hashOf({ report, people }: BuiltReport): string {
  return createHash('sha256').update(canonicalJson({ report, people })).digest('hex');
}
