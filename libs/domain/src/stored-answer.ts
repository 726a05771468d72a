import type { Finding, PersonEvaluation, RuleVerdict } from './evaluation.js';
import type { Instant } from './records.js';
import { RULES } from './rules/index.js';
import { compareRules } from './rules/rule.js';

/**
 * An answer as it is kept. Most of an answer in full are the sentences of silent rules, and most of those are the same one:
 * rules that say the same share one entry, names are those of the rules, and what a firing rule says is its finding's reason.
 */
export interface StoredAnswer extends Omit<PersonEvaluation, 'asOf' | 'verdicts'> {
  verdicts: StoredVerdict[];
}

export interface StoredVerdict {
  rules: string[];
  because: RuleVerdict['because'];
  /** Absent where it is the reason of the rule's first finding. */
  says?: string;
  nextChangeAt: Instant | null;
}

const NAMES = new Map(RULES.map(({ id, name }) => [id, name]));

/** Without its instant, so that asking again without a change writes nothing. */
export function storedAnswerOf({ asOf: _asOf, verdicts, ...rest }: PersonEvaluation): StoredAnswer {
  const stored: StoredVerdict[] = [];
  for (const { rule, because, says, nextChangeAt } of verdicts) {
    if (because === 'fires' && reasonOf(rest.findings, rule) === says) {
      stored.push({ rules: [rule], because, nextChangeAt });
      continue;
    }
    const same = stored.find(
      (each) => each.says === says && each.because === because && each.nextChangeAt === nextChangeAt,
    );
    if (same === undefined) stored.push({ rules: [rule], because, says, nextChangeAt });
    else same.rules.push(rule);
  }
  return { ...rest, verdicts: stored };
}

/** The answer in full again. Those kept before rules shared their entries read as they are. */
export function evaluationOfStored(
  stored: StoredAnswer | Omit<PersonEvaluation, 'asOf'>,
  asOf: Instant,
): PersonEvaluation {
  const verdicts: RuleVerdict[] = [];
  for (const verdict of stored.verdicts) {
    if (!('rules' in verdict)) {
      verdicts.push(verdict);
      continue;
    }
    const { rules, because, says, nextChangeAt } = verdict;
    for (const rule of rules) {
      verdicts.push({
        rule,
        name: NAMES.get(rule) ?? rule,
        fires: because === 'fires',
        because,
        says: says ?? reasonOf(stored.findings, rule) ?? '',
        nextChangeAt,
      });
    }
  }
  return { ...stored, asOf, verdicts: verdicts.sort((one, other) => compareRules(one.rule, other.rule)) };
}

function reasonOf(findings: readonly Finding[], rule: string): string | undefined {
  return findings.find((finding) => finding.rule === rule)?.reason;
}
