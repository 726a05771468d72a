import type { PersonState, RuleClass, RuleKind } from '@keepwell/domain';

export class SourceIdDto {
  connectionId: string;
  id: string;
}

export class CaseRuleDto {
  rule: string;
  name: string;
  kind: RuleKind;
  class: RuleClass;
}

export class NamedDto {
  id: string;
  name: string;
}

export class MoneyDto {
  /** Minor units of `currency`. */
  amountMinor: number;
  currency: string;
}

/** Why it stands where it stands: expected = tau × value − cost. */
export class ContactValueDto {
  /** The extra chance of a visit that getting in touch brings, 0 to 1. */
  tau: number;
  /** True: `tau` is a starting value; nothing has been measured here yet. */
  assumed: boolean;
  /** How many households the measured part of `tau` rests on; absent where nothing has been measured. */
  households?: number;
  /** What was counted: at most the practice's 95th centile; the middle of the list where it is not known. Minor units. */
  valueMinor: number;
  /** False: what this person's care is worth is not on record. */
  valueKnown: boolean;
  costMinor: number;
  expectedMinor: number;
  currency: string;
}

export class HeldByDto {
  id: string;
  name: string;
  until: string;
}

export class CaseRowDto {
  /** Null on the tabs of people: at risk, lapsed, tasks. */
  caseId: string | null;
  personId: string;
  patientName: string;
  sourceIds: SourceIdDto[];
  state: 'open' | 'in_outreach' | 'snoozed' | 'resolved' | 'closed' | null;
  personState: PersonState;
  class: RuleClass | null;
  /** One sentence made only of facts. */
  reason: string;
  rules: CaseRuleDto[];
  since: string | null;
  firstOpenedAt: string | null;
  /** How often the case was opened again. */
  reopened: number;
  backlog: boolean;
  location: NamedDto | null;
  practitioner: NamedDto | null;
  service: string | null;
  lastVisitOn: string | null;
  nextBookingAt: string | null;
  valueAtRisk: MoneyDto | null;
  /** Who has the household in hand. */
  heldBy: HeldByDto | null;
  /** When a resting case comes back to the list. */
  wakeAt: string | null;
  /** Why it rests; of an open case: why it came back. `snooze` `retry` `call_back` `verify_booking` `escalated` `sequence` `reply`… */
  wakeBecause: string | null;
  /** Calls placed, reached or not. */
  attempts: number;
  /** Code of the last call's outcome. */
  lastOutcome: string | null;
  lastContactAt: string | null;
  /** Its place in the present day, 1 first; null: it has none, or the practice does not plan its days. */
  place: number | null;
  /** What getting in touch is worth; null: nobody's value is known. */
  value: ContactValueDto | null;
  /** How fresh what we know of this person is: the oldest of their sources. */
  freshnessAt: string | null;
}

export class ListFreshnessDto {
  /** The oldest of the practice's sources; null when none has been read. */
  oldestSourceAt: string | null;
  /** Rules that wait because a source is behind. */
  waitingRules: string[];
}

export class CasePageDto {
  items: CaseRowDto[];
  nextCursor: string | null;
  freshness: ListFreshnessDto;
}

export class RuleCountDto {
  rule: string;
  name: string;
  count: number;
}

export class NamedCountDto {
  id: string;
  name: string;
  count: number;
}

export class WorklistCountsDto {
  /** Cases by state. */
  byState: Record<string, number>;
  /** By what the asked tab can be narrowed, and how many rows it then shows. */
  byRule: RuleCountDto[];
  byLocation: NamedCountDto[];
  byPractitioner: NamedCountDto[];
  /** Open cases of the `today` tab: where the practice plans its days, those with a place in the present one. */
  today: number;
  /** Open cases without a place in the present day; 0 where the practice has not said how many contacts it can make. */
  waiting: number;
  /** Something is agreed or under way. */
  inOutreach: number;
  snoozed: number;
  /** Found at go-live, and nobody has begun with them. */
  backlog: number;
  /** Persons in state `watch`; the same number as `atRisk`. */
  watch: number;
  atRisk: number;
  /** Persons gone beyond the limit of their kind of care. */
  lapsed: number;
  /** Persons of whom something is to be done in the clinic: an unanswered message, a missing outcome, a plan to be closed. */
  tasks: number;
  resolved: number;
  /** New cases that came in such number that they are shown to nobody before a manager has looked at them; not part of `all`. */
  held: number;
  all: number;
}
