import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Length, Matches, Max, MaxLength, Min } from 'class-validator';

export const TABS = [
  'today',
  'waiting',
  'in_outreach',
  'snoozed',
  'backlog',
  'at_risk',
  'lapsed',
  'tasks',
  'resolved',
  'all',
] as const;
export const SORTS = ['priority', 'since', '-since', 'name', 'value'] as const;
export const CASE_STATES = ['open', 'in_outreach', 'snoozed', 'resolved', 'closed'] as const;

export class ListCasesDto {
  @IsOptional()
  @IsIn(TABS)
  tab?: (typeof TABS)[number];

  /** Rule id, e.g. `R06`. */
  @IsOptional()
  @Matches(/^[RP]\d{2}$/, { message: 'rule must be a rule id such as R06' })
  rule?: string;

  @IsOptional()
  @IsUUID()
  locationId?: string;

  /** Only patients of whom this interest is said. */
  @IsOptional()
  @IsString()
  @Length(1, 40)
  interest?: string;

  @IsOptional()
  @IsUUID()
  practitionerId?: string;

  @IsOptional()
  @IsIn(CASE_STATES)
  state?: (typeof CASE_STATES)[number];

  @IsOptional()
  @IsIn(SORTS)
  sort?: (typeof SORTS)[number];

  /** `nextCursor` of the page before, with the same filters and sort. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  cursor?: string;

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit?: number;
}

/** Which tab's rules, locations and practitioners to count. */
export class CountCasesDto {
  @IsOptional()
  @IsIn(TABS)
  tab?: (typeof TABS)[number];
}

/** The same question with a text to look for. Sent as a body: what people type is often a name, and names stay out of addresses. */
export class SearchCasesDto extends ListCasesDto {
  /** Part of a name, or a source id. */
  @IsString()
  @Length(1, 100)
  q: string;
}
