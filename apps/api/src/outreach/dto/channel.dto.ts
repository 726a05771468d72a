import { IsIn, IsObject, IsOptional } from 'class-validator';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { SETTING_VALUE } from '../../connections/dto/setting-value.js';

export class ChannelHooksDto {
  /** Addresses to enter at the provider. */
  status: string;
  inbound: string;
}

export class ChannelDto {
  channel: 'sms' | 'email';
  /** `local`: nothing leaves; messages end in the outbox of this installation. */
  provider: 'local' | 'twilio' | 'smtp';
  @ApiProperty({ type: 'object', additionalProperties: SETTING_VALUE })
  settings: Record<string, string | number | boolean>;
  /** Which secrets are stored; their values stay where they are. */
  secretsSet: string[];
  changedAt: string | null;
  hooks: ChannelHooksDto | null;
}

export class ChannelListDto {
  items: ChannelDto[];
}

export class PutChannelDto {
  @IsIn(['local', 'twilio', 'smtp'])
  provider: 'local' | 'twilio' | 'smtp';

  /** twilio: accountSid, from or messagingServiceSid, apiKeySid?, answersOptOut?. smtp: host, port, secure, user?, from. */
  @IsOptional()
  @ApiPropertyOptional({ type: 'object', additionalProperties: SETTING_VALUE })
  @IsObject()
  settings?: Record<string, string | number | boolean>;

  /** twilio: authToken, previousAuthToken, apiKeySecret. smtp: password. Left out: kept while the account stays the same; empty: forgotten. */
  @IsOptional()
  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'string' } })
  @IsObject()
  secrets?: Record<string, string>;
}
