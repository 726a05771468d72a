import { ArrayMaxSize, IsArray, IsUUID } from 'class-validator';

const MOST_PATIENTS = 200;

export class AskTiersDto {
  /** At most 200. */
  @IsArray()
  @ArrayMaxSize(MOST_PATIENTS)
  @IsUUID(undefined, { each: true })
  personIds: string[];
}

export class TierNameDto {
  name: string;
  /** Null: the source's own word; the practice has described no tier of this name. */
  pattern: 'entry' | 'mid' | 'high_touch' | null;
}

export class PersonTiersDto {
  personId: string;
  /** Of the memberships that run, the one that began last first. */
  tiers: TierNameDto[];
}
