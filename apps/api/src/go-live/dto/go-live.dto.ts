import { IsInt, IsNumber, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { Trimmed } from '../../http/dto/trimmed.js';

const LONGEST_REASON = 500;

/** What is agreed on before a practice sends anything. */
export class BeginShadowWeekDto {
  /** Share of judged patients that must be rightly listed. Default 0.9. */
  @IsOptional()
  @IsNumber()
  @Min(0.5)
  @Max(1)
  agreedPrecision?: number;

  /** Patients that must be judged. Default 30. */
  @IsOptional()
  @IsInt()
  @Min(10)
  @Max(1000)
  fewestMarks?: number;

  @Trimmed()
  @IsString()
  @Length(1, LONGEST_REASON)
  reason: string;
}

export class GoLiveReasonDto {
  @Trimmed()
  @IsString()
  @Length(1, LONGEST_REASON)
  reason: string;
}

/** How well the list was judged; the interval is Wilson's at 95 %. */
export class JudgedDto {
  right: number;
  wrong: number;
  /** Null: nothing has been judged. */
  share: number | null;
  low: number;
  high: number;
}

/** A shadow week under way. */
export class ShadowWeekDto {
  since: string;
  weekEndsAt: string;
  agreedPrecision: number;
  fewestMarks: number;
  reason: string;
  byName: string | null;
  judged: JudgedDto;
  /** What is still missing, one sentence each; empty: it may go live. */
  missing: string[];
}

export class GoLiveDto {
  /** `shadow`: the list runs and is judged; nothing is sent. */
  state: 'shadow' | 'live';
  /** Null where the practice is live. */
  week: ShadowWeekDto | null;
}
