import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { SETTING_VALUE } from './setting-value.js';

export class SettingsPropertyDto {
  type: 'string' | 'integer' | 'boolean';
  title: string;
  description?: string;
  @ApiPropertyOptional(SETTING_VALUE)
  default?: string | number | boolean;
  enum?: string[];
  format?: 'uri' | 'textarea' | 'timezone' | 'folder';
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  /** Stored encrypted, never shown again. */
  secret?: boolean;
}

export class RequiredGroupDto {
  required: string[];
}

/** JSON Schema of a connector's settings: drawn as a form, checked on save. */
@ApiExtraModels(SettingsPropertyDto)
export class SettingsSchemaDto {
  type: 'object';
  @ApiProperty({ type: 'object', additionalProperties: { $ref: getSchemaPath(SettingsPropertyDto) } })
  properties: Record<string, SettingsPropertyDto>;
  required?: string[];
  /** At least one of these groups must be filled in full. */
  anyOf?: RequiredGroupDto[];
}

export class ConnectorDto {
  id: string;
  name: string;
  description: string;
  settings: SettingsSchemaDto;
  /** The fields kept of each kind of record; everything else is dropped before it is stored. */
  keeps: Record<string, string[]>;
}
