import {
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PageDto } from '../../http/dto/page.dto.js';
import { SETTING_VALUE } from './setting-value.js';

export type SettingValue = string | number | boolean;

export class CheckSettingsDto {
  @IsString()
  @IsNotEmpty()
  @MaxLength(64)
  connector: string;

  /** Checked against the connector's own schema. */
  @ApiProperty({ type: 'object', additionalProperties: SETTING_VALUE })
  @IsObject()
  settings: Record<string, SettingValue>;
}

export class CreateConnectionDto extends CheckSettingsDto {
  @IsString()
  @Length(1, 120)
  name: string;

  /** How often the other system is asked. */
  @IsOptional()
  @IsInt()
  @Min(15)
  @Max(86_400)
  pollSeconds?: number;

  /** Files will be uploaded: the server makes a folder of its own for them, and nothing is read before the first one. */
  @IsOptional()
  @IsBoolean()
  uploads?: boolean;

  /** The connection whose patients its records name, where it has none of its own (payments beside a booking system). */
  @IsOptional()
  @IsUUID()
  patientsFrom?: string;
}

export class ChangeConnectionDto {
  /** The connection whose patients its records name; null: its own. Only until records of patients have been stored. */
  @IsOptional()
  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true })
  @IsUUID()
  patientsFrom?: string | null;

  /** Whether calls and messages of ours are noted in the other system too. Default: no. */
  @IsOptional()
  @IsBoolean()
  writeBackContacts?: boolean;

  @IsOptional()
  @IsString()
  @Length(1, 120)
  name?: string;

  /** Replaces the settings. A secret left out stays as it is unless an address or a name it goes with changes; an empty one is forgotten. */
  @IsOptional()
  @ApiPropertyOptional({ type: 'object', additionalProperties: SETTING_VALUE })
  @IsObject()
  settings?: Record<string, SettingValue>;

  @IsOptional()
  @IsInt()
  @Min(15)
  @Max(86_400)
  pollSeconds?: number;

  /** Stops or resumes reading. */
  @IsOptional()
  @IsIn(['ready', 'paused'])
  state?: 'ready' | 'paused';
}

export class ListQuarantineDto extends PageDto {
  /** Default: those still open. */
  @IsOptional()
  @IsIn(['open', 'replayed', 'dismissed'])
  state?: 'open' | 'replayed' | 'dismissed';

  /** Only those put aside for this reason. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  code?: string;
}
