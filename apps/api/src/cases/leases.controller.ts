import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { CLINICAL, Endpoint } from '../http/endpoint.js';
import { LeasesDto } from './dto/case-in-hand.dto.js';
import { HandService } from './hand.service.js';

@ApiTags('cases')
@Controller('api/v1/leases')
export class LeasesController {
  constructor(private readonly hand: HandService) {}

  /** Who has whom in hand now; live: event `lease`. */
  @Endpoint({ for: CLINICAL, audit: { none: 'ids of cases and who of the team has them' } })
  @Get()
  listLeases(@SignedIn() caller: Caller): Promise<LeasesDto> {
    return this.hand.leases(caller);
  }
}
