import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { CLINICAL, Endpoint } from '../http/endpoint.js';
import { DayService } from './day.service.js';
import { DayDto } from './dto/day.dto.js';

@ApiTags('day')
@Controller('api/v1/day')
export class DayController {
  constructor(private readonly day: DayService) {}

  /** The team's day: how many places it has, how many are worked off, and who found none. */
  @Endpoint({ for: CLINICAL, audit: { none: 'numbers without anybody behind them' } })
  @Get()
  getDay(@SignedIn() caller: Caller): Promise<DayDto> {
    return this.day.show(caller);
  }
}
