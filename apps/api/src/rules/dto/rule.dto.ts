import { ApiProperty } from '@nestjs/swagger';

/** How many rows each tab of the list shows when it is narrowed to the rule. Nobody stands on two of them. */
export class RuleListedDto {
  today: number;
  in_outreach: number;
  snoozed: number;
  backlog: number;
  at_risk: number;
  lapsed: number;
}

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
  /** Patients it lists now: the sum of `listedOn`. */
  listed: number;
  listedOn: RuleListedDto;
  /** Median days that it has held, over the patients it lists. */
  median: number | null;
  /** Median days by which it spoke earlier than a fixed rule of 90 days without a visit would have. */
  leadDays: number | null;
}
