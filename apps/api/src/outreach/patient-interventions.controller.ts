import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { CLINICAL, Endpoint, WORKING } from '../http/endpoint.js';
import { InterventionActDto, PatientInterventionsDto, RecordInterventionDto } from './dto/patient-interventions.dto.js';
import { PatientInterventionsService } from './patient-interventions.service.js';

@ApiTags('patients')
@Controller('api/v1/patients/:personId/interventions')
export class PatientInterventionsController {
  constructor(private readonly interventions: PatientInterventionsService) {}

  /** What was done of the interventions for a patient, what was left out and why, and by whom. */
  @Endpoint({ for: CLINICAL, audit: { event: 'patient.interventions_viewed' } })
  @Get()
  getPatientInterventions(
    @SignedIn() caller: Caller,
    @Param('personId', ParseUUIDPipe) personId: string,
  ): Promise<PatientInterventionsDto> {
    return this.interventions.of(caller, personId);
  }

  /** Says that a handoff was done, or that an intervention was left out, and why. Nothing is sent. */
  @Endpoint({ for: WORKING, audit: { event: 'intervention.recorded' } })
  @Post()
  recordIntervention(
    @SignedIn() caller: Caller,
    @Param('personId', ParseUUIDPipe) personId: string,
    @Body() said: RecordInterventionDto,
  ): Promise<InterventionActDto> {
    return this.interventions.record(caller, personId, said);
  }

  /** Takes it back within ten minutes, by whoever said it. It stays in the history, marked as taken back. */
  @Endpoint({ for: WORKING, audit: { event: 'intervention.undone' } })
  @Post(':actId/undo')
  @HttpCode(200)
  undoIntervention(
    @SignedIn() caller: Caller,
    @Param('personId', ParseUUIDPipe) personId: string,
    @Param('actId', ParseUUIDPipe) actId: string,
  ): Promise<InterventionActDto> {
    return this.interventions.undo(caller, personId, actId);
  }
}
