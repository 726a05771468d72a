import { Controller, Header, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Endpoint } from '../http/endpoint.js';
import { TwilioHooks } from './twilio-hooks.service.js';

/** Nothing to say: an empty document keeps Twilio from answering the patient in our name. */
const NOTHING = '<?xml version="1.0" encoding="UTF-8"?><Response/>';

/** POST only (M-05): what a patient wrote stands in no address. */
@ApiTags('hooks')
@Controller('api/hooks/twilio/:practiceId')
export class TwilioHooksController {
  constructor(private readonly hooks: TwilioHooks) {}

  /** Twilio says where a message is. Signed by the practice's own token, else 403. */
  @Endpoint({ for: 'everyone', audit: { event: 'message.status_reported' } })
  @Post('status')
  @HttpCode(204)
  takeStatus(
    @Param('practiceId') practiceId: string,
    @Query('attempt') attempt: string | undefined,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    return this.hooks.status(practiceId, attempt, request);
  }

  /** Twilio hands over what a patient wrote. Signed by the practice's own token, else 403. */
  @Endpoint({ for: 'everyone', audit: { event: 'inbound.received' } })
  @Post('inbound')
  @HttpCode(200)
  @Header('content-type', 'text/xml; charset=utf-8')
  async takeInbound(@Param('practiceId') practiceId: string, @Req() request: FastifyRequest): Promise<string> {
    await this.hooks.receive(practiceId, request);
    return NOTHING;
  }
}
