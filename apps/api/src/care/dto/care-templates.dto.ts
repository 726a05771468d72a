import { ApiProperty } from '@nestjs/swagger';
import type { Specialty } from '@keepwell/domain';
import { IsArray, IsInt, IsString, Length, Min } from 'class-validator';
import { Trimmed } from '../../http/dto/trimmed.js';

const LONGEST_REASON = 500;

/** Which appointments count: of any of these kinds, or lines, or services by name. */
export class ServiceMatchDto {
  kinds: ('consult' | 'treatment' | 'review' | 'recall' | 'class' | 'touchpoint' | 'other')[];
  lines: string[];
  services: string[];
}

/** Something that should happen at set times. Done by a visit or by a score, one of the two. */
export class ExpectationDto {
  /** Small letters, digits and _. */
  id: string;
  name: string;
  visit: ServiceMatchDto | null;
  /** Instrument, e.g. `PROMIS-29`. */
  score: string | null;
  /** Times after the start, e.g. `0 d`, `3 months`; empty where it comes round. */
  at: string[];
  /** Comes round, e.g. `1 month`. */
  every: string | null;
  /** After the due day, until it is overdue. */
  grace: string;
}

export class ProgramTemplateDto {
  id: string;
  name: string;
  specialty: Specialty;
  /** Programs of these names, as the source writes them; empty: every program that no other template names. */
  names: string[];
  /** Length where the record has no end. */
  months: number;
  /** Id of the tier it leads to. */
  leadsTo: string | null;
  expectations: ExpectationDto[];
}

export class InclusionDto {
  id: string;
  name: string;
  /** Null: a promise that no appointment shows. */
  visit: ServiceMatchDto | null;
  /** Visits in each period; null: without limit. */
  units: number | null;
  /** Months and quarters are those of the calendar, a year begins with the membership. */
  per: 'month' | 'quarter' | 'year';
}

export class FollowUpDto {
  visit: ServiceMatchDto;
  every: string;
  grace: string;
}

export class TierTemplateDto {
  id: string;
  name: string;
  specialty: Specialty;
  pattern: 'entry' | 'mid' | 'high_touch';
  /** Tiers or memberships of these names, as the source writes them, besides its own. */
  names: string[];
  includes: InclusionDto[];
  /** How often a member is expected; null: nothing is promised. */
  followUp: FollowUpDto | null;
  expectations: ExpectationDto[];
}

export class CareAuthorDto {
  id: string;
  name: string;
}

export class CareVersionDto {
  version: number;
  /** Null: what ships with Keepwell. */
  author: CareAuthorDto | null;
  reason: string | null;
  createdAt: string;
}

export class CareTemplatesDto {
  /** 0: there are none yet; they come with the practice's first records. */
  version: number;
  programs: ProgramTemplateDto[];
  tiers: TierTemplateDto[];
  /** Newest first, at most twenty. */
  history: CareVersionDto[];
}

export class OfferedTemplatesDto {
  programs: ProgramTemplateDto[];
  tiers: TierTemplateDto[];
}

export class SaveCareTemplatesDto {
  /** The version that was changed: if somebody saved meanwhile, this is refused. */
  @IsInt()
  @Min(0)
  basedOn: number;

  @Trimmed()
  @IsString()
  @Length(1, LONGEST_REASON)
  reason: string;

  @IsArray()
  @ApiProperty({ type: [ProgramTemplateDto] })
  programs: unknown[];

  @IsArray()
  @ApiProperty({ type: [TierTemplateDto] })
  tiers: unknown[];
}
