import { ApiProperty } from '@nestjs/swagger';
import type { Specialty } from '@keepwell/domain';
import { NamedDto } from '../../worklist/dto/case-page.dto.js';

/** How many rows each tab of the list shows when it is narrowed to the rule. Nobody stands on two of them. */
export class RuleListedDto {
  today: number;
  /** Found no place in the day. */
  waiting: number;
  in_outreach: number;
  snoozed: number;
  backlog: number;
  at_risk: number;
  lapsed: number;
}

/** One threshold of a rule, in words. */
export class ThresholdDto {
  /** As a draft names it: a specialty, or a word of the rule's own. */
  name: string;
  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'number' }] })
  value: string | number;
  /** What it is where the practice says nothing; null: the rule does not run there then. */
  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'number' }], nullable: true })
  default: string | number | null;
  /** For whom; null: for everybody the rule looks at. */
  specialty: Specialty | 'all' | 'unknown' | null;
  /** `BD`: days the location is open; `share`: 0 to 1; `switch`: "on" or "off". */
  unit: 'BD' | 'd' | 'weeks' | 'months' | 'hours' | 'share' | 'switch' | 'number';
  /** What it stands for. */
  says: string;
}

/** What holds instead for patients whose record names the location. */
export class RuleAtLocationDto {
  location: NamedDto;
  mode: 'on' | 'shadow' | 'off';
  thresholds: ThresholdDto[];
}

/** What a rule on trial would list. */
export class RuleTrialDto {
  /** Patients for whom it speaks now. */
  now: number;
  /** Patients for whom it began to speak in the last seven days. */
  lastWeek: number;
}

/** How truly it lists, as people and the ends of cases tell it, over the cases opened since it was last set. */
export class RulePrecisionDto {
  right: number;
  wrong: number;
  /** Null: nothing has been judged. */
  share: number | null;
  /** Wilson's 95 % interval. */
  low: number;
  high: number;
  /** How far back it looks. */
  days: number;
}

/** A rule that took itself back because too few of those it listed were right. */
export class RulePausedDto {
  since: string;
  /** With the numbers. */
  reason: string;
}

export class RuleDto {
  rule: string;
  name: string;
  kind: 'O' | 'W' | 'V';
  class: 'S1' | 'S2' | 'S3' | 'S4';
  /** The rule in a clinic's words. */
  says: string;
  version: number;
  /** `shadow`: on trial. It is asked and what it finds is kept apart; it lists nobody. */
  mode: 'on' | 'shadow' | 'off';
  @ApiProperty({ type: 'object', additionalProperties: { oneOf: [{ type: 'string' }, { type: 'number' }] } })
  parameters: Record<string, string | number>;
  thresholds: ThresholdDto[];
  /** Locations that have a setting of their own. */
  locations: RuleAtLocationDto[];
  precision: RulePrecisionDto;
  /** The share of right listings under which it takes itself back. */
  floor: number;
  paused: RulePausedDto | null;
  trial: RuleTrialDto;
  /** Patients it lists now: the sum of `listedOn`. */
  listed: number;
  listedOn: RuleListedDto;
  /** Median days that it has held, over the patients it lists. */
  median: number | null;
  /** Median days by which it spoke earlier than a fixed rule of 90 days without a visit would have. */
  leadDays: number | null;
}

/** What a rule was set to, from when to when, by whom and why. */
export class RulePastDto {
  id: string;
  /** Null: the whole practice. */
  location: NamedDto | null;
  /** `as_practice`: the location has nothing of its own from here on. */
  mode: 'on' | 'shadow' | 'off' | 'as_practice';
  /** What differed from what it would have been without. */
  @ApiProperty({ type: 'object', additionalProperties: { oneOf: [{ type: 'string' }, { type: 'number' }] } })
  parameters: Record<string, string | number>;
  /** Of the practice's settings as a whole: each change counts it up. */
  version: number;
  from: string;
  /** Null: it is in force. */
  to: string | null;
  /** The rule took itself back. */
  bySystem: boolean;
  author: NamedDto | null;
  approvedBy: NamedDto | null;
  reason: string | null;
  draftId: string | null;
}

export class RuleHistoryDto {
  rule: string;
  items: RulePastDto[];
}
