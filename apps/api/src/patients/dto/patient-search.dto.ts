import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';

/** A body, because names and numbers do not belong in addresses. */
export class SearchPatientsDto {
  /** Words of a name, a source's id, or at least four digits of a phone number. */
  @IsString()
  @Length(2, 100)
  q: string;

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(50)
  limit?: number;
}

export class FoundPatientDto {
  personId: string;
  name: string;
  birthDate: string | null;
  /** Shortened: enough to recognise it. */
  phone: string | null;
  /** As each source calls them, the surviving record first. */
  sourceIds: string[];
}

export class FoundPatientsDto {
  items: FoundPatientDto[];
  /** There are more: say more of whom you look for. */
  more: boolean;
}
