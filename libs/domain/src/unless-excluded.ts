import type { Decided, Exclusion } from './evaluation.js';
import { exclusionsOf } from './exclusions/index.js';
import { possibleDuplicate } from './exclusions/twin.js';
import type { PreparedPractice } from './prepared-practice.js';
import type { AsOf } from './timeline/as-of.js';
import type { Timeline } from './timeline/timeline.js';

interface Found {
  findings: readonly Decided[];
  shadow: readonly Decided[];
}

export interface Ways<Answers extends Found> {
  /** Asks the rules. */
  ask: (practice: PreparedPractice, timeline: Timeline, moment: AsOf) => Answers;
  /** What is answered of somebody who may not be listed. */
  excluded: (practice: PreparedPractice, exclusions: readonly Exclusion[], moment: AsOf) => Answers;
}

/**
 * The exclusions first, and the rules only of whoever has none; only where a rule speaks of the patient is it asked whether they are the
 * twin of another record (Q42). So it goes for those who want words and for those who want decisions alone.
 */
export function askUnlessExcluded<Answers extends Found>(
  practice: PreparedPractice,
  timeline: Timeline,
  related: () => readonly Timeline[],
  moment: AsOf,
  { ask, excluded }: Ways<Answers>,
): { exclusions: Exclusion[]; answers: Answers } {
  const { majorityAgeYears } = practice.settings;
  const exclusions = exclusionsOf(timeline, related, majorityAgeYears, moment);
  if (exclusions.length > 0) return { exclusions, answers: excluded(practice, exclusions, moment) };
  const answers = ask(practice, timeline, moment);
  if (!speaksOfPatient(answers.findings) && !speaksOfPatient(answers.shadow)) return { exclusions, answers };
  const isExcluded = (other: Timeline) =>
    exclusionsOf(other, () => [timeline, ...related()], majorityAgeYears, moment).length > 0;
  const duplicate = possibleDuplicate(timeline, related(), isExcluded, moment);
  if (duplicate === null) return { exclusions, answers };
  // What a rule on trial would not find either; the state is not its to change.
  if (!speaksOfPatient(answers.findings)) return { exclusions, answers: { ...answers, shadow: [] } };
  exclusions.push(duplicate);
  return { exclusions, answers: excluded(practice, exclusions, moment) };
}

/** Not only a service task for the clinic (Q42). */
function speaksOfPatient(findings: readonly Decided[]): boolean {
  for (const { kind } of findings) if (kind !== 'V') return true;
  return false;
}
