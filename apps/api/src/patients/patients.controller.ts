import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { CLINICAL, Endpoint } from '../http/endpoint.js';
import { PatientPageDto } from './dto/patient-page.dto.js';
import { FoundPatientsDto, SearchPatientsDto } from './dto/patient-search.dto.js';
import { TimelineDto } from './dto/timeline.dto.js';
import { AskWhyDto, WhyDto } from './dto/why.dto.js';
import { PatientsService } from './patients.service.js';
import { WhyService } from './why.service.js';

@ApiTags('patients')
@Controller('api/v1/patients')
export class PatientsController {
  constructor(
    private readonly patients: PatientsService,
    private readonly answers: WhyService,
  ) {}

  /** Anybody who is known here, listed or not, by name, source id or phone number. */
  @Endpoint({ for: CLINICAL, audit: { event: 'patients.searched' } })
  @Post('search')
  @HttpCode(200)
  searchPatients(@SignedIn() caller: Caller, @Body() wanted: SearchPatientsDto): Promise<FoundPatientsDto> {
    return this.patients.search(caller, wanted);
  }

  /** One patient: state, findings with their evidence, every rule's verdict, case, freshness. */
  @Endpoint({ for: CLINICAL, audit: { event: 'patient.viewed' } })
  @Get(':personId')
  getPatient(@SignedIn() caller: Caller, @Param('personId', ParseUUIDPipe) personId: string): Promise<PatientPageDto> {
    return this.patients.page(caller, personId);
  }

  /** Why the patient is listed, or why not, at any moment: rule by rule, from what was known then and with the settings of then. */
  @Endpoint({ for: CLINICAL, audit: { event: 'patient.explained' } })
  @Get(':personId/why')
  explainPatient(
    @SignedIn() caller: Caller,
    @Param('personId', ParseUUIDPipe) personId: string,
    @Query() asked: AskWhyDto,
  ): Promise<WhyDto> {
    return this.answers.why(caller, personId, asked);
  }

  /** All facts, newest first, with both clocks and earlier versions. */
  @Endpoint({ for: CLINICAL, audit: { event: 'patient.timeline_viewed' } })
  @Get(':personId/timeline')
  getTimeline(@SignedIn() caller: Caller, @Param('personId', ParseUUIDPipe) personId: string): Promise<TimelineDto> {
    return this.patients.timeline(caller, personId);
  }
}
