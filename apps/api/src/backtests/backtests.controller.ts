import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { PageDto } from '../http/dto/page.dto.js';
import { Endpoint, MANAGEMENT } from '../http/endpoint.js';
import { BacktestsService } from './backtests.service.js';
import { AskBacktestDto, BacktestDto, BacktestPageDto, BacktestRunDto } from './dto/backtest.dto.js';

@ApiTags('rules')
@Controller('api/v1/backtests')
export class BacktestsController {
  constructor(private readonly backtests: BacktestsService) {}

  /**
   * Tries the rules on the practice's own past: whom they would have flagged on each day with what was known by then, how early, and
   * who stayed away. A worker does it; ask for the run to see how far it is.
   */
  @Endpoint({ for: MANAGEMENT, audit: { event: 'backtest.asked' } })
  @Post()
  @HttpCode(202)
  askBacktest(@SignedIn() caller: Caller, @Body() wanted: AskBacktestDto): Promise<BacktestRunDto> {
    return this.backtests.ask(caller, wanted);
  }

  /** What was tried, newest first. */
  @Endpoint({ for: MANAGEMENT, audit: { none: 'numbers without anybody behind them' } })
  @Get()
  listBacktests(@SignedIn() caller: Caller, @Query() page: PageDto): Promise<BacktestPageDto> {
    return this.backtests.list(caller, page);
  }

  /** Calls a run off: it stops within moments, and what it had counted is let go. Ask anew to begin again. */
  @Endpoint({ for: MANAGEMENT, audit: { event: 'backtest.cancelled' } })
  @Post(':id/cancel')
  @HttpCode(200)
  cancelBacktest(@SignedIn() caller: Caller, @Param('id', ParseUUIDPipe) id: string): Promise<BacktestRunDto> {
    return this.backtests.cancel(caller, id);
  }

  /** One run, and once it is done its figures. */
  @Endpoint({ for: MANAGEMENT, audit: { none: 'numbers without anybody behind them' } })
  @Get(':id')
  getBacktest(@SignedIn() caller: Caller, @Param('id', ParseUUIDPipe) id: string): Promise<BacktestDto> {
    return this.backtests.one(caller, id);
  }
}
