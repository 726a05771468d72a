import { OmitType } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { IsAsOf } from '../../http/as-of.js';
import { CaseRowDto } from './case-page.dto.js';
import { ListCasesDto } from './list-cases.dto.js';

/** Tabs of cases: of people at risk or long gone, who have no case, no past is kept. */
export const PAST_TABS = ['today', 'waiting', 'in_outreach', 'snoozed', 'backlog', 'resolved', 'all'] as const;

export class PastListDto extends OmitType(ListCasesDto, ['tab'] as const) {
  @IsAsOf()
  asOf: string;

  @IsOptional()
  @IsIn(PAST_TABS)
  tab?: (typeof PAST_TABS)[number];
}

export class PastCasePageDto {
  /** The instant that was asked for. */
  asOf: string;
  /** Since when what the list shows is kept: before that nobody can say. */
  keptSince: string;
  /** The rows as they were shown. `heldBy` and `freshnessAt` are of the moment and not kept: both are null. */
  items: CaseRowDto[];
  nextCursor: string | null;
}
