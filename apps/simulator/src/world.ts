import type { Instant, RecordData, RecordKind, Specialty } from '@keepwell/domain/records';

/** How a record stood from `at` on. */
export interface Version<K extends RecordKind = RecordKind> {
  at: Instant;
  data: RecordData[K];
}

/** One record with everything that was ever written in it, oldest first. It was made at the first version's instant. */
export interface RecordHistory<K extends RecordKind = RecordKind> {
  kind: K;
  id: string;
  versions: Version<K>[];
}

export type AnyHistory = { [K in RecordKind]: RecordHistory<K> }[RecordKind];

/** Why somebody left: known to the simulation, seldom to the practice. */
export const LEAVING_REASONS = ['felt_better', 'cost', 'schedule', 'moved', 'dissatisfied', 'forgot'] as const;
export type LeavingReason = (typeof LEAVING_REASONS)[number];

/** What opened a gap in somebody's care. */
export type GapCause =
  | 'left_unbooked'
  | 'cancelled'
  | 'no_show'
  | 'clinic_cancelled'
  | 'first_visit_lost'
  | 'recall_ignored'
  | 'payment_failed'
  | 'cancel_requested'
  | 'touchpoint_dropped';

/** A time in which an unfinished course had no next step. */
export interface Gap {
  /** When it counts as a gap: the loss, or the end of the time that people of this care usually take. */
  since: Instant;
  /** Their last commitment: the later of the end of the last visit and the loss of the last booking that stood. */
  committedUntil: Instant;
  /**
   * The same, or later where care itself asks for nothing until then: the day on which a recall falls due, a treatment wears off, a member
   * usually comes again.
   */
  agreedUntil: Instant;
  cause: GapCause;
  /** Visits of the episode before the gap. */
  afterVisits: number;
  /** True: they meant to leave. False: they meant to come back and took their time. */
  meantToLeave: boolean;
  reason: LeavingReason | null;
  /** When they booked (or paid) again by themselves; null: not within the simulated time. */
  endedAt: Instant | null;
  /** The rule that should name it first once its window has passed (rules-catalogue section 4). */
  expectedRule: string;
}

export interface EpisodeTruth {
  specialty: Specialty;
  line: string;
  planId: string | null;
  visits: number;
  /** When each of them ended, those included whose outcome nobody entered. */
  visitEnds: Instant[];
  prescribed: number | null;
  /** When the course was finished or closed; null: still open, or left open. */
  closedAt: Instant | null;
  gaps: Gap[];
  /** Every time in which nothing stood booked between two steps of the course, short or long; null: nothing was booked again. */
  pauses: Pause[];
}

export interface Pause {
  from: Instant;
  until: Instant | null;
}

export interface PatientTruth {
  patientId: string;
  householdId: string | null;
  /** Anything that must keep them off every list, and from when. */
  excluded: { as: 'E01' | 'E02' | 'E04' | 'E08' | 'E10' | 'E13'; from: Instant }[];
  episodes: EpisodeTruth[];
}

/** One person: what a practice has on file, and what really happened. */
export interface Life {
  patientId: string;
  records: AnyHistory[];
  truth: PatientTruth;
}

/** The newest version at or before `at`; undefined when the record was not made yet. */
export function versionAt<K extends RecordKind>(history: RecordHistory<K>, at: Instant): Version<K> | undefined {
  let found: Version<K> | undefined;
  for (const version of history.versions) {
    if (version.at > at) break;
    found = version;
  }
  return found;
}
