import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { HANDOFF_CHANNELS, INTERVENTION_OWNERS, JOURNEY_STAGES, type Intervention } from '@keepwell/messaging';
import { IsIn, IsOptional, Matches } from 'class-validator';

export class PlaybookTemplateDto {
  id: string;
  key: string;
  version: number;
  channel: 'sms' | 'email';
  language: string;
  purpose: 'service' | 'marketing';
  name: string;
  subject: string | null;
  body: string;
  /** `draft`, `approved`, `retired`. */
  state: string;
  origin: string;
  authorName: string | null;
  approvedByName: string | null;
  approvedAt: string | null;
  /** What stands against approving it. */
  problems: string[];
}

export class PlaybookStepDto {
  channel: 'sms' | 'email' | 'call';
  afterDays: number;
  afterHours: number;
  /** Key of the template; null for a call. */
  template: string | null;
  expiresAfterDays: number;
}

export class PlaybookSequenceDto {
  id: string;
  key: string;
  version: number;
  name: string;
  purpose: 'service' | 'marketing';
  specialties: string[];
  rules: string[];
  steps: PlaybookStepDto[];
  state: string;
  origin: string;
  authorName: string | null;
  approvedByName: string | null;
  approvedAt: string | null;
}

export class PlaybookTalkStepDto {
  key: string;
  title: string;
  says: string[];
  asks: string[];
}

export class PlaybookTalkTrackDto {
  specialty: string;
  title: string;
  rules: string[];
  steps: PlaybookTalkStepDto[];
}

export class ListInterventionsDto {
  @ApiPropertyOptional({ enum: JOURNEY_STAGES })
  @IsOptional()
  @IsIn([...JOURNEY_STAGES])
  stage?: (typeof JOURNEY_STAGES)[number];

  /** Rule id, for example `R05`. */
  @IsOptional()
  @Matches(/^[RP][0-9]{2}$/)
  rule?: string;
}

export class InterventionDto {
  key: string;
  @ApiProperty({ enum: ['talk', 'sequence', 'handoff'] })
  kind: Intervention['kind'];
  /** Higher with every change of what it says or asks for. */
  version: number;
  title: string;
  /** PT, DE, MS, PR, MB, DPC; `any`: where the specialty has none of its own. */
  specialty: string;
  /** Where along the way with the practice it has its place. */
  @ApiProperty({ enum: JOURNEY_STAGES, isArray: true })
  stages: Intervention['stages'];
  /** Who sees to it. */
  @ApiProperty({ enum: INTERVENTION_OWNERS })
  owner: Intervention['owner'];
  /** `in_clinic`: while they are there, or by somebody there. */
  @ApiProperty({ enum: ['in_clinic', 'remote'] })
  place: Intervention['place'];
  @ApiProperty({ enum: [...HANDOFF_CHANNELS, 'sms', 'email'], isArray: true })
  channels: Intervention['channels'];
  /** Rules that call for it; empty: any reason. */
  rules: string[];
  /** Of a handoff: what it asks for, a sentence each. */
  does: string[];
}

export class PlaybookDto {
  templates: PlaybookTemplateDto[];
  sequences: PlaybookSequenceDto[];
  talkTracks: PlaybookTalkTrackDto[];
}
