import { Controller, Get, Param, ParseUUIDPipe } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { CLINICAL, Endpoint } from '../http/endpoint.js';
import { PatientCareDto } from './dto/patient-care.dto.js';
import { PatientCareService } from './patient-care.service.js';

@ApiTags('patients')
@Controller('api/v1/patients/:personId/care')
export class PatientCareController {
  constructor(private readonly care: PatientCareService) {}

  /**
   * The patient's tier: what it includes, what of it is used, which services it covers, how often they are expected; and their program,
   * with its milestones and the membership it leads to. Statuses from appointments and scores, nothing is charted.
   */
  @Endpoint({ for: CLINICAL, audit: { event: 'patient.care_viewed' } })
  @Get()
  getPatientCare(
    @SignedIn() caller: Caller,
    @Param('personId', ParseUUIDPipe) personId: string,
  ): Promise<PatientCareDto> {
    return this.care.show(caller, personId);
  }
}
