import { decideRules, type RuleDecisions } from './decide-rules.js';
import { earliestSince, once, staleSourceOf, stateOf } from './evaluate-person.js';
import type { PersonDecision } from './evaluation.js';
import type { PersonFacts } from './facts.js';
import type { PreparedPractice } from './prepared-practice.js';
import type { Instant } from './records.js';
import { AsOf } from './timeline/as-of.js';
import { outcomeMissing } from './timeline/outcome-missing.js';
import { timelineOf, type Timeline } from './timeline/timeline.js';
import { valueAtRisk } from './timeline/value-at-risk.js';
import { askUnlessExcluded, type Ways } from './unless-excluded.js';

const NOTHING: RuleDecisions = { findings: [], shadow: [] };
const NOBODY: readonly Timeline[] = [];
const nobody = () => NOBODY;
const WITHOUT_WORDS: Ways<RuleDecisions> = {
  ask: (practice, timeline, moment) =>
    decideRules(practice, timeline, moment, staleSourceOf(practice, timeline) !== null),
  excluded: () => NOTHING,
};
const NO_EXCLUSIONS: readonly string[] = [];

/**
 * What `evaluatePerson` would answer, without a word of it: state, which rules hold for which episode and since when, and until when it
 * stays so. A third of the work or less. Whoever needs sentences and evidence as well asks `evaluatePerson` with the same arguments.
 */
export function decidePerson(
  practice: PreparedPractice,
  person: PersonFacts,
  related: readonly PersonFacts[],
  asOf: Instant,
): PersonDecision {
  const moment = new AsOf(asOf, false);
  const view = practice.viewAt(moment);
  const timeline = timelineOf(person, view, moment);
  if (timeline === null) return notYetKnown(person, moment);
  const relatives =
    related.length === 0 ? nobody : once(() => related.flatMap((other) => timelineOf(other, view, moment) ?? []));
  return decideTimeline(practice, timeline, relatives, moment);
}

/** For a caller that already has the timeline. `moment` need not tell. */
export function decideTimeline(
  practice: PreparedPractice,
  timeline: Timeline,
  related: () => readonly Timeline[],
  moment: AsOf,
): PersonDecision {
  const { exclusions, answers: decisions } = askUnlessExcluded(practice, timeline, related, moment, WITHOUT_WORDS);
  // What they are worth and whether an outcome is missing change with time as well, and are part of the answer.
  valueAtRisk(timeline.person, moment);
  outcomeMissing(timeline, moment);
  return {
    personId: timeline.person.personId,
    asOf: moment.at,
    state: stateOf(timeline, exclusions, decisions.findings),
    findings: decisions.findings,
    shadow: decisions.shadow,
    exclusions: exclusions.length === 0 ? NO_EXCLUSIONS : exclusions.map(({ id }) => id),
    since: earliestSince(decisions.findings),
    contactable: exclusions.length === 0 && timeline.hasContact,
    nextChangeAt: moment.nextChangeAt,
  };
}

function notYetKnown({ personId }: PersonFacts, moment: AsOf): PersonDecision {
  return {
    ...{ personId, asOf: moment.at, state: 'on_track', since: null, contactable: false },
    ...{ findings: NOTHING.findings, shadow: NOTHING.shadow, exclusions: NO_EXCLUSIONS },
    nextChangeAt: moment.nextChangeAt,
  };
}
