import { sha256 } from '@noble/hashes/sha2';
import type { Instant } from '../records.js';

/** `held_back`: evaluated and stored, never shown or contacted, to see who comes back by themselves (E11). */
export type Arm = 'contact' | 'held_back';

/** From the start of the experiment, one after the other; the last one lasts until the experiment ends. */
export interface HoldBackPhase {
  /** Of all households, 0 to 1. */
  share: number;
  /** Null: until the end. */
  weeks: number | null;
}

/** RC 7. */
export const DEFAULT_PHASES: readonly HoldBackPhase[] = [
  { share: 0.2, weeks: 8 },
  { share: 0.1, weeks: null },
];

/** What must not wait, and what goes to a clinician: nobody is held back who has one of these reasons (E11). */
export const NEVER_HELD_BACK: ReadonlySet<string> = new Set(['R07', 'R21', 'R24', 'R30', 'R31', 'R32']);

export interface ExperimentKey {
  practiceId: string;
  experimentId: string;
  /** Drawn once when the experiment starts, so that nobody can choose ids to land in an arm. */
  salt: string;
}

const WEEK_MS = 7 * 86_400_000;
const BYTES = 6;

/**
 * Where a household stands between 0 and 1: a hash of practice, experiment and household and of nothing else, so that it is known before
 * anybody of them is evaluated and is the same in every process, whoever came first and whoever was merged meanwhile.
 */
export function holdBackPoint({ practiceId, experimentId, salt }: ExperimentKey, household: string): number {
  const digest = sha256(new TextEncoder().encode([practiceId, experimentId, salt, household].join('\n')));
  let number = 0;
  for (const byte of digest.subarray(0, BYTES)) number = number * 256 + byte;
  return number / 256 ** BYTES;
}

/** Whoever is held back at a small share is also held back at a larger one. */
export function armOf(key: ExperimentKey, household: string, share: number): Arm {
  return holdBackPoint(key, household) < share ? 'held_back' : 'contact';
}

/** What share is held back of cases that open at this instant. Weeks are elapsed time. */
export function shareAt(phases: readonly HoldBackPhase[], startsAt: Instant, at: Instant): number {
  if (at < startsAt) return 0;
  let from = startsAt;
  for (const { share, weeks } of phases) {
    if (weeks === null) return share;
    from += weeks * WEEK_MS;
    if (at < from) return share;
  }
  return phases.at(-1)?.share ?? 0;
}

/** Whether a case of this arm stays hidden with these reasons. */
export function staysHidden(arm: Arm, rules: readonly string[]): boolean {
  return arm === 'held_back' && !rules.some((rule) => NEVER_HELD_BACK.has(rule));
}
