import type { RuleClass } from '../evaluation.js';
import type { Instant, LocalDate } from '../records.js';

/** `resolved` is provisional: booked, not yet seen. The claim is a lease beside the state (Q101). */
export type CaseState = 'open' | 'in_outreach' | 'snoozed' | 'resolved' | 'closed';

export type Closing =
  'returned' | 'lost' | 'declined' | 'discharged' | 'wrong_data' | 'do_not_contact' | 'excluded' | 'merged';

/** The work item for one person, as it is stored. */
export interface CaseSnapshot {
  /** `held` waits for a person to say whether to believe it: in no list, nobody works on it or is told of it (K30). */
  state: CaseState | 'held';
  closing: Closing | null;
  closedAt: Instant | null;
  class: RuleClass;
  /** All rules that fire, in the order in which they are shown. */
  rules: string[];
  /** The strongest finding's sentence. */
  reason: string;
  since: Instant;
  /** True when it was found at go-live: listed apart, counted apart (Q98). */
  backlog: boolean;
  firstOpenedAt: Instant;
  reopenedCount: number;
  locationId: string | null;
  practitionerId: string | null;
  service: string | null;
  valueMinor: number | null;
  currency: string | null;
  lastVisitOn: LocalDate | null;
  nextBookingAt: Instant | null;
  /** Class, then number of O rules (more first), then `since` (newest first) as one ascending number (Q84). */
  sortPriority: number;
}

/** What the records did to a case, and what people and their jobs did. */
export const CASE_EVENTS = [
  'held',
  'discarded',
  'opened',
  'reason_added',
  'reason_gone',
  'resolved',
  'reopened',
  'closed',
  'called',
  'snoozed',
  'woken',
  'enrolled',
  'outreach_stopped',
  'touchpoint_due',
  'replied',
  'undone',
] as const;
export type CaseEventKind = (typeof CASE_EVENTS)[number];

export interface CaseEvent {
  event: CaseEventKind;
  at: Instant;
  detail: Record<string, string | number | boolean | string[]>;
}

/**
 * Why a case no longer stands (RC 4): `excluded:<id>` names the exclusion; `rule_changed`: nothing of the patient did, the practice set
 * its rules anew; `outcome_missing`: booked, and nobody ever said what became of it (K11); the others are what a rule asked for that no visit does.
 */
export type Because =
  | 'booked'
  | 'visited'
  | MadeGood
  | 'plan_closed'
  | 'membership_ended'
  | 'package_ended'
  | 'lapsed'
  | 'merged'
  | 'rule_changed'
  | 'outcome_missing'
  | 'data_corrected'
  | `excluded:${string}`;

/**
 * What makes good a reason that rests on a record and on no visit: the charge succeeded, what was paid for is used, they remained members,
 * the score improved.
 */
export type MadeGood = 'paid' | 'used' | 'stayed' | 'improved';

/** What an evaluation means for a person's case: what to store, what to append. `nothing` writes nothing. */
export interface CaseChange {
  change: 'open' | 'keep' | 'resolve' | 'reopen' | 'close' | 'nothing';
  because: Because | null;
  /** The row to store; null with `nothing`. */
  row: CaseSnapshot | null;
  events: CaseEvent[];
}

const CLASSES: readonly RuleClass[] = ['S1', 'S2', 'S3', 'S4'];
const MOST_RULES = 63;
const INSTANTS = 2 ** 43;

/** Fits a safe integer until the year 2248. */
export function sortPriority(ruleClass: RuleClass, offTrackRules: number, since: Instant): number {
  const rank = CLASSES.indexOf(ruleClass) * (MOST_RULES + 1) + (MOST_RULES - Math.min(offTrackRules, MOST_RULES));
  return rank * INSTANTS + (INSTANTS - 1 - Math.max(0, since));
}
