import type { RuleClass } from '../evaluation.js';
import type { Instant, LocalDate } from '../records.js';

/** What Keepwell itself wrote, as a report reads it. Persons are named by any of their patient records. */

export interface CaseEventFact {
  at: Instant;
  /** `CaseEventKind`. */
  event: string;
  /** Whose case it was then: a merge later moves the case and not what was. */
  personId: string;
  rules: readonly string[];
  backlog: boolean;
  /** A person did it, not the records or the clock. */
  byHand: boolean;
  closing: string | null;
  /** Why the records closed it; null where a person did, or it was no closing. */
  because: string | null;
}

export interface CaseFact {
  caseId: string;
  /** Oldest first. */
  events: readonly CaseEventFact[];
}

/** A call or talk that took place. */
export interface TouchpointFact {
  id: string;
  personId: string;
  byUserId: string | null;
  /** When it was written down. */
  at: Instant;
  undoneAt: Instant | null;
  isConversation: boolean;
  nextKind: 'booked' | 'touchpoint' | 'reason' | null;
}

export interface MessageFact {
  id: string;
  personId: string;
  acceptedAt: Instant | null;
  deliveredAt: Instant | null;
  failedAt: Instant | null;
}

export interface ReplyFact {
  id: string;
  personId: string | null;
  at: Instant;
}

/** Somebody said by message, link or mail program that they want no more. */
export interface OptOutFact {
  id: string;
  personId: string | null;
  at: Instant;
}

export interface SnoozeFact {
  id: string;
  personId: string;
  at: Instant;
  endedAt: Instant | null;
}

/** A case that opened while a hold-back experiment ran, and the arm its household was in before anybody was evaluated. */
export interface AssignedFact {
  personId: string;
  arm: string;
  at: Instant;
}

/** A day of a practice that says how many contacts its team can make. */
export interface DayFact {
  day: LocalDate;
  /** When it was last planned. */
  at: Instant;
  /** Open cases without a place, by class. */
  unserved: Record<RuleClass, number>;
}

export interface OwnRows {
  cases: readonly CaseFact[];
  touchpoints: readonly TouchpointFact[];
  messages: readonly MessageFact[];
  replies: readonly ReplyFact[];
  optOuts: readonly OptOutFact[];
  snoozes: readonly SnoozeFact[];
  /** Absent: no experiment ran. */
  assigned?: readonly AssignedFact[];
  /** Absent: the practice does not plan its days. */
  days?: readonly DayFact[];
}

export const NO_OWN_ROWS: OwnRows = {
  cases: [],
  touchpoints: [],
  messages: [],
  replies: [],
  optOuts: [],
  snoozes: [],
};
