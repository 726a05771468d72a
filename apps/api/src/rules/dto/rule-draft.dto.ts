import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { PersonState } from '@keepwell/domain';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsObject,
  IsOptional,
  IsUUID,
  Length,
  Matches,
  ValidateNested,
  IsString,
} from 'class-validator';
import { PageDto } from '../../http/dto/page.dto.js';
import { CaseRuleDto, MoneyDto, NamedDto, SourceIdDto } from '../../worklist/dto/case-page.dto.js';
import { Trimmed } from '../../http/dto/trimmed.js';

const MODES = ['on', 'shadow', 'off', 'as_practice'] as const;
const MOVES = ['enters', 'leaves', 'changes', 'elsewhere'] as const;
const MOST_CHANGES = 40;

export class WantedChangeDto {
  @Matches(/^[RP]\d{2}$/, { message: 'rule must be a rule id such as R06' })
  rule: string;

  /** Absent or null: the whole practice. */
  @IsOptional()
  @IsUUID()
  locationId?: string | null;

  /** `as_practice`: the location has nothing of its own any more. Absent: as now. */
  @IsOptional()
  @IsIn(MODES)
  mode?: (typeof MODES)[number];

  /** Thresholds by name; they replace all that differ now. Absent: as now. */
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { oneOf: [{ type: 'string' }, { type: 'number' }] },
  })
  @IsOptional()
  @IsObject()
  parameters?: Record<string, unknown>;
}

export class ProposeDraftDto {
  /** Why: it stands in the history beside the change. */
  @Trimmed()
  @IsString()
  @Length(3, 500)
  reason: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_CHANGES)
  @ValidateNested({ each: true })
  @Type(() => WantedChangeDto)
  changes: WantedChangeDto[];
}

export class DraftChangeDto {
  rule: string;
  name: string;
  location: NamedDto | null;
  mode: 'on' | 'shadow' | 'off' | 'as_practice';
  @ApiProperty({ type: 'object', additionalProperties: { oneOf: [{ type: 'string' }, { type: 'number' }] } })
  parameters: Record<string, string | number>;
}

export class PreviewByRuleDto {
  rule: string;
  name: string;
  enters: number;
  leaves: number;
}

/** How many would enter and leave, were the draft in force at `asOf`. */
export class RulePreviewDto {
  asOf: string;
  /** Persons asked about, each twice: as it is, and with the draft. */
  asked: number;
  /** On the off-track list. */
  listedNow: number;
  listedThen: number;
  enters: number;
  leaves: number;
  /** On the list before and after, for other reasons or with another urgency. */
  changes: number;
  /** Onto or off the tabs of those at risk or long gone, the off-track list being none of it. */
  elsewhere: number;
  /** By the rule that speaks first, or no longer does. */
  byRule: PreviewByRuleDto[];
}

/** How far a preview that is under way is. */
export class DraftProgressDto {
  /** Persons asked so far. */
  asked: number;
  /** Persons there are. */
  of: number;
}

/** Whether the caller may approve, and if not, why. */
export class DraftApprovalDto {
  allowed: boolean;
  says: string;
}

export class RuleDraftDto {
  id: string;
  /**
   * `proposed`: its preview is owed; `previewing`: everybody is being asked; `ready`: to be approved; `stale`: the rules have changed
   * since, or a day has passed: preview it again.
   */
  state: 'proposed' | 'previewing' | 'ready' | 'stale' | 'approved' | 'withdrawn';
  author: NamedDto;
  reason: string;
  changes: DraftChangeDto[];
  /** Null until the preview is there. */
  preview: RulePreviewDto | null;
  /** Null where no preview is under way. */
  progress: DraftProgressDto | null;
  approval: DraftApprovalDto;
  /** Who approved or withdrew it. */
  endedBy: NamedDto | null;
  endedAt: string | null;
  createdAt: string;
}

export class RuleDraftPageDto {
  items: RuleDraftDto[];
  nextCursor: string | null;
}

export class DraftPeopleQueryDto extends PageDto {
  /** Default `enters`. */
  @IsOptional()
  @IsIn(MOVES)
  move?: (typeof MOVES)[number];

  /** Rule id, e.g. `R06`. */
  @IsOptional()
  @Matches(/^[RP]\d{2}$/, { message: 'rule must be a rule id such as R06' })
  rule?: string;
}

/** Somebody for whom the draft changes something; what a row of the list says of a patient, it says as well. */
export class DraftPersonDto {
  personId: string;
  patientName: string;
  sourceIds: SourceIdDto[];
  move: (typeof MOVES)[number];
  /** The list they are on, and would be on. */
  from: 'off_track' | 'at_risk' | 'lapsed' | null;
  to: 'off_track' | 'at_risk' | 'lapsed' | null;
  /** The rule that would speak; for whoever leaves, the one that no longer would. */
  rule: string;
  class: 'S1' | 'S2' | 'S3' | 'S4' | null;
  /** All that would speak; for whoever leaves, all that speak now. */
  rules: CaseRuleDto[];
  /** The finding's own sentence; for whoever leaves, the one that no longer holds. */
  reason: string;
  /** For whoever leaves: what the rule says then. */
  silence: string | null;
  since: string | null;
  caseId: string | null;
  state: string | null;
  personState: PersonState | null;
  lastVisitOn: string | null;
  nextBookingAt: string | null;
  valueAtRisk: MoneyDto | null;
  location: NamedDto | null;
  practitioner: NamedDto | null;
}

export class DraftPeopleDto {
  items: DraftPersonDto[];
  nextCursor: string | null;
}
