import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { CLINICAL, Endpoint, MANAGEMENT, WORKING } from '../http/endpoint.js';
import {
  ListOutboxDto,
  OutboxMessageDto,
  OutboxPageDto,
  ResolveMessageDto,
  SimulatedReplyDto,
  SimulateReplyDto,
} from './dto/outbox.dto.js';
import { OutboxService } from './outbox.service.js';

@ApiTags('outreach')
@Controller('api/v1/outbox')
export class OutboxController {
  constructor(private readonly outbox: OutboxService) {}

  /** What is owed, under way and gone, newest first. */
  @Endpoint({ for: CLINICAL, audit: { none: 'a list; opening a message is written down' } })
  @Get()
  listOutbox(@SignedIn() caller: Caller, @Query() wanted: ListOutboxDto): Promise<OutboxPageDto> {
    return this.outbox.page(caller, wanted);
  }

  /** One message, word for word, with everything that says why it was allowed. */
  @Endpoint({ for: CLINICAL, audit: { event: 'message.viewed' } })
  @Get(':id')
  getMessage(@SignedIn() caller: Caller, @Param('id', ParseUUIDPipe) id: string): Promise<OutboxMessageDto> {
    return this.outbox.one(caller, id);
  }

  /** Takes a message back that nobody has begun to send. */
  @Endpoint({ for: WORKING, audit: { event: 'message.cancelled' } })
  @Post(':id/cancel')
  @HttpCode(200)
  cancelMessage(@SignedIn() caller: Caller, @Param('id', ParseUUIDPipe) id: string): Promise<OutboxMessageDto> {
    return this.outbox.cancel(caller, id);
  }

  /** Ends a doubt: a person found out whether it left. */
  @Endpoint({ for: MANAGEMENT, audit: { event: 'message.resolved' } })
  @Post(':id/resolve')
  @HttpCode(200)
  resolveMessage(
    @SignedIn() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() wanted: ResolveMessageDto,
  ): Promise<OutboxMessageDto> {
    return this.outbox.resolve(caller, id, wanted.as);
  }

  /** As if the patient had answered. Only where the local outbox delivered the message. */
  @Endpoint({ for: WORKING, audit: { event: 'reply.simulated' } })
  @Post(':id/simulate-reply')
  simulateReply(
    @SignedIn() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { text }: SimulateReplyDto,
  ): Promise<SimulatedReplyDto> {
    return this.outbox.simulateReply(caller, id, text);
  }
}
