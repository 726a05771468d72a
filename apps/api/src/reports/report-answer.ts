import type { StoredReport } from '@keepwell/database';
import type { WeeklyReport } from '@keepwell/domain';
import type { ReportHeadlineDto, ReportPlaceDto } from './dto/reports.dto.js';
import type { WeeklyReportDto } from './dto/weekly-report.dto.js';

type Staff = ReadonlyMap<string, string>;

/** A report as it is answered: what it was made with stays behind, coordinators get the names of today. */
export function reportAnswer(report: WeeklyReport, staff: Staff): WeeklyReportDto {
  const { schema: _schema, kind: _kind, majorityAgeYears: _age, liveSince: _live, coordinators, ...rest } = report;
  return {
    ...rest,
    coordinators: coordinators.map((week) => ({ ...week, name: staff.get(week.userId) ?? null })),
  };
}

export function placeOf({ locationId, locationName }: StoredReport): ReportPlaceDto | null {
  return locationId === null ? null : { id: locationId, name: locationName ?? locationId };
}

/** What the list of weeks shows of each. */
export function headlineOf({ sections }: WeeklyReport): ReportHeadlineDto {
  const numbers = new Map(sections.flatMap((section) => section.numbers).map(({ id, value }) => [id, value]));
  const of = (id: string): number => numbers.get(id) ?? 0;
  return {
    offTrackStart: of('off_track_start.start'),
    cameOn: of('opened.week') + of('opened_backlog.week') + of('reopened.week'),
    booked: of('booked.week'),
    returned: of('returned.week'),
    offTrackEnd: of('off_track_end.end'),
    conversations: of('conversations.week'),
    recoveredMinor: numbers.get('recovered_revenue.week') ?? null,
  };
}
