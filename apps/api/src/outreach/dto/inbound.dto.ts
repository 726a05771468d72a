import { IsIn, IsOptional } from 'class-validator';
import { PageDto } from '../../http/dto/page.dto.js';

export class ListInboundDto extends PageDto {
  /** Only what a person has to look at, or only the rest. */
  @IsOptional()
  @IsIn(['true', 'false'])
  needsReview?: 'true' | 'false';
}

export class InboundRowDto {
  id: string;
  personId: string | null;
  patientName: string | null;
  caseId: string | null;
  channel: 'sms' | 'email';
  at: string;
  /** Text only: never shown as anything else. */
  body: string;
  intent: 'stop' | 'start' | 'help' | 'plain_opt_out' | 'wrong_number' | 'reply';
  needsReview: boolean;
  reviewedAt: string | null;
  reviewedByName: string | null;
  /** The message it answers, as far as we can tell. */
  inReplyTo: string | null;
}

export class InboundPageDto {
  items: InboundRowDto[];
  nextCursor: string | null;
  /** How many wait for a person. */
  toReview: number;
}
