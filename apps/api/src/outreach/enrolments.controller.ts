import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { CLINICAL, Endpoint, WORKING } from '../http/endpoint.js';
import {
  AskPreviewDto,
  EnrolDto,
  EnrolledDto,
  ListSequencesDto,
  OfferedSequencesDto,
  PreviewDto,
} from './dto/enrolment.dto.js';
import { EnrolmentService } from './enrolment.service.js';

@ApiTags('outreach')
@Controller('api/v1')
export class EnrolmentsController {
  constructor(private readonly enrolments: EnrolmentService) {}

  /** Approved sequences that fit the case, the recommended one first. */
  @Endpoint({ for: CLINICAL, audit: { none: 'names of sequences, nothing of the patient' } })
  @Get('sequences')
  async listSequences(@SignedIn() caller: Caller, @Query() { caseId }: ListSequencesDto): Promise<OfferedSequencesDto> {
    return { items: await this.enrolments.offered(caller, caseId) };
  }

  /** Every step as this patient would read it, when it would be sent, and whether it may be. For whoever has the case in hand. */
  @Endpoint({ for: WORKING, audit: { event: 'sequence.previewed' } })
  @Post('cases/:caseId/preview')
  @HttpCode(200)
  previewSequence(
    @SignedIn() caller: Caller,
    @Param('caseId', ParseUUIDPipe) caseId: string,
    @Body() { sequenceId }: AskPreviewDto,
    @Req() request: FastifyRequest,
  ): Promise<PreviewDto> {
    return this.enrolments.preview(caller, caseId, sequenceId, request);
  }

  /** Starts what the preview showed. */
  @Endpoint({ for: WORKING, audit: { event: 'sequence.started' } })
  @Post('cases/:caseId/enrolments')
  startSequence(
    @SignedIn() caller: Caller,
    @Param('caseId', ParseUUIDPipe) caseId: string,
    @Body() wanted: EnrolDto,
    @Req() request: FastifyRequest,
  ): Promise<EnrolledDto> {
    return this.enrolments.enrol(caller, caseId, wanted, request);
  }

  /** Stops a running sequence: nothing more of it is sent. */
  @Endpoint({ for: WORKING, audit: { event: 'sequence.stopped' } })
  @Delete('enrolments/:id')
  @HttpCode(204)
  stopSequence(@SignedIn() caller: Caller, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.enrolments.stop(caller, id);
  }
}
