import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { NamedDto } from '../../worklist/dto/case-page.dto.js';
import { Trimmed } from '../../http/dto/trimmed.js';

export class HoldBackPhaseDto {
  /** Of all households, 0 to 0.5. */
  @IsNumber()
  @Min(0)
  @Max(0.5)
  share: number;

  /** How long; null: until the experiment ends. Only the last phase may be without an end. */
  @ValidateIf((dto: HoldBackPhaseDto) => dto.weeks !== null)
  @IsInt()
  @Min(1)
  @Max(104)
  weeks: number | null;
}

export class StartExperimentDto {
  @Trimmed()
  @IsString()
  @Length(1, 120)
  name: string;

  /** Why some patients are left alone for a while; kept with the experiment and in the audit trail. */
  @Trimmed()
  @IsString()
  @Length(10, 1000)
  reason: string;

  /** Default: 20 % for eight weeks, then 10 %. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(6)
  @ValidateNested({ each: true })
  @Type(() => HoldBackPhaseDto)
  phases?: HoldBackPhaseDto[];
}

export class EndExperimentDto {
  @Trimmed()
  @IsString()
  @Length(10, 1000)
  reason: string;
}

export class ArmsDto {
  contact: number;
  heldBack: number;
}

/** Numbers alone: who is held back is shown to nobody while it runs. */
export class ExperimentDto {
  id: string;
  name: string;
  startsAt: string;
  phases: HoldBackPhaseDto[];
  /** Held back of cases that open now; 0 once it has ended. */
  shareNow: number;
  reason: string;
  startedBy: NamedDto;
  endedAt: string | null;
  endReason: string | null;
  endedBy: NamedDto | null;
  /** Cases that opened while it ran. */
  cases: ArmsDto;
  households: ArmsDto;
  /** Of the held back: shown all the same, because a reason came that bears no waiting. */
  shown: number;
}

export class ExperimentsDto {
  items: ExperimentDto[];
}

export class EndedExperimentDto {
  /** Cases that stand in the list now and were held back before. */
  shown: number;
}
