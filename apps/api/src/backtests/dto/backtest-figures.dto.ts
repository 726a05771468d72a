import { SPECIALTIES, type Specialty } from '@keepwell/domain';
import { ApiProperty } from '@nestjs/swagger';

/** A share with Wilson's 95 % interval. */
export class BacktestShareDto {
  hits: number;
  of: number;
  /** 0 to 1; null where nothing could be counted. */
  value: number | null;
  low: number;
  high: number;
}

/** A number with a 95 % interval drawn by household. */
export class BacktestNumberDto {
  value: number | null;
  low: number | null;
  high: number | null;
  /** How many alerts, drop-offs or days it was made from. */
  n: number;
}

export class BacktestLabelsDto {
  /** Alerts whose horizon lies inside the data, of people whom nobody had contacted. */
  judged: number;
  /** No visit within the horizon: rightly flagged. */
  stayedAway: number;
  /** Of these: by the end of the horizon the course of care was done, or closed by the clinic. There was nothing to come back for. */
  finished: number;
  /** The data end before the horizon does. */
  notYetKnown: number;
  /** Contacted through Keepwell around the flag: the label is not clean. */
  contacted: number;
}

export class BacktestFiguresDto {
  /** First flags in the period; one that stands on several days in a row counts once. */
  alerts: number;
  /** Of how many people. */
  people: number;
  /** Flags that stood on the day before the period already; they are no alerts. */
  standingBefore: number;
  labels: BacktestLabelsDto;
  /** Share of the judged alerts after which the patient stayed away for the whole horizon; null: not to be judged by visits. */
  precision: BacktestShareDto | null;
  /** The looser reading: away for half the horizon. */
  precisionHalf: BacktestShareDto | null;
  /** The stricter one: whoever came back within twice the horizon counts as a false alert. */
  precisionTwice: BacktestShareDto | null;
  /** Stayed away, and something of their care was left undone: what a fixed gap cannot tell. */
  precisionUnfinished: BacktestShareDto | null;
  /** Share of the drop-offs that were flagged before the day on which they counted as such. */
  recall: BacktestShareDto;
  /** Flagged on that day or later. */
  flaggedLate: number;
  /** Median days before "no visit for 60 days and nothing booked" would have spoken. */
  leadOver60: BacktestNumberDto;
  leadOver90: BacktestNumberDto;
  /** Median days from the flag to the day on which the drop-off counted as such. */
  leadToDropOff: BacktestNumberDto;
  /** Alerts per calendar day. */
  perDay: BacktestNumberDto;
  /** 95th percentile over the asked days. */
  perDayP95: number;
  /** Alerts per 1,000 people on record and week. */
  perThousandAWeek: BacktestNumberDto;
  /** Flags that stand on an asked day; for a pack the people on the list. */
  standing: BacktestNumberDto;
  standingP95: number;
}

export class BacktestRuleDto extends BacktestFiguresDto {
  rule: string;
  name: string;
  version: number;
  kind: 'O' | 'W' | 'V';
  class: 'S1' | 'S2' | 'S3' | 'S4';
  /** Switched on in these settings, in the practice or at one of its locations; the others are asked as well and are not in the pack. */
  isOn: boolean;
}

export class BacktestDayDto {
  on: string;
  alerts: number;
  standing: number;
}

/** A week of a histogram: how many alerts came so long before a fixed gap would have spoken. */
export class BacktestLeadWeekDto {
  /** Days, a multiple of seven: from here to the sixth day after it. Negative: the fixed gap would have been earlier. */
  from: number;
  over60: number;
  over90: number;
}

export class BacktestPackDto extends BacktestFiguresDto {
  days: BacktestDayDto[];
  /** From the shortest lead to the longest, without a hole; alerts that no fixed gap would have followed are not in it. */
  leads: BacktestLeadWeekDto[];
}

export class BacktestBaselineDto extends BacktestPackDto {
  days60or90: 60 | 90;
}

export class BacktestSideDto {
  name: 'in_force' | 'draft';
  /** All rules of kind O that are switched on, taken together; one alert per person and course of care. */
  pack: BacktestPackDto;
  rules: BacktestRuleDto[];
}

export class BacktestPeriodDto {
  from: string;
  to: string;
  every: number;
  /** Local hour at which was asked. */
  hour: number;
  askedDays: number;
  timezone: string;
}

export class BacktestHorizonDto {
  @ApiProperty({ enum: SPECIALTIES })
  specialty: Specialty;
  days: number;
}

export class BacktestRecordsDto {
  /** Appointments, plans and patient records. */
  records: number;
  /** Of these, with a single version: what they said before is not known. */
  oneVersion: number;
  /** Of these, without any clock. */
  withoutClock: number;
}
