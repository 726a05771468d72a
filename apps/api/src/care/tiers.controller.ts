import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { CLINICAL, Endpoint } from '../http/endpoint.js';
import { AskTiersDto, PersonTiersDto } from './dto/tiers.dto.js';
import { TiersService } from './tiers.service.js';

@ApiTags('patients')
@Controller('api/v1/patients/tiers')
export class TiersController {
  constructor(private readonly tiers: TiersService) {}

  /** The tiers these patients belong to now, for the badge beside a name; whoever belongs to none is left out. */
  @Endpoint({ for: CLINICAL, audit: { event: 'patients.tiers_listed' } })
  @Post()
  @HttpCode(200)
  listTiers(@SignedIn() caller: Caller, @Body() { personIds }: AskTiersDto): Promise<PersonTiersDto[]> {
    return this.tiers.of(caller, personIds);
  }
}
