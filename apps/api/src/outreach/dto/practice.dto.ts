import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsEmail,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
} from 'class-validator';
import { SPECIALTIES } from '@keepwell/domain';
import type { Specialty } from '@keepwell/domain';

export class PracticeDto {
  id: string;
  name: string;
  timezone: string;
  currency: string | null;
  demo: boolean;
  /** ISO 3166-2 or -1; null: unknown, then the strictest contact hours hold. */
  place: string | null;
  senderName: string | null;
  postalAddress: string | null;
  phone: string | null;
  reportRecipients: string[];
  attributionDays: number;
  claimMinutes: number;
  specialty: Specialty | null;
  /** Contacts the team can make in a day; null: nobody has said, and the list has no end. */
  dayCapacity: number | null;
  /** What a contact costs the practice, in minor units of its currency; null: an assumed figure is used. */
  contactCostMinor: number | null;
}

const orNull = (_: unknown, value: unknown): boolean => value !== null && value !== undefined;

/** What is left out stays; null forgets. */
export class ChangePracticeDto {
  @IsOptional()
  @IsString()
  @Length(1, 120)
  name?: string;

  @IsOptional()
  @IsString()
  @MaxLength(64)
  timezone?: string;

  @ValidateIf((dto: ChangePracticeDto) => orNull(dto, dto.place))
  @Matches(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, { message: 'place must be a code such as GB-ENG, US-KY or IE' })
  place?: string | null;

  /** How the clinic calls itself in texts. */
  @ValidateIf((dto: ChangePracticeDto) => orNull(dto, dto.senderName))
  @IsString()
  @Length(1, 60)
  senderName?: string | null;

  @ValidateIf((dto: ChangePracticeDto) => orNull(dto, dto.postalAddress))
  @IsString()
  @Length(5, 300)
  postalAddress?: string | null;

  @ValidateIf((dto: ChangePracticeDto) => orNull(dto, dto.phone))
  @Matches(/^[+0-9 ()./-]{5,30}$/, { message: 'phone must be a telephone number' })
  phone?: string | null;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsEmail({}, { each: true })
  reportRecipients?: string[];

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(365)
  attributionDays?: number;

  @IsOptional()
  @IsInt()
  @Min(2)
  @Max(60)
  claimMinutes?: number;

  @ValidateIf((dto: ChangePracticeDto) => orNull(dto, dto.specialty))
  @IsIn(SPECIALTIES)
  specialty?: Specialty | null;

  /** Contacts the team can make in a day. Null: the list has no end again. */
  @ValidateIf((dto: ChangePracticeDto) => orNull(dto, dto.dayCapacity))
  @IsInt()
  @Min(1)
  @Max(5000)
  dayCapacity?: number | null;

  @ValidateIf((dto: ChangePracticeDto) => orNull(dto, dto.contactCostMinor))
  @IsInt()
  @Min(0)
  @Max(10_000_000)
  contactCostMinor?: number | null;
}
