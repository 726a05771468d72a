import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import { WRONG_CAUSES } from '@keepwell/domain';
import type { WrongCause } from '@keepwell/domain';
import { CaseStandingDto } from './case-in-hand.dto.js';

const CAUSES = WRONG_CAUSES.map(({ code }) => code);
const LONGEST_NOTE = 2000;

/** Whether somebody is rightly on the list. */
export class VerdictDto {
  @IsIn(['right', 'wrong'])
  verdict: 'right' | 'wrong';

  /** With `wrong`: why they should not be here. The case ends with it. */
  @IsOptional()
  @IsIn(CAUSES)
  cause?: WrongCause;

  @IsOptional()
  @IsString()
  @Length(1, LONGEST_NOTE)
  note?: string;
}

/** What a rule did with itself, and why. */
export class PausedRuleDto {
  rule: string;
  /** With the numbers. */
  says: string;
}

/** What a verdict did. */
export class VerdictDoneDto {
  case: CaseStandingDto;
  /** Until then it can be taken back. */
  undoUntil: string;
  /** Rules that took themselves back because of it. */
  paused: PausedRuleDto[];
}
