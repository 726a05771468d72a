import type { PersonFacts } from '../facts.js';
import type { RecordKind } from '../records.js';

/**
 * What there is of a person at all, as bits: most rules need something that most people have not, and are then not asked. Only what
 * no passing of time brings about.
 */
export const PRESENT = { loss: 1, plan: 2, booking: 4 } as const;

/** Kinds of records of their own. */
export const PRESENT_KINDS = {
  recall: 16,
  package: 32,
  membership: 64,
  program: 128,
  payment: 256,
  communication: 512,
  score: 1024,
} as const satisfies Partial<Record<RecordKind, number>>;

export function presentKinds(person: PersonFacts): number {
  let present = 0;
  if (person.recalls.length > 0) present |= PRESENT_KINDS.recall;
  if (person.packages.length > 0) present |= PRESENT_KINDS.package;
  if (person.memberships.length > 0) present |= PRESENT_KINDS.membership;
  if (person.programs.length > 0) present |= PRESENT_KINDS.program;
  if (person.payments.length > 0) present |= PRESENT_KINDS.payment;
  if (person.communications.length > 0) present |= PRESENT_KINDS.communication;
  if (person.scores.length > 0) present |= PRESENT_KINDS.score;
  return present;
}
