import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { PageDto } from '../http/dto/page.dto.js';
import { CLINICAL, Endpoint, WORKING } from '../http/endpoint.js';
import { MatchedPageDto, MatchPaymentDto, PaymentCountsDto, UnmatchedPageDto } from './dto/records.dto.js';
import { PaymentsService } from './payments.service.js';

@ApiTags('data quality')
@Controller('api/v1/payments')
export class PaymentsController {
  constructor(private readonly payments: PaymentsService) {}

  /** Payments that cannot be told whose they are, or what they were for, newest first (S4-06). */
  @Endpoint({ for: CLINICAL, audit: { event: 'payment.unmatched_listed' } })
  @Get('unmatched')
  listUnmatched(@SignedIn() caller: Caller, @Query() page: PageDto): Promise<UnmatchedPageDto> {
    return this.payments.unmatched(caller, page);
  }

  /** Payments of which a person said whose they are, the newest word first: where it is taken back. */
  @Endpoint({ for: CLINICAL, audit: { event: 'payment.matched_listed' } })
  @Get('matched')
  listMatched(@SignedIn() caller: Caller, @Query() page: PageDto): Promise<MatchedPageDto> {
    return this.payments.matched(caller, page);
  }

  /** The numbers of both lists. */
  @Endpoint({ for: CLINICAL, audit: { none: 'numbers without anybody behind them' } })
  @Get('counts')
  countPayments(@SignedIn() caller: Caller): Promise<PaymentCountsDto> {
    return this.payments.counts(caller);
  }

  /** Says whose a payment is. Kept as our own fact, whatever is read again. */
  @Endpoint({ for: WORKING, audit: { event: 'payment.matched' } })
  @Post(':paymentId/match')
  @HttpCode(204)
  matchPayment(
    @SignedIn() caller: Caller,
    @Param('paymentId', ParseUUIDPipe) paymentId: string,
    @Body() { personId }: MatchPaymentDto,
  ): Promise<void> {
    return this.payments.match(caller, paymentId, personId);
  }

  /** Takes it back. */
  @Endpoint({ for: WORKING, audit: { event: 'payment.match_undone' } })
  @Delete(':paymentId/match')
  @HttpCode(204)
  unmatchPayment(@SignedIn() caller: Caller, @Param('paymentId', ParseUUIDPipe) paymentId: string): Promise<void> {
    return this.payments.undo(caller, paymentId);
  }
}
