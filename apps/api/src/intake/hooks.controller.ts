import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Endpoint } from '../http/endpoint.js';
import { HooksService } from './hooks.service.js';

/** Where other systems call when something happened. What they send is kept byte for byte, so nothing here parses it. */
@ApiTags('hooks')
@Controller('api/hooks/connections/:practiceId/:connectionId')
export class HooksController {
  constructor(private readonly hooks: HooksService) {}

  /** A handshake: some systems ask before they ever call. Keeps nothing. */
  @Endpoint({ for: 'everyone', audit: { none: 'answers a challenge and keeps nothing' } })
  @Get()
  async answerHook(
    @Param('practiceId') practiceId: string,
    @Param('connectionId') connectionId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.hooks.take(practiceId, connectionId, request, reply);
  }

  /** Something happened there. Signed, else 403 and nothing is kept; 2xx once it is stored. */
  @Endpoint({ for: 'everyone', audit: { event: 'connection.hook_received' } })
  @Post()
  async takeHook(
    @Param('practiceId') practiceId: string,
    @Param('connectionId') connectionId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.hooks.take(practiceId, connectionId, request, reply);
  }
}
