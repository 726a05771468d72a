import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { APPOINTMENT_STATUSES, RECORD_KINDS } from '@keepwell/domain';
import type { AppointmentStatus, RecordKind } from '@keepwell/domain';
import { Type } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsISO8601,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Max,
  MaxLength,
  Min,
  ValidateIf,
} from 'class-validator';
import { Trimmed } from '../../http/dto/trimmed.js';

export class StatusWordDto {
  /** As it is compared: trimmed, lower case. */
  word: string;
  /** What its records stand as. */
  status: string;
  records: number;
  /** What a person said it means. */
  means: string | null;
  by: string | null;
  at: string | null;
  /** False: records stored before still have to follow. */
  applied: boolean;
}

export class SayWordDto {
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  word: string;

  /** Null takes back what was said. */
  @ApiProperty({ enum: APPOINTMENT_STATUSES, nullable: true, type: String })
  @ValidateIf((_, value) => value !== null)
  @IsIn([...APPOINTMENT_STATUSES])
  status: AppointmentStatus | null;
}

export class FindRecordDto {
  @ApiProperty({ enum: RECORD_KINDS })
  @IsIn([...RECORD_KINDS])
  kind: RecordKind;

  /** The source's own id. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(500)
  id: string;
}

export class RecordVersionDto {
  @ApiProperty({ type: 'object', additionalProperties: true })
  data: Record<string, unknown>;
  createdAt: string | null;
  updatedAt: string | null;
  recordedAt: string | null;
  observedAt: string;
  goneAt: string | null;
}

export class HandedOverDto {
  /** The record as the connector handed it over; null: it said that it is deleted. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  data: Record<string, unknown> | null;
  /** What the source itself wrote, while it is kept (30 days unless the practice says otherwise). */
  raw: string | null;
  connectorVersion: number;
}

export class RecordViewDto {
  kind: string;
  id: string;
  stream: string;
  /** The record as it stands here. */
  current: RecordVersionDto;
  absentSince: string | null;
  /** Newest first. */
  versions: RecordVersionDto[];
  /** Null: the journal no longer holds it. */
  handedOver: HandedOverDto | null;
}

export class CompareRangeDto {
  /** Leave out both ends to compare everything. */
  @IsOptional()
  @IsISO8601({ strict: true })
  from?: string;

  @IsOptional()
  @IsISO8601({ strict: true })
  to?: string;
}

export class AcceptSmallerDto {
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  stream: string;
}

export class ThroughputQueryDto {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(35)
  days?: number;
}

export class CodesQueryDto {
  @ApiPropertyOptional({ enum: ['open', 'replayed', 'dismissed'] })
  @IsOptional()
  @IsIn(['open', 'replayed', 'dismissed'])
  state?: 'open' | 'replayed' | 'dismissed';
}

export class QuarantineCodeDto {
  code: string;
  kind: string | null;
  records: number;
}

export class QuarantinedTextDto {
  id: string;
  stream: string;
  kind: string | null;
  sourceId: string | null;
  code: string;
  /** `record`: as the connector handed it over; `source`: as the other side wrote it. */
  form: 'record' | 'source' | null;
  /** Null: it is kept no longer. */
  raw: string | null;
  connectorVersion: number;
  readAt: string;
}

export class DismissDto {
  @Trimmed()
  @IsString()
  @Length(3, 500)
  reason: string;
}

export class UnmatchedPaymentDto {
  id: string;
  connectionId: string;
  connection: string;
  sourceId: string;
  at: string;
  amountMinor: number;
  currency: string | null;
  kind: string | null;
  status: string | null;
  failureCode: string | null;
  invoiceSourceId: string | null;
  membershipSourceId: string | null;
  because: 'no_patient' | 'invoice_unknown' | 'membership_unknown';
  /** Whose it is, where that alone is known. */
  personId: string | null;
}

export class UnmatchedPageDto {
  items: UnmatchedPaymentDto[];
  nextCursor: string | null;
}

export class MatchedPaymentDto {
  id: string;
  connectionId: string;
  connection: string;
  sourceId: string;
  at: string;
  amountMinor: number;
  currency: string | null;
  personId: string;
  patientName: string;
  /** Who said whose it is. */
  byName: string | null;
  saidAt: string;
}

export class MatchedPageDto {
  items: MatchedPaymentDto[];
  nextCursor: string | null;
}

/** How many payments stand here for want of what, and of how many a person has said whose they are. */
export class PaymentCountsDto {
  noPatient: number;
  invoiceUnknown: number;
  membershipUnknown: number;
  matched: number;
  /** Payers of whom nobody has said whose they are, whatever they pay: payments, memberships, invoices, packages. */
  payersUnknown: number;
}

export class MatchPaymentDto {
  @IsUUID()
  personId: string;
}
