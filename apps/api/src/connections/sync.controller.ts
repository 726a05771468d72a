import { Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { PageDto } from '../http/dto/page.dto.js';
import { Endpoint, INTEGRATION } from '../http/endpoint.js';
import { JobDto, QuarantinePageDto, RunPageDto } from './dto/connection.dto.js';
import { ListQuarantineDto } from './dto/save-connection.dto.js';
import { SyncService } from './sync.service.js';

@ApiTags('connections')
@Controller('api/v1/connections/:id')
export class SyncController {
  constructor(private readonly sync: SyncService) {}

  /** Reads the other system now instead of when its time comes. */
  @Endpoint({ for: INTEGRATION, audit: { event: 'connection.sync_asked' } })
  @Post('sync')
  @HttpCode(202)
  syncNow(@SignedIn() caller: Caller, @Param('id', ParseUUIDPipe) id: string): Promise<JobDto> {
    return this.sync.now(caller, id);
  }

  /** Past reads, newest first: `read = applied + unchanged + quarantined`. */
  @Endpoint({ for: 'member', audit: { none: 'no patient, no change' } })
  @Get('runs')
  listRuns(
    @SignedIn() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() page: PageDto,
  ): Promise<RunPageDto> {
    return this.sync.runs(caller, id, page);
  }

  /** Records put aside, with the reason; what they said stays encrypted. */
  @Endpoint({ for: INTEGRATION, audit: { event: 'quarantine.listed' } })
  @Get('quarantine')
  listQuarantine(
    @SignedIn() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() page: ListQuarantineDto,
  ): Promise<QuarantinePageDto> {
    return this.sync.quarantine(caller, id, page);
  }

  /** Tries the records put aside once more. */
  @Endpoint({ for: INTEGRATION, audit: { event: 'quarantine.replay_asked' } })
  @Post('quarantine/replay')
  @HttpCode(202)
  replayQuarantine(@SignedIn() caller: Caller, @Param('id', ParseUUIDPipe) id: string): Promise<JobDto> {
    return this.sync.replay(caller, id);
  }
}
