import { ApiProperty } from '@nestjs/swagger';
export class RuleDto {
  rule: string;
  name: string;
  kind: 'O' | 'W' | 'V';
  class: 'S1' | 'S2' | 'S3' | 'S4';
  /** The rule in a clinic's words. */
  says: string;
  version: number;
  mode: 'on' | 'off';
  @ApiProperty({ type: 'object', additionalProperties: { oneOf: [{ type: 'string' }, { type: 'number' }] } })
  parameters: Record<string, string | number>;
  /** Patients it lists now. */
  listed: number;
  /** Median days that it has held, over the patients it lists. */
  median: number | null;
  /** Median days by which it spoke earlier than a fixed rule of 90 days without a visit would have. */
  leadDays: number | null;
}
