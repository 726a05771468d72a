import { Body, Controller, Get, Param, ParseUUIDPipe, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { CLINICAL, Endpoint, WORKING } from '../http/endpoint.js';
import { InterestDto, ListInterestsDto, PreferencesDto, SetPreferencesDto } from './dto/preferences.dto.js';
import { PreferencesService } from './preferences.service.js';

@ApiTags('patients')
@Controller('api/v1')
export class PreferencesController {
  constructor(private readonly preferences: PreferencesService) {}

  /** How often staff agreed with the patient to see them, and what they are interested in. */
  @Endpoint({ for: CLINICAL, audit: { event: 'patient.preferences_viewed' } })
  @Get('patients/:personId/preferences')
  getPreferences(
    @SignedIn() caller: Caller,
    @Param('personId', ParseUUIDPipe) personId: string,
  ): Promise<PreferencesDto> {
    return this.preferences.of(caller, personId);
  }

  /** Says it anew. The rules go by an interval of one's own before the plan's, the service's and what is usual; what was said before stays in the history. */
  @Endpoint({ for: WORKING, audit: { event: 'patient.preferences_set' } })
  @Put('patients/:personId/preferences')
  setPreferences(
    @SignedIn() caller: Caller,
    @Param('personId', ParseUUIDPipe) personId: string,
    @Body() said: SetPreferencesDto,
  ): Promise<PreferencesDto> {
    return this.preferences.set(caller, personId, said);
  }

  /** Every interest that is said of somebody, to narrow the list by; with a tab, how many of its rows each would leave. */
  @Endpoint({ for: CLINICAL, audit: { none: 'counts, no patient' } })
  @Get('interests')
  listInterests(@SignedIn() caller: Caller, @Query() { tab }: ListInterestsDto): Promise<InterestDto[]> {
    return this.preferences.interests(caller, tab ?? null);
  }
}
