import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { SETTING_VALUE } from './setting-value.js';

export class SettingsPropertyDto {
  type: 'string' | 'integer' | 'boolean';
  title: string;
  description?: string;
  @ApiPropertyOptional(SETTING_VALUE)
  default?: string | number | boolean;
  enum?: string[];
  /** What a person reads for each value of `enum`, in the same order. */
  labels?: string[];
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

export class GivenDto {
  mode: 'delta' | 'window' | 'snapshot' | 'queue' | 'push';
  deletes: 'explicit' | 'absence' | 'none';
  merges: 'explicit' | 'pointer' | 'none';
  /** `verified` against the vendor's own words or server, `experimental` from second hand. */
  confidence: 'verified' | 'experimental';
  note?: string;
}

export class WrittenDto {
  confidence: 'verified' | 'experimental';
  note?: string;
}

export class BudgetDto {
  requests: number;
  perMs: number;
}

export class ThrottleDto {
  /** `connection`: one credential, one budget. `app`: all practices share the budget of one key. */
  scope: 'connection' | 'app';
  keyFields: string[];
  budgets: BudgetDto[];
  /** One request at a time. */
  serial?: boolean;
}

/** What a connector can do, said before anything is connected. */
@ApiExtraModels(GivenDto, WrittenDto)
export class ManifestDto {
  waysIn: ('poll' | 'webhook' | 'stream' | 'file' | 'bulk')[];
  /** By kind of record; what is not here it cannot give. */
  @ApiProperty({ type: 'object', additionalProperties: { $ref: getSchemaPath(GivenDto) } })
  gives: Record<string, GivenDto>;
  /** By what is written: `log_contact`, `book`, `cancel`. */
  @ApiProperty({ type: 'object', additionalProperties: { $ref: getSchemaPath(WrittenDto) } })
  writes: Record<string, WrittenDto>;
  throttle: ThrottleDto | null;
}

export class ConnectorDto {
  id: string;
  name: string;
  description: string;
  settings: SettingsSchemaDto;
  /** The fields kept of each kind of record; everything else is dropped before it is stored. */
  keeps: Record<string, string[]>;
  /** Null: it does not say. */
  manifest: ManifestDto | null;
}
