import { Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { CLINICAL, Endpoint, WORKING } from '../http/endpoint.js';
import { InboundPageDto, ListInboundDto } from './dto/inbound.dto.js';
import { InboundListService } from './inbound-list.service.js';

@ApiTags('outreach')
@Controller('api/v1/inbound')
export class InboundController {
  constructor(private readonly inbound: InboundListService) {}

  /** What patients wrote, newest first. */
  @Endpoint({ for: CLINICAL, audit: { event: 'inbound.viewed' } })
  @Get()
  listInbound(@SignedIn() caller: Caller, @Query() wanted: ListInboundDto): Promise<InboundPageDto> {
    return this.inbound.page(caller, wanted);
  }

  /** A person has looked at it. */
  @Endpoint({ for: WORKING, audit: { event: 'inbound.reviewed' } })
  @Post(':id/reviewed')
  @HttpCode(204)
  reviewInbound(@SignedIn() caller: Caller, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.inbound.reviewed(caller, id);
  }
}
