import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { CLINICAL, Endpoint } from '../http/endpoint.js';
import { BeginShadowWeekDto, GoLiveDto, GoLiveReasonDto } from './dto/go-live.dto.js';
import { GoLiveService } from './go-live.service.js';

@ApiTags('go-live')
@Controller('api/v1/go-live')
export class GoLiveController {
  constructor(private readonly goLive: GoLiveService) {}

  /** Whether the practice is live, or what its shadow week still lacks. */
  @Endpoint({ for: CLINICAL, audit: { none: 'numbers without anybody behind them' } })
  @Get()
  getGoLive(@SignedIn() caller: Caller): Promise<GoLiveDto> {
    return this.goLive.show(caller);
  }

  /** Begins a shadow week: the list runs and is judged, nothing is sent until the gate opens. */
  @Endpoint({ for: ['admin'], audit: { event: 'go_live.shadow_begun' } })
  @Post('shadow')
  @HttpCode(200)
  beginShadowWeek(@SignedIn() caller: Caller, @Body() wanted: BeginShadowWeekDto): Promise<GoLiveDto> {
    return this.goLive.begin(caller, wanted);
  }

  /** Goes live, where the week is over and the list was judged well enough. */
  @Endpoint({ for: ['admin'], audit: { event: 'go_live.opened' } })
  @Post('open')
  @HttpCode(200)
  goLiveNow(@SignedIn() caller: Caller, @Body() { reason }: GoLiveReasonDto): Promise<GoLiveDto> {
    return this.goLive.open(caller, reason);
  }
}
