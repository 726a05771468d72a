import { Body, Controller, Get, Param, ParseUUIDPipe, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { Endpoint, INTEGRATION } from '../http/endpoint.js';
import { MarkPlaceholderDto, PlaceholderDto } from './dto/placeholders.dto.js';
import { PlaceholdersService } from './placeholders.service.js';

@ApiTags('data quality')
@Controller('api/v1/connections/:id/placeholders')
export class PlaceholdersController {
  constructor(private readonly placeholders: PlaceholdersService) {}

  /** Status words and services of bookings still to come, with those that only hold a place in the calendar first. */
  @Endpoint({ for: INTEGRATION, audit: { none: 'counts, no patient' } })
  @Get()
  listPlaceholders(@SignedIn() caller: Caller, @Param('id', ParseUUIDPipe) id: string): Promise<PlaceholderDto[]> {
    return this.placeholders.list(caller, id);
  }

  /**
   * Says that a status word or a service only holds a place: nobody has agreed to it. Such bookings are then no next booking, make up for
   * no lost one and are not missed; everybody is looked at again within a minute.
   */
  @Endpoint({ for: INTEGRATION, audit: { event: 'connection.placeholder_marked' } })
  @Put()
  markPlaceholder(
    @SignedIn() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() said: MarkPlaceholderDto,
  ): Promise<PlaceholderDto[]> {
    return this.placeholders.mark(caller, id, said);
  }
}
