import type { ServiceKind, Specialty } from '../records.js';
import { addMonths, type EpochDay } from '../zones/calendar-date.js';

/**
 * What a practice means patients to get: its programs with their milestones, its membership tiers with what they include. Data of the
 * practice, not of anybody; only what appointments and outcome scores show can be said of a patient (statuses, no charting).
 */
export interface CareTemplates {
  programs: ProgramTemplate[];
  tiers: TierTemplate[];
}

/** Which appointments count: of any of these kinds, or lines, or services by name. */
export interface ServiceMatch {
  kinds: ServiceKind[];
  /** Compared as lines are: trimmed, in small letters. */
  lines: string[];
  services: string[];
}

/** Something that should happen at set times: a check-in each month, an outcome score at intake, 3 and 6 months. */
export interface Expectation {
  id: string;
  name: string;
  /** A visit of such a service does it; null where a score does. */
  visit: ServiceMatch | null;
  /** Instrument whose score does it, compared without case, spaces and hyphens; a longer name that begins so counts (versions). */
  score: string | null;
  /** Times after the start, e.g. `["0 d", "3 months"]`; empty where it comes round. */
  at: string[];
  /** Comes round, e.g. `"1 month"`; null where it has set times. */
  every: string | null;
  /** After the due day, until it is overdue. */
  grace: string;
}

export interface ProgramTemplate {
  id: string;
  name: string;
  specialty: Specialty;
  /** Programs of these names (as the source writes them); empty: every program that no other template names. */
  names: string[];
  /** Length where the record has no end. */
  months: number;
  /** Tier (id) of the membership it leads to; null: none is meant. */
  leadsTo: string | null;
  expectations: Expectation[];
}

export const CARE_PATTERNS = ['entry', 'mid', 'high_touch'] as const;
export type CarePattern = (typeof CARE_PATTERNS)[number];
export const INCLUSION_PERIODS = ['month', 'quarter', 'year'] as const;
export type InclusionPeriod = (typeof INCLUSION_PERIODS)[number];

export interface Inclusion {
  id: string;
  name: string;
  /** Null: a promise that no appointment shows (secure messaging, priority access). */
  visit: ServiceMatch | null;
  /** Visits in each period; null: without limit. */
  units: number | null;
  per: InclusionPeriod;
}

/** How often a member of the tier is expected. */
export interface FollowUp {
  visit: ServiceMatch;
  every: string;
  grace: string;
}

export interface TierTemplate {
  id: string;
  name: string;
  specialty: Specialty;
  pattern: CarePattern;
  /** Tiers or memberships of these names (as the source writes them), besides the tier's own name. */
  names: string[];
  includes: Inclusion[];
  followUp: FollowUp | null;
  expectations: Expectation[];
}

export interface Span {
  count: number;
  unit: 'day' | 'week' | 'month';
}

const SPAN = /^(\d{1,3}) (d|days?|weeks?|months?)$/;

/** "30 d", "4 weeks", "1 month"; null: it is none. */
export function parseSpan(text: string): Span | null {
  const parts = SPAN.exec(text);
  if (parts === null) return null;
  const unit = parts[2]!;
  return { count: Number(parts[1]), unit: unit.startsWith('w') ? 'week' : unit.startsWith('m') ? 'month' : 'day' };
}

/** The day a span (once, or so many times) after another; month ends are kept to. The span was read when the templates were. */
export function dayAfter(day: EpochDay, text: string, times = 1): EpochDay {
  const span = parseSpan(text);
  if (span === null) throw new Error(`"${text}" is no span of time`);
  const count = span.count * times;
  if (span.unit === 'month') return addMonths(day, count);
  return day + (span.unit === 'week' ? 7 * count : count);
}

export const NO_CARE: CareTemplates = { programs: [], tiers: [] };
