import { ApiProperty } from '@nestjs/swagger';
import { INTERVENTION_OUTCOMES, INTERVENTION_SKIP_REASONS } from '@keepwell/domain';
import type { InterventionOutcome, InterventionSkipReason } from '@keepwell/domain';
import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { CodedDto } from '../../cases/dto/case-in-hand.dto.js';
import { Trimmed } from '../../http/dto/trimmed.js';

const KINDS = ['talk', 'sequence', 'handoff'] as const;
const SKIP_REASONS = INTERVENTION_SKIP_REASONS.map(({ code }) => code);
const LONGEST_NOTE = 2000;

/** That one intervention was done for a patient, or left out. */
export class RecordInterventionDto {
  @ApiProperty({ enum: KINDS })
  @IsIn(KINDS)
  kind: (typeof KINDS)[number];

  /** As `GET /interventions` names it. */
  @Matches(/^[a-z][a-z0-9_]{0,79}$/, { message: 'key must be the key of an intervention, such as book_before_leaving' })
  key: string;

  /** `done` is said of a handoff alone: a talk is recorded as a call, a sequence is started. */
  @ApiProperty({ enum: INTERVENTION_OUTCOMES })
  @IsIn(INTERVENTION_OUTCOMES)
  outcome: InterventionOutcome;

  /** With `skipped`, and with it alone: why. */
  @ApiProperty({ enum: SKIP_REASONS, required: false })
  @IsOptional()
  @IsIn(SKIP_REASONS)
  reason?: InterventionSkipReason;

  @IsOptional()
  @Trimmed()
  @IsString()
  @MaxLength(LONGEST_NOTE)
  note?: string;
}

export class InterventionActDto {
  id: string;
  @ApiProperty({ enum: KINDS })
  kind: (typeof KINDS)[number];
  key: string;
  /** The one that was in force. */
  version: number;
  /** As it was called then. */
  title: string;
  @ApiProperty({ enum: INTERVENTION_OUTCOMES })
  outcome: InterventionOutcome;
  /** Of what was left out. */
  @ApiProperty({ enum: SKIP_REASONS, nullable: true })
  reason: InterventionSkipReason | null;
  /** The reason in words. */
  reasonLabel: string | null;
  note: string | null;
  /** Who said so. */
  byName: string;
  at: string;
  undone: boolean;
  /** Until then the caller can take it back; null: it is somebody else's, taken back, or too long ago. */
  undoUntil: string | null;
}

export class LastTalkDto {
  at: string;
  byName: string | null;
}

export class StartedSequenceDto {
  key: string;
  version: number;
  /** `running` `finished` `stopped` `held` */
  state: string;
  at: string;
  byName: string;
}

/** What was done of the interventions for one patient. */
export class PatientInterventionsDto {
  /** Newest first; what was taken back is among them, marked. */
  acts: InterventionActDto[];
  /** The last conversation, whatever it was about; null: nobody has talked with them. */
  lastTalk: LastTalkDto | null;
  /** The last start of each sequence. */
  sequences: StartedSequenceDto[];
  /** Why one may be left out. */
  skipReasons: CodedDto[];
}
