import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { CLINICAL, Endpoint, INTEGRATION, RETRYING, WORKING } from '../http/endpoint.js';
import { BookingService } from './booking.service.js';
import {
  ListWritesDto,
  ResolveWriteDto,
  WriteBackDto,
  WriteBackRoomDto,
  WriteOperationDto,
  WriteOperationsDto,
  WritePageDto,
} from './dto/write-back.dto.js';
import { WritesService } from './writes.service.js';

/** What is to stand in other systems too, and what became of it. */
@ApiTags('write-back')
@Controller('api/v1')
export class WritesController {
  constructor(
    private readonly writes: WritesService,
    private readonly booking: BookingService,
  ) {}

  /** What was written to this system, newest first. */
  @Endpoint({ for: INTEGRATION, audit: { event: 'writes.listed' } })
  @Get('connections/:id/writes')
  listWrites(
    @SignedIn() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() wanted: ListWritesDto,
  ): Promise<WritePageDto> {
    return this.writes.page(caller, id, wanted);
  }

  /** One of them, with everything that became of it. */
  @Endpoint({ for: 'member', audit: { event: 'write.viewed' } })
  @Get('write-operations/:id')
  getWrite(@SignedIn() caller: Caller, @Param('id', ParseUUIDPipe) id: string): Promise<WriteOperationDto> {
    return this.writes.one(caller, id);
  }

  /** Tries again what failed or was left in doubt: it is looked for first, so that nothing is written twice. */
  @Endpoint({ for: RETRYING, audit: { event: 'write.retry_asked' } })
  @Post('write-operations/:id/retry')
  @HttpCode(200)
  retryWrite(@SignedIn() caller: Caller, @Param('id', ParseUUIDPipe) id: string): Promise<WriteOperationDto> {
    return this.writes.retry(caller, id);
  }

  /** Ends a doubt: a person looked in the other system. */
  @Endpoint({ for: WORKING, audit: { event: 'write.resolved' } })
  @Post('write-operations/:id/resolve')
  @HttpCode(200)
  resolveWrite(
    @SignedIn() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() wanted: ResolveWriteDto,
  ): Promise<WriteOperationDto> {
    return this.writes.resolve(caller, id, wanted.as);
  }

  /** What can be booked for this patient and where, the bookings there are, and what was asked for. */
  @Endpoint({ for: CLINICAL, audit: { event: 'case.booking_viewed' } })
  @Get('cases/:caseId/write-back')
  getWriteBack(@SignedIn() caller: Caller, @Param('caseId', ParseUUIDPipe) caseId: string): Promise<WriteBackRoomDto> {
    return this.booking.room(caller, caseId);
  }

  /** Books, cancels or moves a visit in the other system, if nothing stands in its way. It is done once it is `confirmed`. */
  @Endpoint({ for: WORKING, audit: { event: 'case.write_back_asked' } })
  @Post('cases/:caseId/write-back')
  writeBack(
    @SignedIn() caller: Caller,
    @Param('caseId', ParseUUIDPipe) caseId: string,
    @Body() wanted: WriteBackDto,
  ): Promise<WriteOperationsDto> {
    return this.booking.ask(caller, caseId, wanted);
  }
}
