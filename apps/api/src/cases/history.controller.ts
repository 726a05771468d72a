import { Controller, Get, Param, ParseUUIDPipe } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { CLINICAL, Endpoint } from '../http/endpoint.js';
import { HistoryDto } from './dto/history.dto.js';
import { HistoryService } from './history.service.js';

@ApiTags('patients')
@Controller('api/v1/patients')
export class HistoryController {
  constructor(private readonly histories: HistoryService) {}

  /** What was done about a patient and what came back, newest first: calls, messages, replies, snoozes, notes, interventions, consents, the case. */
  @Endpoint({ for: CLINICAL, audit: { event: 'patient.history_viewed' } })
  @Get(':personId/history')
  getHistory(@SignedIn() caller: Caller, @Param('personId', ParseUUIDPipe) personId: string): Promise<HistoryDto> {
    return this.histories.of(caller, personId);
  }
}
