import { Body, Controller, Get, Header, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { CLINICAL, Endpoint } from '../http/endpoint.js';
import { CasePageDto, WorklistCountsDto } from './dto/case-page.dto.js';
import { CountCasesDto, ListCasesDto, SearchCasesDto } from './dto/list-cases.dto.js';
import { PastCasePageDto, PastListDto } from './dto/past-list.dto.js';
import { PastListService } from './past-list.service.js';
import { WorklistService } from './worklist.service.js';

const JSON_TEXT = ['content-type', 'application/json; charset=utf-8'] as const;

@ApiTags('worklist')
@Controller('api/v1/worklist')
export class WorklistController {
  constructor(
    private readonly worklist: WorklistService,
    private readonly past: PastListService,
  ) {}

  /** The off-track list, a page at a time. */
  @Endpoint({ for: CLINICAL, audit: { none: 'a list; searching it and opening a record are written down' } })
  @Get()
  @Header(...JSON_TEXT)
  @ApiOkResponse({ type: CasePageDto })
  listCases(@SignedIn() caller: Caller, @Query() wanted: ListCasesDto): Promise<string> {
    return this.worklist.page(caller, wanted);
  }

  /** The same list, narrowed by a text. A body, because names do not belong in addresses. */
  @Endpoint({ for: CLINICAL, audit: { event: 'worklist.searched' } })
  @Post('search')
  @HttpCode(200)
  @Header(...JSON_TEXT)
  @ApiOkResponse({ type: CasePageDto })
  searchCases(@SignedIn() caller: Caller, @Body() { q, ...wanted }: SearchCasesDto): Promise<string> {
    return this.worklist.page(caller, wanted, q);
  }

  /** The list as it was shown at a past moment, row by row, in the order of then. */
  @Endpoint({ for: CLINICAL, audit: { event: 'worklist.past_viewed' } })
  @Get('past')
  @Header(...JSON_TEXT)
  @ApiOkResponse({ type: PastCasePageDto })
  listPastCases(@SignedIn() caller: Caller, @Query() wanted: PastListDto): Promise<string> {
    return this.past.page(caller, wanted);
  }

  /** The numbers beside the list. */
  @Endpoint({ for: CLINICAL, audit: { none: 'numbers without anybody behind them' } })
  @Get('counts')
  countCases(@SignedIn() caller: Caller, @Query() { tab }: CountCasesDto): Promise<WorklistCountsDto> {
    return this.worklist.counts(caller, tab);
  }
}
