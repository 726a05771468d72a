import { RULES } from './index.js';

const OFF_TRACK_RULES: ReadonlySet<string> = new Set(RULES.filter(({ kind }) => kind === 'O').map(({ id }) => id));

/**
 * The reason that speaks for a case: the first of its rules that lists people. What is only watched, or is a matter for the clinic, may stand before it
 * and is no reason to get in touch. Null: there is none.
 */
export function leadingReason(rules: readonly string[]): string | null {
  return rules.find((rule) => OFF_TRACK_RULES.has(rule)) ?? null;
}
