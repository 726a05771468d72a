import type { CareInclusion, CarePattern, CareState, TierCard } from '../../api.care.js';
import type { SignalTone } from '../../ui/signal.js';

/** The words of care templates, so that a patient's page and the settings say the same. */

const PATTERNS: Record<CarePattern, string> = { entry: 'Entry', mid: 'Mid', high_touch: 'High-touch' };
export const patternWord = (pattern: CarePattern) => PATTERNS[pattern];
export const CARE_PATTERNS = Object.keys(PATTERNS) as CarePattern[];

export const STATES: Record<CareState, { tone: SignalTone; word: string }> = {
  done: { tone: 'good', word: 'Done' },
  booked: { tone: 'good', word: 'Booked' },
  upcoming: { tone: 'quiet', word: 'Not due yet' },
  due: { tone: 'wait', word: 'Due' },
  overdue: { tone: 'wrong', word: 'Overdue' },
  missed: { tone: 'quiet', word: 'Missed' },
  unseen: { tone: 'quiet', word: 'Not to be seen here' },
};
/** What a state means, where its word alone is too short. */
export const STATE_MEANS: Partial<Record<CareState, string>> = {
  missed: 'Overdue, and a later one has been done since',
  unseen: 'No service of the practice could show it, so nothing is claimed',
};

export const STANDINGS: Record<TierCard['standing'], { tone: SignalTone; word: string }> = {
  trialing: { tone: 'good', word: 'On trial' },
  active: { tone: 'good', word: 'Active' },
  past_due: { tone: 'wrong', word: 'A payment is overdue' },
  paused: { tone: 'wait', word: 'Paused' },
  ended: { tone: 'quiet', word: 'Ended' },
  unknown: { tone: 'wait', word: 'How it stands is not known' },
};

const SPAN = /^(\d+) (d|days?|weeks?|months?)$/;
const UNITS = { d: 'day', w: 'week', m: 'month' } as const;

/** `30 d` → "30 days", `1 month` → "1 month"; what is no span of time stays as it is. */
export function spanText(span: string): string {
  const [, count, unit] = SPAN.exec(span) ?? [];
  if (count === undefined || unit === undefined) return span;
  const word = UNITS[unit.charAt(0) as keyof typeof UNITS];
  return `${count} ${word}${count === '1' ? '' : 's'}`;
}

/** `1 month` → "every month", `4 weeks` → "every 4 weeks". */
export const everyText = (span: string) => `every ${spanText(span).replace(/^1 /, '')}`;

/** `["0 d", "3 months"]` → "at the start, after 3 months". */
export const timesText = (at: readonly string[]) =>
  at.map((span) => (/^0 /.test(span) ? 'at the start' : `after ${spanText(span)}`)).join(', ');

export const PERIODS: Record<CareInclusion['per'], string> = {
  month: 'this month',
  quarter: 'this quarter',
  year: 'this year of the membership',
};
