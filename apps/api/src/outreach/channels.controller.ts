import { Body, Controller, Get, Param, ParseEnumPipe, Put, Req } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { Endpoint, INTEGRATION } from '../http/endpoint.js';
import { ChannelDto, ChannelListDto, PutChannelDto } from './dto/channel.dto.js';
import { ChannelsService } from './channels.service.js';

const CHANNEL = { sms: 'sms', email: 'email' } as const;

@ApiTags('outreach')
@Controller('api/v1/channels')
export class ChannelsController {
  constructor(private readonly channels: ChannelsService) {}

  /** By whom texts and e-mails go. Secrets are named, never shown. */
  @Endpoint({ for: INTEGRATION, audit: { none: 'no patient, no change' } })
  @Get()
  async listChannels(@SignedIn() caller: Caller, @Req() request: FastifyRequest): Promise<ChannelListDto> {
    return { items: await this.channels.list(caller, request) };
  }

  /** Sets provider and settings of one channel. */
  @Endpoint({ for: INTEGRATION, audit: { event: 'channel.changed' } })
  @Put(':channel')
  @ApiParam({ name: 'channel', enum: ['sms', 'email'] })
  putChannel(
    @SignedIn() caller: Caller,
    @Param('channel', new ParseEnumPipe(CHANNEL)) channel: 'sms' | 'email',
    @Body() wanted: PutChannelDto,
    @Req() request: FastifyRequest,
  ): Promise<ChannelDto> {
    return this.channels.put(caller, channel, wanted, request);
  }
}
