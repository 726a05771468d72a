import { Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { CLINICAL, Endpoint, MANAGEMENT } from '../http/endpoint.js';
import { InterventionDto, ListInterventionsDto, PlaybookDto } from './dto/playbook.dto.js';
import { PlaybookService } from './playbook.service.js';

@ApiTags('outreach')
@Controller('api/v1')
export class PlaybookController {
  constructor(private readonly playbook: PlaybookService) {}

  /** Texts and sequences in all their versions, and the talk tracks. */
  @Endpoint({ for: CLINICAL, audit: { none: 'no patient, no change' } })
  @Get('playbook')
  getPlaybook(@SignedIn() caller: Caller): Promise<PlaybookDto> {
    return this.playbook.show(caller);
  }

  /** What can be done for a listed patient: talks, sequences and what is handed to a colleague, in the order of the patient's way with the practice. */
  @Endpoint({ for: CLINICAL, audit: { none: 'no patient, no change' } })
  @Get('interventions')
  listInterventions(@Query() wanted: ListInterventionsDto): Promise<InterventionDto[]> {
    return this.playbook.interventions(wanted);
  }

  /** Lets this version of a text be sent. Not by whoever wrote it. */
  @Endpoint({ for: MANAGEMENT, audit: { event: 'template.approved' } })
  @Post('templates/:id/approve')
  @HttpCode(204)
  approveTemplate(@SignedIn() caller: Caller, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.playbook.approve(caller, 'template', id);
  }

  /** Lets this version of a sequence be started. Not by whoever made it. */
  @Endpoint({ for: MANAGEMENT, audit: { event: 'sequence.approved' } })
  @Post('sequences/:id/approve')
  @HttpCode(204)
  approveSequence(@SignedIn() caller: Caller, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.playbook.approve(caller, 'sequence', id);
  }
}
