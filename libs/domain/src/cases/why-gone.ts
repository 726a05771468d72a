import type { PersonEvaluation, RuleVerdict } from '../evaluation.js';
import type { Because, CaseSnapshot } from './case.js';

/**
 * Why nothing is off-track any more, in the order in which a person would say it. Null: the evaluation does not say,
 * because the rules of this case are waiting for a source (E12); the case then stays as it is.
 */
export function whyGone(existing: CaseSnapshot, evaluation: PersonEvaluation): Because | null {
  const [exclusion] = evaluation.exclusions;
  if (exclusion !== undefined) return `excluded:${exclusion.id}`;
  const verdicts = evaluation.verdicts.filter(({ rule }) => existing.rules.includes(rule));
  if (says(verdicts, 'suspended')) return null;
  if (evaluation.lastVisitAt !== null && evaluation.lastVisitAt > existing.since) return 'visited';
  if (evaluation.nextBookingAt !== null) return 'booked';
  if (evaluation.state === 'done' || says(verdicts, 'closed')) return 'plan_closed';
  if (evaluation.state === 'lapsed') return 'lapsed';
  return says(verdicts, 'answered') ? 'booked' : 'data_corrected';
}

function says(verdicts: readonly RuleVerdict[], because: RuleVerdict['because']): boolean {
  return verdicts.some((verdict) => verdict.because === because);
}
