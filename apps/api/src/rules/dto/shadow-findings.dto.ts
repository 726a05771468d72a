import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { WRONG_CAUSES } from '@keepwell/domain';
import type { WrongCause } from '@keepwell/domain';
import { PageDto } from '../../http/dto/page.dto.js';
import { NamedDto, SourceIdDto } from '../../worklist/dto/case-page.dto.js';
import { RulePrecisionDto } from './rule.dto.js';

const SHELVES = ['to_judge', 'standing', 'judged'] as const;
const CAUSES = WRONG_CAUSES.map(({ code }) => code);

export class ShadowFindingsQueryDto extends PageDto {
  /**
   * `to_judge`: the rule would list them now and nobody has judged it. `standing`: judged or not. `judged`: in the last 60 days, whether the rule
   * still speaks or not. Default `to_judge`.
   */
  @IsOptional()
  @IsIn(SHELVES)
  show?: (typeof SHELVES)[number];

  /** Patients whose record names this location. */
  @IsOptional()
  @IsUUID()
  locationId?: string;
}

/** Whether the rule on trial would rightly list them. */
export class ShadowVerdictDto {
  @IsIn(['right', 'wrong'])
  verdict: 'right' | 'wrong';

  /** With `wrong`: why they should not be listed. */
  @IsOptional()
  @IsIn(CAUSES)
  cause?: WrongCause;
}

export class ShadowVerdictGivenDto {
  verdict: 'right' | 'wrong';
  @ApiProperty({ enum: CAUSES, nullable: true })
  cause: WrongCause | null;
  at: string;
  by: NamedDto;
}

/** Somebody whom a rule on trial would list. */
export class ShadowFindingDto {
  id: string;
  personId: string;
  patientName: string;
  sourceIds: SourceIdDto[];
  class: 'S1' | 'S2' | 'S3' | 'S4';
  /** What the rule would say on the list. */
  reason: string;
  /** What that rests on, a sentence each. */
  facts: string[];
  clearsWhen: string | null;
  since: string;
  /** When the trial first found it. */
  foundAt: string;
  /** Null: it still holds. */
  endedAt: string | null;
  /** Their case, where other rules list them. */
  caseId: string | null;
  lastVisitOn: string | null;
  nextBookingAt: string | null;
  location: NamedDto | null;
  practitioner: NamedDto | null;
  /** The last word on it; null: nobody has judged it. */
  verdict: ShadowVerdictGivenDto | null;
}

/** Of the rule as a whole, whatever the page is narrowed to. */
export class ShadowCountsDto {
  /** Would be listed now, and nobody has judged it. */
  toJudge: number;
  /** Would be listed now. */
  standing: number;
  /** How many patients these are: of somebody with two courses of care a rule may find two things. The rules page says the same number. */
  people: number;
  /** Judged in the last 60 days, whether the rule still speaks or not. */
  judgedLately: number;
  /** How truly it would list: what people said in the last 60 days of what was found since the rule was last set. */
  judged: RulePrecisionDto;
}

export class ShadowFindingsDto {
  items: ShadowFindingDto[];
  nextCursor: string | null;
  counts: ShadowCountsDto;
}
