import { IsIn, IsISO8601, IsOptional, IsString, IsUUID, Length } from 'class-validator';
import { ApiProperty } from '@nestjs/swagger';
import { MESSAGE_STATES } from '@keepwell/domain';
import type { MessageState } from '@keepwell/domain';
import { PageDto } from '../../http/dto/page.dto.js';
import { MergedFactDto } from './enrolment.dto.js';

export class ListOutboxDto extends PageDto {
  @IsOptional()
  @IsIn(MESSAGE_STATES)
  state?: MessageState;

  @IsOptional()
  @IsIn(['sms', 'email', 'call'])
  channel?: 'sms' | 'email' | 'call';

  @IsOptional()
  @IsUUID()
  personId?: string;

  /** Only what ended, or moved last, at this instant or later. */
  @IsOptional()
  @IsISO8601({ strict: true })
  since?: string;
}

export class OutboxRowDto {
  id: string;
  personId: string;
  patientName: string;
  caseId: string | null;
  channel: 'sms' | 'email' | 'call';
  purpose: 'service' | 'marketing';
  state: MessageState;
  /** Counted from 0. */
  step: number;
  sequenceName: string | null;
  dueAt: string;
  /** When it last moved. */
  at: string;
  provider: string | null;
  errorSays: string | null;
  cancelledBecause: string | null;
  kind: 'sequence' | 'confirmation';
}

export class OutboxPageDto {
  items: OutboxRowDto[];
  nextCursor: string | null;
  /** Messages of the practice by state, whatever was asked; `failed_lately`: those that failed in the last 14 days. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' } })
  counts: Record<string, number>;
}

export class MessageEventDto {
  at: string;
  event: string;
  @ApiProperty({ type: 'object', additionalProperties: true })
  detail: Record<string, unknown>;
}

export class MessageTextDto {
  templateName: string;
  version: number;
  /** Who approved the text, and when. */
  approvedByName: string | null;
  approvedAt: string | null;
  origin: string;
}

export class MessageStartDto {
  enrolmentId: string;
  at: string;
  byName: string;
  /** Of the preview that the person read before starting. */
  digest: string;
}

/** One page that says why this message was allowed (X14). */
export class OutboxMessageDto extends OutboxRowDto {
  /** Masked. */
  to: string | null;
  subject: string | null;
  text: string;
  html: string | null;
  segments: number | null;
  facts: MergedFactDto[];
  latestAt: string | null;
  attempts: number;
  acceptedAt: string | null;
  sentAt: string | null;
  deliveredAt: string | null;
  endedAt: string | null;
  providerId: string | null;
  providerStatus: string | null;
  errorCode: string | null;
  template: MessageTextDto | null;
  started: MessageStartDto | null;
  /** The verdict of the claim, with what it rested on; null: not claimed yet. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  decision: Record<string, unknown> | null;
  events: MessageEventDto[];
  /** Went by the local provider, by which the practice still sends: a reply can be simulated. */
  canSimulateReply: boolean;
}

export class ResolveMessageDto {
  /** What a person found out about it. */
  @IsIn(['left', 'did_not_leave'])
  as: 'left' | 'did_not_leave';
}

export class SimulateReplyDto {
  @IsString()
  @Length(1, 1_600)
  text: string;
}

export class SimulatedReplyDto {
  inboundId: string;
  intent: string;
}
