import type { Instant, LocalDate, RecordKind } from './records.js';
import type { OutcomeMissing } from './timeline/outcome-missing.js';

/**
 * What an evaluation answers. Everything here is plain data: it is stored as JSON, compared byte for byte between
 * incremental and full runs, and shown to people as it stands.
 */

export type RuleKind = 'O' | 'W' | 'V';
export type RuleClass = 'S1' | 'S2' | 'S3' | 'S4';
export type PersonState = 'excluded' | 'off_track' | 'lapsed' | 'watch' | 'done' | 'on_track';

/** What is decided of a finding; the words follow from the same facts. */
export type Decided = Pick<Finding, 'rule' | 'kind' | 'class' | 'episode' | 'since'>;

/** One stored fact that a finding rests on. `says` is a sentence without names or contact details. */
export interface EvidenceFact {
  kind: RecordKind;
  id: string;
  source: string;
  effectiveAt: Instant | null;
  recordedAt: Instant | null;
  says: string;
}

export interface Finding {
  rule: string;
  name: string;
  version: number;
  kind: RuleKind;
  /** After K22 (lowered by one for an inferred plan). */
  class: RuleClass;
  /** Plan id, else service line, else as rules-decisions Q07. */
  episode: string | null;
  /** The instant at which it began to hold: the end of its window. */
  since: Instant;
  /** One sentence made only of facts. */
  reason: string;
  facts: EvidenceFact[];
  /** Counter-checks: what was looked for and not found, e.g. "3 bookings checked, 0 live". */
  checked: string[];
  clearsWhen: string;
  /** Parameters as used, e.g. `{ window: "2 BD" }`. */
  parameters: Record<string, string | number>;
  service: string | null;
  locationId: string | null;
  practitionerId: string | null;
}

/** Why a rule does or does not list this person, in one sentence; one entry per rule of the pack, findings included. */
export interface RuleVerdict {
  rule: string;
  name: string;
  fires: boolean;
  /** "fires", else the first thing that kept it from firing, as a stable word. */
  because:
    | 'fires'
    | 'no_data'
    | 'not_applicable'
    | 'excluded'
    | 'live_booking'
    | 'answered'
    | 'waiting'
    | 'closed'
    | 'lapsed'
    | 'suspended'
    | 'shadow'
    | 'off';
  says: string;
  /** When this verdict can next change by the passing of time alone. */
  nextChangeAt: Instant | null;
}

export interface Exclusion {
  id: string;
  says: string;
  facts: EvidenceFact[];
}

/** The decisions of an answer; every word of it follows from them and the same facts. */
export interface PersonDecision extends Pick<
  PersonEvaluation,
  'personId' | 'asOf' | 'state' | 'since' | 'contactable' | 'nextChangeAt'
> {
  findings: readonly Decided[];
  shadow: readonly Decided[];
  /** Ids. */
  exclusions: readonly string[];
}

export interface PersonEvaluation {
  personId: string;
  asOf: Instant;
  state: PersonState;
  /** Firing rules, in the order in which they are shown: class, then rule id (K23 as decided in Q83). */
  findings: Finding[];
  /** What rules on trial found, kept apart: it is in no state, no case and no figure. */
  shadow: Finding[];
  exclusions: Exclusion[];
  verdicts: RuleVerdict[];
  /** Earliest `since` of the O findings; null when not off-track. */
  since: Instant | null;
  /** The instant at which the answer can next change though no fact does; null: never. */
  nextChangeAt: Instant | null;
  contactable: boolean;
  valueAtRisk: { amountMinor: number; currency: string } | null;
  lastVisitOn: LocalDate | null;
  lastVisitAt: Instant | null;
  nextBookingAt: Instant | null;
  /** The newest appointment since the last visit that passed without an outcome (K11); always null in an audit. */
  outcomeMissing: OutcomeMissing | null;
  /** Days between successive visit days, per service line: this person's share of the practice's medians (Q10). */
  gaps: { line: string; days: number[] }[];
  /** Lines whose practice-wide median this answer rests on; it must be asked again when one of them moves. */
  medianLines: string[];
}
