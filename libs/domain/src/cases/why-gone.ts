import type { PersonEvaluation, RuleVerdict } from '../evaluation.js';
import type { Because, CaseSnapshot } from './case.js';

/**
 * Why nothing is off-track any more, in the order in which a person would say it. Null: the evaluation does not say,
 * because the rules of this case are waiting for a source (E12); the case then stays as it is.
 */
export function whyGone(
  existing: CaseSnapshot,
  evaluation: PersonEvaluation,
  changedRules: readonly string[] = [],
): Because | null {
  const [exclusion] = evaluation.exclusions;
  if (exclusion !== undefined) return `excluded:${exclusion.id}`;
  const verdicts = evaluation.verdicts.filter(({ rule }) => existing.rules.includes(rule));
  if (says(verdicts, 'suspended')) return null;
  const seen = newVisit(existing, evaluation);
  if (seen === 'since') return 'visited';
  if (wasSetAnew(verdicts, changedRules)) return 'rule_changed';
  if (evaluation.nextBookingAt !== null) return 'booked';
  if (seen === 'before') return 'data_corrected';
  if (evaluation.state === 'done' || says(verdicts, 'closed')) return 'plan_closed';
  if (evaluation.state === 'lapsed') return 'lapsed';
  return says(verdicts, 'answered') ? 'booked' : 'data_corrected';
}

/**
 * A visit that the case did not know of: made since it was opened, or only entered since, so that the case was a mistake
 * (K10, K11). A visit that was known all along, of another line perhaps, brings nobody back.
 */
function newVisit(existing: CaseSnapshot, { lastVisitAt, lastVisitOn }: PersonEvaluation): 'since' | 'before' | null {
  if (lastVisitAt === null || lastVisitOn === null) return null;
  if (existing.lastVisitOn !== null && lastVisitOn <= existing.lastVisitOn) return null;
  return lastVisitAt >= existing.firstOpenedAt ? 'since' : 'before';
}

/** None of the rules of the case is asked any more, or those that are were set anew and wait for longer than they did. */
function wasSetAnew(verdicts: readonly RuleVerdict[], changedRules: readonly string[]): boolean {
  const isSetAnew = ({ rule, because }: RuleVerdict) =>
    because === 'off' ||
    because === 'shadow' ||
    (changedRules.includes(rule) && (because === 'waiting' || because === 'not_applicable'));
  const silent = verdicts.filter(({ fires }) => !fires);
  return silent.length > 0 && silent.every(isSetAnew);
}

function says(verdicts: readonly RuleVerdict[], because: RuleVerdict['because']): boolean {
  return verdicts.some((verdict) => verdict.because === because);
}
