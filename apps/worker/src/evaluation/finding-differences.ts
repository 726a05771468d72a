import { findingContent, type FindingChange, type FindingEnd, type OpenFinding } from '@keepwell/database';
import type { Finding, PersonEvaluation } from '@keepwell/domain';

export interface FindingDifferences {
  changes: FindingChange[];
  ends: FindingEnd[];
}

const keyOf = ({ rule, episode }: Pick<Finding, 'rule' | 'episode'>): string => `${rule} ${episode ?? ''}`;

/** What must be written so that the stored findings of a person are those of the answer: those that list them, or those on trial. */
export function findingDifferences(
  evaluation: PersonEvaluation,
  open: readonly OpenFinding[],
  which: 'findings' | 'shadow' = 'findings',
): FindingDifferences {
  const stored = new Map(open.map((finding) => [keyOf(finding), finding]));
  const found = new Set<string>();
  const changes: FindingChange[] = [];
  for (const finding of evaluation[which]) {
    const key = keyOf(finding);
    found.add(key);
    const known = stored.get(key);
    const content = findingContent(finding);
    if (known?.digest === content.digest) continue;
    changes.push({ id: known?.id ?? null, personId: evaluation.personId, finding, content });
  }
  const waiting = waitingRules(evaluation);
  const ends = open
    .filter((finding) => !found.has(keyOf(finding)) && !waiting.has(finding.rule))
    .map(({ id, rule }) => ({ id, because: becauseOf(evaluation, rule, which) }));
  return { changes, ends };
}

/** As the answer gives it: the exclusion, else what keeps the rule from firing now. */
function becauseOf({ exclusions, verdicts }: PersonEvaluation, rule: string, which: 'findings' | 'shadow'): string {
  const [exclusion] = exclusions;
  if (exclusion !== undefined) return `excluded:${exclusion.id}`;
  const verdict = verdicts.find((each) => each.rule === rule);
  // The trial is over: what was tried lists people now.
  if (which === 'shadow' && verdict?.fires === true) return 'on';
  const stands = which === 'findings' ? verdict?.fires : verdict?.because === 'shadow';
  return verdict === undefined || stands === true ? 'data_corrected' : verdict.because;
}

/** Rules that wait for a source say nothing about what was found before: it stays as it is (E12). */
function waitingRules({ verdicts }: PersonEvaluation): ReadonlySet<string> {
  return new Set(verdicts.filter(({ because }) => because === 'suspended').map(({ rule }) => rule));
}
