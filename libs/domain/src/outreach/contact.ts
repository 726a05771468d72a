import type { Instant, LocalDate, ZoneId } from '../records.js';

/**
 * What is asked before anybody is contacted, and everything the answer may rest on. Plain data: the verdict is stored with
 * the message it allowed, as its proof.
 */

export const CHANNELS = ['sms', 'email', 'call'] as const;
export type Channel = (typeof CHANNELS)[number];
export type Purpose = 'service' | 'marketing';

export interface ContactQuestion {
  channel: Channel;
  /** A person dials or types; false: the machine sends. Hours, caps and the wish for no automated contact bind the machine alone. */
  byHand: boolean;
  purpose: Purpose;
  at: Instant;
}

/** One entry of the ledger or one consent row of a source; the newest that speaks for a channel and purpose counts. */
export interface ConsentFact {
  channel: Channel | 'any';
  purpose: Purpose | 'any';
  state: 'granted' | 'denied';
  at: Instant;
  expiresAt: Instant | null;
  /** `ledger` or the connection's id. */
  source: string;
  id: string;
}

export const SUPPRESSION_REASONS = [
  'stop',
  'plain_language',
  'staff',
  'legal',
  'wrong_number',
  'landline',
  'hard_bounce',
  'complaint',
  'unsubscribe',
  'provider',
] as const;
export type SuppressionReason = (typeof SUPPRESSION_REASONS)[number];

/** One that stands, on an address of this person. */
export interface SuppressionFact {
  id: string;
  channel: Channel;
  /** `all`: nobody, not by hand either. `automated`: the machine on no channel. `channel`: the machine not on this channel. */
  scope: 'all' | 'automated' | 'channel';
  reason: SuppressionReason;
  at: Instant;
}

/** What the person, or somebody of the household, has had from us. */
export interface PastContact {
  personId: string;
  channel: Channel;
  byHand: boolean;
  /** When it left (or was claimed and may have left). */
  at: Instant;
}

/** Local hours of contact of one place. Minutes after midnight; null: not on this day. Index 1 Monday … 7 Sunday. */
export interface ContactHours {
  place: string;
  days: Record<1 | 2 | 3 | 4 | 5 | 6 | 7, { from: number; to: number } | null>;
  /** True where none is allowed on public holidays. */
  notOnHolidays: boolean;
}

/** What is known of where the patient is (T-01). Several zones: only hours right in all of them. */
export interface Whereabouts {
  zones: { zone: ZoneId; from: 'stated' | 'address' | 'clinic' }[];
  /** ISO 3166-2 or -1; null: unknown, then the strictest hours hold (C-09). */
  place: string | null;
  hours: ContactHours;
  /** Public holidays of the place, local dates around the instant asked about. */
  holidays: readonly LocalDate[];
}

export interface ContactFacts {
  personId: string;
  /** Normalised: E.164, or a lower-case mail address. Null: none on record. */
  address: string | null;
  /** Why the address cannot be used: not a number, not an address. */
  addressProblem: string | null;
  deceased: boolean;
  doNotContact: boolean;
  /** Clinical, safeguarding, complaint or legal hold (E08), on the person or the guardian who would be written to. */
  hold: boolean;
  /** Of age; else the address must be a guardian's. */
  minor: { guardianPersonId: string | null } | null;
  /** Exclusions of the latest evaluation (RC 3). */
  exclusions: readonly { id: string; says: string }[];
  consents: readonly ConsentFact[];
  suppressions: readonly SuppressionFact[];
  /** What the person said to staff (E14), or the guardian who would be written to. */
  stops: readonly { kind: 'not_now' | 'never'; until: Instant | null }[];
  case: { state: string; backlog: boolean; snoozedUntil: Instant | null } | null;
  /** Booked meanwhile, in whatever line the case is about (X05); or begun within twelve hours and, as far as is known, kept. */
  nextBookingAt: Instant | null;
  /** Sources of this person that are behind; rules of absence wait, and so do messages (X08). */
  staleSources: readonly string[];
  contacts: readonly PastContact[];
  whereabouts: Whereabouts;
  /** What stands against sending at all. */
  sending: { enabled: boolean; holds: readonly string[] };
  /** Null: nobody; else who has the case in hand. A message that was planned before does not interrupt a call. */
  inHandOf: string | null;
}

export type ContactBar =
  | 'no_address'
  | 'address_unusable'
  | 'deceased'
  | 'do_not_contact'
  | 'hold'
  | 'minor'
  | 'excluded'
  | 'consent_denied'
  | 'consent_missing'
  | 'suppressed'
  | 'not_now'
  | 'never'
  | 'case_closed'
  | 'snoozed'
  | 'booked'
  | 'source_behind'
  | 'quiet_hours'
  | 'holiday'
  | 'daily_cap'
  | 'weekly_cap'
  | 'call_cap'
  | 'sending_off'
  | 'on_hold'
  | 'in_hand';

export interface ContactReason {
  code: ContactBar;
  /** One sentence without names, numbers or addresses. */
  says: string;
  /** When this alone would no longer stand in the way; null: not by the passing of time. */
  until: Instant | null;
  /** Ids of what it rests on: consents, suppressions. */
  rests: string[];
}

/** Every reason against, not the first alone. `cautions` do not forbid: what a person who calls should know. */
export interface ContactVerdict {
  allowed: boolean;
  because: ContactReason[];
  cautions: ContactReason[];
  /** When all that passes by itself has passed; null: never, or allowed now. */
  nextAllowedAt: Instant | null;
  /** What allowed it, for the proof: the consent entry, the window, the counts. */
  restsOn: { consentId: string | null; window: string; contactsToday: number; contactsThisWeek: number };
}
