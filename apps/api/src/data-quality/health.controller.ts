import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { JobDto } from '../connections/dto/connection.dto.js';
import { Endpoint, INTEGRATION } from '../http/endpoint.js';
import { BoardService } from './board.service.js';
import { BoardDto, DriftDto, HealthDto, ThroughputHourDto } from './dto/health.dto.js';
import { AcceptSmallerDto, CompareRangeDto, ThroughputQueryDto } from './dto/records.dto.js';
import { HealthService } from './health.service.js';

@ApiTags('data quality')
@Controller('api/v1/connections/:id')
export class ConnectionHealthController {
  constructor(
    private readonly health: HealthService,
    private readonly boards: BoardService,
  ) {}

  /** Whether each stream is fresh, complete and honest. */
  @Endpoint({ for: 'member', audit: { none: 'no patient, no change' } })
  @Get('health')
  getHealth(@SignedIn() caller: Caller, @Param('id', ParseUUIDPipe) id: string): Promise<HealthDto> {
    return this.health.of(caller, id);
  }

  /** What was read, by the hour, oldest first; hours without anything are left out. */
  @Endpoint({ for: 'member', audit: { none: 'no patient, no change' } })
  @Get('throughput')
  getThroughput(
    @SignedIn() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: ThroughputQueryDto,
  ): Promise<ThroughputHourDto[]> {
    return this.health.throughput(caller, id, query.days ?? 7);
  }

  /** Bookings by status: what stands here beside what the source counted (S2-08). */
  @Endpoint({ for: 'member', audit: { none: 'counts, no patient' } })
  @Get('board')
  getBoard(@SignedIn() caller: Caller, @Param('id', ParseUUIDPipe) id: string): Promise<BoardDto> {
    return this.boards.of(caller, id);
  }

  /** How often each field carries something, and which of them no longer do. */
  @Endpoint({ for: 'member', audit: { none: 'counts, no patient' } })
  @Get('drift')
  getDrift(@SignedIn() caller: Caller, @Param('id', ParseUUIDPipe) id: string): Promise<DriftDto> {
    return this.health.drift(caller, id);
  }

  /** Compares with the source now: a range of dates, or everything. Repairs what differs and counts it. */
  @Endpoint({ for: INTEGRATION, audit: { event: 'connection.compare_asked' } })
  @Post('compare')
  @HttpCode(202)
  compareNow(
    @SignedIn() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() range: CompareRangeDto,
  ): Promise<JobDto> {
    return this.health.compare(caller, id, range);
  }

  /** A person says that a stream is right to bring so much less: its next full read is believed, and what it lacks counts as deleted. */
  @Endpoint({ for: INTEGRATION, audit: { event: 'connection.smaller_accepted' } })
  @Post('accept-smaller')
  @HttpCode(204)
  acceptSmaller(
    @SignedIn() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { stream }: AcceptSmallerDto,
  ): Promise<void> {
    return this.health.acceptSmaller(caller, id, stream);
  }

  /** Stores what is missing here of what the journal says was read. Changes nothing where nothing is missing. */
  @Endpoint({ for: INTEGRATION, audit: { event: 'connection.replay_asked' } })
  @Post('replay')
  @HttpCode(202)
  replayJournal(@SignedIn() caller: Caller, @Param('id', ParseUUIDPipe) id: string): Promise<JobDto> {
    return this.health.replay(caller, id);
  }
}
