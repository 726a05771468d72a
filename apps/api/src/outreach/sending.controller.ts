import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { CLINICAL, Endpoint, MANAGEMENT } from '../http/endpoint.js';
import { ChangeSendingDto, HoldSendingDto, ReleaseHoldDto, SendingDto } from './dto/sending.dto.js';
import { SendingService } from './sending.service.js';

@ApiTags('outreach')
@Controller('api/v1/sending')
export class SendingController {
  constructor(private readonly sending: SendingService) {}

  /** Whether anything is sent at all, what holds it, and how many messages are where. */
  @Endpoint({ for: CLINICAL, audit: { none: 'numbers without anybody behind them' } })
  @Get()
  getSending(@SignedIn() caller: Caller): Promise<SendingDto> {
    return this.sending.show(caller);
  }

  /** Turns sending on or off. */
  @Endpoint({ for: MANAGEMENT, audit: { event: 'sending.changed' } })
  @Patch()
  changeSending(@SignedIn() caller: Caller, @Body() wanted: ChangeSendingDto): Promise<SendingDto> {
    return this.sending.change(caller, wanted);
  }

  /** Nothing leaves until a person releases it. */
  @Endpoint({ for: MANAGEMENT, audit: { event: 'sending.held' } })
  @Post('holds')
  holdSending(@SignedIn() caller: Caller, @Body() { because }: HoldSendingDto): Promise<SendingDto> {
    return this.sending.hold(caller, because);
  }

  /** Lets go of a hold, the brake's too, saying why. */
  @Endpoint({ for: MANAGEMENT, audit: { event: 'sending.released' } })
  @Post('holds/:id/release')
  @HttpCode(200)
  releaseHold(
    @SignedIn() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { because }: ReleaseHoldDto,
  ): Promise<SendingDto> {
    return this.sending.release(caller, id, because);
  }
}
