import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { WeeklyReportDto } from './weekly-report.dto.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export class ListReportsDto {
  /** Absent: the whole practice. */
  @IsOptional()
  @IsUUID()
  locationId?: string;

  /** Weeks that begin before this local date. */
  @IsOptional()
  @Matches(DAY, { message: 'before must be a date such as 2025-03-03' })
  before?: string;
}

export class CurrentReportDto {
  /** Absent: the whole practice. */
  @IsOptional()
  @IsUUID()
  locationId?: string;
}

export class ReportPeopleQueryDto {
  /** Id of a number of the report. */
  @Matches(/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+){1,3}$/, {
    message: 'metric must be the id of a number, such as returned.week',
  })
  metric: string;

  @IsIn(['numerator', 'denominator'])
  part: 'numerator' | 'denominator';
}

export const REPORT_FORMATS = ['html', 'pdf', 'csv'] as const;

export class ReportFileQueryDto {
  @IsIn(REPORT_FORMATS)
  format: (typeof REPORT_FORMATS)[number];
}

export class ReportPlaceDto {
  id: string;
  name: string;
}

export class ReportHeadlineDto {
  offTrackStart: number;
  /** Opened, reopened and newly found backlog. */
  cameOn: number;
  booked: number;
  returned: number;
  offTrackEnd: number;
  conversations: number;
  /** Minor units; null where no source tells of payments. */
  recoveredMinor: number | null;
}

export class ReportRowDto {
  id: string;
  /** Null: the whole practice. */
  location: ReportPlaceDto | null;
  firstDay: string;
  lastDay: string;
  builtAt: string;
  hash: string;
  currency: string | null;
  headline: ReportHeadlineDto;
}

export class ReportListDto {
  items: ReportRowDto[];
  /** Ask again with `before` this day; null: there are no earlier weeks. */
  nextBefore: string | null;
  /** Places that have reports of their own; empty where the practice has one place. */
  locations: ReportPlaceDto[];
  /** When the next week is closed, ISO. */
  nextAt: string;
  /** Why no week will be closed; null: weeks are. */
  says: string | null;
}

export class ReportDeliveryDto {
  toAddress: string;
  /** `accepted` `failed`. */
  state: string;
  at: string;
  errorSays: string | null;
}

export class ReportDto {
  id: string;
  location: ReportPlaceDto | null;
  builtAt: string;
  /** SHA-256 of the numbers and the people behind them: the same facts give the same one. */
  hash: string;
  report: WeeklyReportDto;
  deliveries: ReportDeliveryDto[];
}

export class LiveReportDto {
  location: ReportPlaceDto | null;
  /** Null: see `says`. */
  report: WeeklyReportDto | null;
  /** Why there is none. */
  says: string | null;
}

export class PersonBehindDto {
  personId: string;
  /** Of today; null: no longer on record. */
  name: string | null;
}

export class ReportPeopleDto {
  metric: string;
  part: 'numerator' | 'denominator';
  /** All there are; `items` are the first 500 of them. */
  total: number;
  items: PersonBehindDto[];
}
