import { Type } from 'class-transformer';
import {
  IsIn,
  IsISO8601,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import {
  CALL_OUTCOME_CODES,
  DECLINE_REASONS,
  NEXT_REASONS,
  READINESS,
  SENTIMENTS,
  SNOOZE_REASONS,
} from '@keepwell/domain';
import { ListCasesDto } from '../../worklist/dto/list-cases.dto.js';
import { CaseStandingDto } from './case-in-hand.dto.js';
import { PausedRuleDto } from './verdict.dto.js';
import { Trimmed } from '../../http/dto/trimmed.js';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const codes = <Code extends string>(list: readonly { code: Code }[]): Code[] => list.map(({ code }) => code);
const LONGEST_NOTE = 2000;

export class NextStepDto {
  @IsIn(['booked', 'touchpoint', 'reason'])
  kind: 'booked' | 'touchpoint' | 'reason';

  /** With `booked`: the day of the visit, where it is known. */
  @IsOptional()
  @Matches(DATE, { message: 'next.on must be a date such as 2026-03-31' })
  on?: string;

  /** With `touchpoint`: when. */
  @IsOptional()
  @IsISO8601({ strict: true })
  at?: string;

  /** With `touchpoint`: how. Default: a call. */
  @IsOptional()
  @IsIn(['call', 'visit', 'video'])
  channel?: 'call' | 'visit' | 'video';

  /** With `reason`. */
  @IsOptional()
  @IsIn(codes(NEXT_REASONS))
  code?: string;
}

export class CallReportDto {
  @IsIn(CALL_OUTCOME_CODES)
  outcome: string;

  /** When the call began. Default: now. */
  @IsOptional()
  @IsISO8601({ strict: true })
  startedAt?: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => NextStepDto)
  next?: NextStepDto;

  /** With `not_now`: the day until which to rest. */
  @IsOptional()
  @Matches(DATE, { message: 'snoozeUntil must be a date such as 2026-03-31' })
  snoozeUntil?: string;

  /** With `declined`. */
  @IsOptional()
  @IsIn(codes(DECLINE_REASONS))
  reason?: string;

  @IsOptional()
  @IsIn(codes(SENTIMENTS))
  sentiment?: string;

  @IsOptional()
  @IsIn(codes(READINESS))
  readiness?: string;

  /** What was of use to them in this talk. */
  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_NOTE)
  valueGiven?: string;

  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_NOTE)
  recommendedStep?: string;

  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_NOTE)
  note?: string;
}

export class SnoozeCaseDto {
  /** From tomorrow to 24 months ahead. */
  @Matches(DATE, { message: 'wakeOn must be a date such as 2026-03-31' })
  wakeOn: string;

  @IsIn(codes(SNOOZE_REASONS))
  reason: string;

  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_NOTE)
  note?: string;
}

export class CloseCaseDto {
  @IsIn(['lost', 'declined', 'discharged', 'wrong_data', 'do_not_contact'])
  closing: 'lost' | 'declined' | 'discharged' | 'wrong_data' | 'do_not_contact';

  /** One of `closeReasons` of the brief for this closing. */
  @Trimmed()
  @IsString()
  @Length(1, 40)
  reason: string;

  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_NOTE)
  note?: string;
}

export class NewNoteDto {
  @Trimmed()
  @IsString()
  @Length(1, LONGEST_NOTE)
  text: string;
}

export class SkipDto {
  @IsUUID()
  caseId: string;

  @Trimmed()
  @IsString()
  @Length(1, 200)
  reason: string;
}

export class NextCaseDto {
  /** Default: `today`. */
  @IsOptional()
  @IsIn(['today', 'waiting', 'in_outreach', 'snoozed', 'backlog'])
  tab?: 'today' | 'waiting' | 'in_outreach' | 'snoozed' | 'backlog';

  @IsOptional()
  @Matches(/^[RP]\d{2}$/, { message: 'rule must be a rule id such as R06' })
  rule?: string;

  @IsOptional()
  @IsUUID()
  locationId?: string;

  @IsOptional()
  @IsUUID()
  practitionerId?: string;

  /** Only patients of whom this interest is said. */
  @IsOptional()
  @IsString()
  @Length(1, 40)
  interest?: string;

  @IsOptional()
  @IsIn(['priority', 'since', '-since', 'name', 'value'])
  sort?: NonNullable<ListCasesDto['sort']>;

  /** The one before is passed over, and why. */
  @IsOptional()
  @ValidateNested()
  @Type(() => SkipDto)
  skip?: SkipDto;
}

export class DoneDto {
  case: CaseStandingDto;
  /** Until then the same person may take it back. */
  undoUntil: string;
}

export class CallDoneDto extends DoneDto {
  touchpointId: string;
}

export class SnoozedDto extends DoneDto {
  wakeOn: string;
  wakesAt: string;
}

export class WokenDto {
  case: CaseStandingDto;
}

export class NoteDto extends DoneDto {
  id: string;
}

export class UndoneDto {
  /** What was taken back. */
  undone: 'call' | 'snooze' | 'close' | 'note' | 'enrolment' | 'verdict';
  /** As it stands again. */
  case: CaseStandingDto;
  /** Rules that had paused themselves by the mark that was taken back, and list again. */
  resumed: PausedRuleDto[];
}
