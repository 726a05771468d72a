import type { CareTemplates } from './care/template.js';
import type { Instant, RecordData, RecordKind, ZoneId } from './records.js';

/**
 * What the evaluator is given: versions of records, with both clocks, grouped by person.
 *
 * The same shapes serve an audit of a folder (all versions that the folder holds), the live product (the current
 * version, read from the database) and a question about the past (all versions; those recorded later are not seen).
 */

/** One version of one source record. */
export interface RecordVersion<K extends RecordKind = RecordKind> {
  /** Source id. Shown to people as evidence, so never rewritten. */
  id: string;
  /** Which source the id belongs to (a connection id); `''` in an audit of one source. References resolve within one source. */
  source: string;
  createdAt: Instant | null;
  updatedAt: Instant | null;
  /**
   * When this version could first be known. `null`: always known.
   * A source that keeps no clock of its own gets this from `recordedAtOf()` (rules-decisions Q02).
   */
  recordedAt: Instant | null;
  /** Position in the source; breaks ties between versions recorded at the same instant (the later wins). */
  sequence: number;
  data: RecordData[K];
}

/** Facts of a practice that every patient's evaluation looks at. */
export interface PracticeFacts {
  /** Stated zone of the practice; else that of the first location. */
  timezone: ZoneId | null;
  /** In source order: the first is the fallback for zones and opening days. */
  locations: RecordVersion<'location'>[];
  practitioners: RecordVersion<'practitioner'>[];
  services: RecordVersion<'service'>[];
  /** Bookings to which nobody has agreed, by what the practice marked; only the live list hears of it. Absent: none. */
  placeholders?: PlaceholderMark[];
  /** Programs and tiers as the practice means them; only the live list hears of it. Absent: none. */
  care?: CareTemplates;
}

/** A status word or a service of one source that holds a place in the calendar and is no booking yet (S3-45). */
export interface PlaceholderMark {
  source: string;
  by: 'word' | 'service';
  /** The source's own word, trimmed and in small letters; or the source's id of the service. */
  value: string;
}

/** Everything known of one person: the surviving patient record first, then those merged into it, and the rows of all of them. */
export interface PersonFacts {
  /** The survivor's source id in an audit, the person's id in the live product. */
  personId: string;
  /** `[0]` belongs to the survivor. One entry per source record, each with all its versions. */
  patients: RecordVersion<'patient'>[][];
  appointments: RecordVersion<'appointment'>[];
  plans: RecordVersion<'plan'>[];
  recalls: RecordVersion<'recall'>[];
  packages: RecordVersion<'package'>[];
  memberships: RecordVersion<'membership'>[];
  programs: RecordVersion<'program'>[];
  invoices: RecordVersion<'invoice'>[];
  payments: RecordVersion<'payment'>[];
  scores: RecordVersion<'score'>[];
  consents: RecordVersion<'consent'>[];
  communications: RecordVersion<'communication'>[];
  /** How often staff agreed with this patient to see them, oldest first; only the live list hears of it. Absent: never said. */
  ownIntervals?: OwnInterval[];
  /** Of each appointment there is one version, as in a store's current rows: nobody need look. Absent: not known. */
  hasOneVersionEach?: true;
}

/** An interval of one's own, between two visits (S1-06). */
export interface OwnInterval {
  /** For this service line; null: for whatever they come for. */
  line: string | null;
  days: number;
  setAt: Instant;
  /** When it was changed or taken back; null: it holds. */
  endedAt: Instant | null;
}
