import { RULES } from './index.js';
import type { Rule } from './rule.js';

/**
 * Which meaning a rule has in a live practice, where it is another than the catalogue's, which an audit asks. Count it up with each change of what a
 * rule says there and not in an audit: answers that are stored name it, and those of the meaning before are asked anew (K32).
 *
 * 2: an appointment without an outcome is waited for and then taken for a visit (K11), the next open day after a lost slot is left to book
 * again, intervals that staff agreed go first (S1-06); R09 counts from when a booking was made, R10 from when seldom care is due, R14 and
 * R26 take whatever follows, R19 lets a used series rest.
 */
const LIVE_VERSIONS: Readonly<Record<string, number>> = {
  ...{ R01: 2, R02: 2, R03: 2, R04: 2, R09: 2, R10: 2, R14: 2, R16: 2, R17: 2, R19: 2, R26: 2 },
};

/** The rules as they are asked in a live practice, with the version that its findings bear. */
export const LIVE_RULES: readonly Rule[] = RULES.map((rule) => {
  const version = LIVE_VERSIONS[rule.id];
  return version === undefined ? rule : { ...rule, version };
});
