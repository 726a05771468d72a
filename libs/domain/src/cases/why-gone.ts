import type { PersonEvaluation, RuleVerdict } from '../evaluation.js';
import { RULES } from '../rules/index.js';
import type { Because, CaseSnapshot } from './case.js';

const OFF_TRACK_RULES: ReadonlySet<string> = new Set(RULES.filter(({ kind }) => kind === 'O').map(({ id }) => id));

/** Rules that rest on a record and on no visit: what their silence says of a case that they alone listed (RC 4). */
const BY_RECORD: ReadonlyMap<string, Partial<Record<RuleVerdict['because'], Because>>> = new Map([
  ['R20', { answered: 'used', closed: 'package_ended', not_applicable: 'plan_closed' }],
  ['R21', { answered: 'paid', waiting: 'paid', closed: 'membership_ended' }],
  ['R23', { waiting: 'used', closed: 'membership_ended' }],
  ['R24', { not_applicable: 'stayed', closed: 'membership_ended' }],
  ['R30', { answered: 'improved' }],
]);

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
  const byRecord = saidByRecords(verdicts);
  if (byRecord !== null) return byRecord;
  if (evaluation.nextBookingAt !== null) return 'booked';
  const missing = evaluation.outcomeMissing;
  // Whoever was booked and has no outcome is neither back nor lost; nor was the case a mistake (K11, Q27).
  if (missing !== null && missing.startsAt >= existing.firstOpenedAt)
    return missing.isAwaited ? 'booked' : 'outcome_missing';
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

/** Null where a rule about visits listed them as well: then it is for the visits to say. */
function saidByRecords(verdicts: readonly RuleVerdict[]): Because | null {
  const said = verdicts
    .filter(({ rule }) => OFF_TRACK_RULES.has(rule))
    .map(({ rule, because }) => BY_RECORD.get(rule)?.[because] ?? null);
  return said.includes(null) ? null : (said[0] ?? null);
}

function says(verdicts: readonly RuleVerdict[], because: RuleVerdict['because']): boolean {
  return verdicts.some((verdict) => verdict.because === because);
}
