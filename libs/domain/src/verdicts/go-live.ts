import type { Instant } from '../records.js';
import { precisionOf, type Marks, type Precision } from './precision.js';

/** What a practice agreed on before anything may be sent (X22). */
export interface GoLiveTerms {
  /** When the shadow week began. */
  since: Instant;
  /** Share of judged cases that must be right, 0 to 1. */
  agreedPrecision: number;
  /** Distinct cases that must be judged. */
  fewestMarks: number;
}

export const SHADOW_DAYS = 7;
export const DEFAULT_AGREED_PRECISION = 0.9;
export const DEFAULT_FEWEST_MARKS = 30;
const DAY_MS = 86_400_000;

export interface Gate {
  isOpen: boolean;
  precision: Precision;
  /** When the week is over. */
  weekEndsAt: Instant;
  /** What is still missing, one sentence each; empty: the gate is open. */
  missing: string[];
}

/** Whether the list has been judged long enough, often enough and well enough. Only the marks of this week count. */
export function gateOf(terms: GoLiveTerms, marks: Marks, now: Instant): Gate {
  const weekEndsAt = terms.since + SHADOW_DAYS * DAY_MS;
  const precision = precisionOf(marks);
  const judged = marks.right + marks.wrong;
  const missing: string[] = [];
  if (now < weekEndsAt) missing.push(`The week is not over: ${daysLeft(weekEndsAt - now)}.`);
  if (judged < terms.fewestMarks) missing.push(`${judged} of ${terms.fewestMarks} cases have been judged.`);
  if (precision.share === null || precision.share < terms.agreedPrecision) {
    const share = precision.share === null ? 'Nothing is known yet' : `${percent(precision.share)} were rightly listed`;
    missing.push(`${share}; agreed were ${percent(terms.agreedPrecision)}.`);
  }
  return { isOpen: missing.length === 0, precision, weekEndsAt, missing };
}

function daysLeft(ms: number): string {
  const days = Math.ceil(ms / DAY_MS);
  return days === 1 ? '1 day is left' : `${days} days are left`;
}

/** Rounded down: what falls short of the terms must not read as if it met them. */
const percent = (share: number): string => `${Math.floor(share * 1000) / 10} %`;
