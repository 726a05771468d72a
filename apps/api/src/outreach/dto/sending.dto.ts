import { IsBoolean, IsOptional, IsString, Length } from 'class-validator';
import { ApiProperty } from '@nestjs/swagger';
import { Trimmed } from '../../http/dto/trimmed.js';

export class SendingHoldDto {
  id: string;
  /** `blast_radius`, `staff`, … */
  reason: string;
  says: string;
  @ApiProperty({ type: 'object', additionalProperties: true })
  numbers: Record<string, unknown>;
  at: string;
  byName: string | null;
}

export class ChannelInUseDto {
  sms: string;
  email: string;
}

export class SendingDto {
  enabled: boolean;
  resendUnknown: boolean;
  /** Those that stand. */
  holds: SendingHoldDto[];
  /** Messages by state: what waits, what is under way, what a person has to look at; `failed_lately`: failed in the last 14 days. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' } })
  counts: Record<string, number>;
  providers: ChannelInUseDto;
}

export class ChangeSendingDto {
  @IsOptional()
  @IsBoolean()
  enabled?: boolean;

  /** Send a message once more that two look-ups did not find, instead of asking a person. */
  @IsOptional()
  @IsBoolean()
  resendUnknown?: boolean;
}

export class HoldSendingDto {
  /** Why nothing may leave for now. */
  @Trimmed()
  @IsString()
  @Length(3, 500)
  because: string;
}

export class ReleaseHoldDto {
  @Trimmed()
  @IsString()
  @Length(3, 500)
  because: string;
}
