import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  Length,
  Max,
  MaxLength,
  Min,
  ValidateIf,
} from 'class-validator';
import { TABS } from '../../worklist/dto/list-cases.dto.js';

export class PreferencesDto {
  /** Days between two visits that staff agreed with the patient; null: as the plan, the service or the practice has it. */
  intervalDays: number | null;
  /** The service line for which the interval holds; null: whatever they come for. */
  line: string | null;
  /** What they are interested in, in small letters; never clinical. */
  interests: string[];
  /** Who said so; null: nobody has said anything. */
  by: string | null;
  at: string | null;
}

/** Takes the place of what was said before; with neither an interval nor an interest it is taken back. */
export class SetPreferencesDto {
  @ValidateIf((_, value) => value !== null)
  @IsInt()
  @Min(1)
  @Max(1500)
  intervalDays: number | null;

  @ValidateIf((_, value) => value !== null)
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  line: string | null;

  @IsArray()
  @ArrayMaxSize(20)
  @Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value.map(inSmallLetters) : value))
  @IsString({ each: true })
  @Length(1, 40, { each: true })
  interests: string[];
}

export class InterestDto {
  interest: string;
  /** How many patients have it. */
  people: number;
  /** How many rows of the asked tab are of such patients; null: no tab was asked. */
  listed: number | null;
}

/** Of which tab of the list the rows are counted beside each interest. */
export class ListInterestsDto {
  @IsOptional()
  @IsIn(TABS)
  tab?: (typeof TABS)[number];
}

function inSmallLetters(value: unknown): unknown {
  return typeof value === 'string' ? value.trim().toLowerCase() : value;
}
