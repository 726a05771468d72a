import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { LocationQueries } from '@keepwell/database';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { Endpoint } from '../http/endpoint.js';
import { LocationDto } from './dto/location.dto.js';

@ApiTags('practice')
@Controller('api/v1/locations')
export class LocationsController {
  constructor(
    private readonly work: PracticeWork,
    private readonly locations: LocationQueries,
  ) {}

  /** The places of the practice, by name, to choose one from. */
  @Endpoint({ for: 'member', audit: { none: 'places of the practice, nobody behind them' } })
  @Get()
  listLocations(@SignedIn() caller: Caller): Promise<LocationDto[]> {
    return this.work.run(caller, (tx) => this.locations.all(tx));
  }
}
