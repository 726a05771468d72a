import { ArrayMaxSize, ArrayMinSize, IsArray, IsInt, IsOptional, IsUUID, Matches, Max, Min } from 'class-validator';
import { NamedDto } from '../../worklist/dto/case-page.dto.js';
import {
  BacktestBaselineDto,
  BacktestHorizonDto,
  BacktestPeriodDto,
  BacktestRecordsDto,
  BacktestSideDto,
} from './backtest-figures.dto.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MOST_RULES = 40;

export class AskBacktestDto {
  /** First asked day, a local date of the practice. */
  @Matches(DAY, { message: 'from must be a date such as 2025-03-03' })
  from: string;

  /** Last asked day. Alerts are judged only where their horizon ends before today: for physio end the period 30 days ago. */
  @Matches(DAY, { message: 'to must be a date such as 2025-06-30' })
  to: string;

  /** Days from one asked day to the next; 1, every day, when absent. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(31)
  every?: number;

  /** Rule ids; absent: all rules, also those that are off. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_RULES)
  @Matches(/^[RP]\d{2}$/, { each: true, message: 'rules must be rule ids such as R06' })
  rules?: string[];

  /** A draft that is set beside the settings in force. */
  @IsOptional()
  @IsUUID()
  draftId?: string;
}

export class BacktestRunDto {
  id: string;
  from: string;
  to: string;
  every: number;
  /** Null: all. */
  rules: string[] | null;
  draftId: string | null;
  askedBy: NamedDto;
  askedAt: string;
  /** `asked`: waits for a worker; `failed`: see `problem`; `cancelled`: somebody called it off. */
  state: 'asked' | 'running' | 'done' | 'failed' | 'cancelled';
  /** 0 to 1. */
  progress: number;
  /** Why it cannot be done, and what to do. */
  problem: string | null;
  startedAt: string | null;
  endedAt: string | null;
}

export class BacktestPageDto {
  items: BacktestRunDto[];
  nextCursor: string | null;
}

/** What the rules would have said, and what came of it. No patient stands in it. */
export class BacktestResultDto {
  schema: 1;
  period: BacktestPeriodDto;
  /** Labels look no further than this instant. */
  dataEnd: string;
  /** By how many days a flag of each specialty is judged. */
  horizons: BacktestHorizonDto[];
  records: BacktestRecordsDto;
  /** Mean number of people on record on an asked day. */
  people: number;
  households: number;
  /** Unfinished courses of care that were left in the period and not taken up again within the horizon. */
  dropOffs: number;
  /** Of people who may not be listed: not among `dropOffs`. */
  dropOffsExcluded: number;
  /** The settings in force, then the draft where one was given. */
  sides: BacktestSideDto[];
  /** "No visit for 60 days and nothing booked", and the same with 90. */
  baselines: BacktestBaselineDto[];
  /** What must be known to read the figures, in sentences. */
  notes: string[];
}

export class BacktestDto extends BacktestRunDto {
  /** Null until `state` is `done`. */
  result: BacktestResultDto | null;
}
