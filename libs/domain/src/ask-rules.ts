import type { Finding, RuleVerdict } from './evaluation.js';
import type { PreparedPractice, PreparedRule } from './prepared-practice.js';
import type { Instant } from './records.js';
import { lapsed } from './rules/lapsed.rule.js';
import type { RuleAnswer, Silence } from './rules/rule.js';
import type { AsOf } from './timeline/as-of.js';
import type { Timeline } from './timeline/timeline.js';
import { compareText } from './timeline/versions.js';

export interface RuleAnswers {
  findings: Finding[];
  /** One per rule, by id. */
  verdicts: RuleVerdict[];
}

const OFF: RuleAnswer = {
  findings: [],
  silence: { because: 'not_applicable', says: 'Switched off by the practice.' },
};
const LAPSED: RuleAnswer = {
  findings: [],
  silence: { because: 'lapsed', says: 'Lapsed (R18): this rule is silent about people who are gone (Q04).' },
};

/** Every rule asked about one timeline; `asOf` learns when any of the answers can next change. */
export function askRules(practice: PreparedPractice, timeline: Timeline, asOf: AsOf): RuleAnswers {
  const lapse = askLapsed(practice, timeline, asOf);
  const isLapsed = lapse.findings.length > 0;
  /** Whatever every answer rests on: the timeline itself, the exclusions, the lapse. */
  const common = asOf.nextChangeAt;

  const findings: Finding[] = [];
  const nextByRule = new Map<string, Instant | null>();
  const verdicts: RuleVerdict[] = [];
  for (const prepared of practice.rules) {
    const { rule } = prepared;
    const own = asOf.apart();
    const answer = answerOf(prepared, () => {
      if (rule.id === lapsed.id) return lapse;
      return isLapsed ? LAPSED : prepared.find(timeline, own, findings);
    });
    asOf.include(own);
    findings.push(...answer.findings);
    nextByRule.set(rule.id, own.nextChangeAt);
    const others = (rule.after ?? []).map((id) => nextByRule.get(id) ?? null);
    verdicts.push(verdictOf(prepared, answer, earliest([common, own.nextChangeAt, ...others])));
  }
  return {
    findings: findings.sort(byWeight),
    verdicts: verdicts.sort((one, other) => compareText(one.rule, other.rule)),
  };
}

/** Whether a person has lapsed decides about the other rules even where the practice does not list lapsed people. */
function askLapsed({ rules }: PreparedPractice, timeline: Timeline, asOf: AsOf): RuleAnswer {
  const prepared = rules.find(({ rule }) => rule.id === lapsed.id);
  return prepared === undefined ? OFF : prepared.find(timeline, asOf, []);
}

function answerOf({ isOn }: PreparedRule, ask: () => RuleAnswer): RuleAnswer {
  return isOn ? ask() : OFF;
}

/** The same verdict for every rule: excluded, suspended, not known yet. */
export function silentVerdicts(
  { rules }: PreparedPractice,
  silence: Silence,
  nextChangeAt: Instant | null,
): RuleVerdict[] {
  return rules
    .map((prepared) => verdictOf(prepared, { findings: [], silence }, nextChangeAt))
    .sort((one, other) => compareText(one.rule, other.rule));
}

function verdictOf(
  { rule }: PreparedRule,
  { findings, silence }: RuleAnswer,
  nextChangeAt: Instant | null,
): RuleVerdict {
  const [finding] = findings;
  return {
    rule: rule.id,
    name: rule.name,
    fires: finding !== undefined,
    because: finding === undefined ? (silence?.because ?? 'no_data') : 'fires',
    says: finding === undefined ? (silence?.says ?? 'No appointment on record.') : finding.reason,
    nextChangeAt,
  };
}

function earliest(instants: (Instant | null)[]): Instant | null {
  let least: Instant | null = null;
  for (const instant of instants) if (instant !== null && (least === null || instant < least)) least = instant;
  return least;
}

/** Class, then rule id, then episode (K23, Q83). */
export function byWeight(one: Finding, other: Finding): number {
  return (
    compareText(one.class, other.class) ||
    compareText(one.rule, other.rule) ||
    compareText(one.episode ?? '', other.episode ?? '')
  );
}
