import { labelDays } from '../backtest/ask.js';
import { newcombe, type Share } from '../proof/proportions.js';
import type { Instant, Specialty } from '../records.js';
import { leadingReason } from '../rules/leading-reason.js';
import type { MeasuredEffect } from './expected-value.js';
import { NEVER_HELD_BACK, type Arm } from './hold-back.js';

/** A case that opened while an experiment ran, and whether they came. */
export interface AssignedCase {
  experimentId: string;
  household: string;
  arm: Arm;
  /** As it opened, the strongest first. */
  rules: readonly string[];
  specialty: Specialty | null;
  openedAt: Instant;
  /** The first visit after it; null: none so far. */
  visitAt: Instant | null;
}

/** With fewer households in an arm the difference is chance; the starting value stays. */
export const FEWEST_IN_ARM = 30;
const DAY_MS = 86_400_000;
/** The desk may still enter what happened on the last days of the horizon (K11). */
const SETTLED_DAYS = 14;

/**
 * What getting in touch brings, by the strongest rule of a case as it opened: the share of households that came within the horizon where
 * the team could work, less that of those held back (RC 7). As assigned, whether anybody was reached or not; a household counts with its first
 * case of the rule in each experiment; only where the horizon has passed. Cases with a reason that is never held back are in neither arm.
 */
export function measuredEffects(cases: readonly AssignedCase[], asOf: Instant): Record<string, MeasuredEffect> {
  const seen = new Set<string>();
  const arms = new Map<string, Record<Arm, Share>>();
  for (const each of [...cases].sort((one, other) => one.openedAt - other.openedAt)) {
    const { experimentId, household, arm, rules, specialty, openedAt, visitAt } = each;
    const rule = leadingReason(rules);
    if (rule === null || rules.some((id) => NEVER_HELD_BACK.has(id))) continue;
    const key = `${experimentId} ${rule} ${household}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const days = labelDays(specialty);
    if (openedAt + (days + SETTLED_DAYS) * DAY_MS > asOf) continue;
    const counts = arms.get(rule) ?? { contact: { hits: 0, of: 0 }, held_back: { hits: 0, of: 0 } };
    arms.set(rule, counts);
    counts[arm].of += 1;
    if (visitAt !== null && visitAt > openedAt && visitAt <= openedAt + days * DAY_MS) counts[arm].hits += 1;
  }
  const measured: [string, MeasuredEffect][] = [];
  for (const [rule, { contact, held_back: heldBack }] of arms) {
    if (Math.min(contact.of, heldBack.of) < FEWEST_IN_ARM) continue;
    const { difference, low, high } = newcombe(contact, heldBack);
    measured.push([rule, { n: contact.of + heldBack.of, effect: difference, low, high, contact, heldBack, asOf }]);
  }
  return Object.fromEntries(measured.sort(([one], [other]) => (one < other ? -1 : 1)));
}
