import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { Endpoint } from '../http/endpoint.js';
import { AlarmListDto } from './dto/health.dto.js';
import { HealthService } from './health.service.js';

@ApiTags('data quality')
@Controller('api/v1/alarms')
export class AlarmsController {
  constructor(private readonly health: HealthService) {}

  /** What is wrong with the sources of this practice, newest first. */
  @Endpoint({ for: 'member', audit: { none: 'no patient, no change' } })
  @Get()
  listAlarms(@SignedIn() caller: Caller): Promise<AlarmListDto> {
    return this.health.alarms(caller);
  }
}
