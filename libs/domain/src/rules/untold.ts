import type { Decided, Finding } from '../evaluation.js';
import type { Instant } from '../records.js';
import { classOf, type Rule, type RuleAnswer, type Silence } from './rule.js';

/** What rules give where nobody reads the answer: the same decisions, and not a word of them. */

const NOTHING_FOUND: readonly Decided[] = [];

/** A silence without words, and the answer of a rule that says no more. Everybody shares the one of its kind. */
export class Untold implements Silence, RuleAnswer {
  readonly says = '';
  readonly findings = NOTHING_FOUND;
  readonly silence = this;

  constructor(readonly because: Silence['because']) {}
}

export const UNTOLD = {
  no_data: new Untold('no_data'),
  not_applicable: new Untold('not_applicable'),
  live_booking: new Untold('live_booking'),
  answered: new Untold('answered'),
  waiting: new Untold('waiting'),
  closed: new Untold('closed'),
  suspended: new Untold('suspended'),
} as const satisfies Partial<Record<Silence['because'], Untold>>;

/** The answer of a rule that found nothing. */
export function silent(silence: Silence): RuleAnswer {
  return silence instanceof Untold ? silence : { findings: NOTHING_FOUND, silence };
}

/** A finding as far as it is decided. */
export function decided(rule: Rule, isInferred: boolean, episode: string | null, since: Instant): Decided {
  return { rule: rule.id, kind: rule.kind, class: classOf(rule, isInferred), episode, since };
}

/** What a rule found for a moment that tells. */
export function told(found: Decided): Finding {
  if (!('reason' in found)) throw new Error(`${found.rule} was asked for its words and gave none`);
  return found as Finding;
}
