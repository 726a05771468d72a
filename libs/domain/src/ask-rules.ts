import type { Decided, Finding, RuleVerdict } from './evaluation.js';
import type { PreparedPractice, PreparedRule } from './prepared-practice.js';
import type { Instant } from './records.js';
import { lapsed } from './rules/visits/lapsed.rule.js';
import { compareRules, type Rule, type RuleAnswer, type Silence } from './rules/rule.js';
import { told } from './rules/untold.js';
import type { AsOf } from './timeline/as-of.js';
import type { Timeline } from './timeline/timeline.js';
import { compareText } from './timeline/versions.js';

export interface RuleAnswers {
  findings: Finding[];
  /** What the rules in shadow found: nobody is listed for it. */
  shadow: Finding[];
  /** One per rule, by id. */
  verdicts: RuleVerdict[];
}

const OFF: RuleAnswer = {
  findings: [],
  silence: { because: 'off', says: 'Not switched on in this practice.' },
};

const LAPSED: RuleAnswer = {
  findings: [],
  silence: { because: 'lapsed', says: 'Lapsed (R18): this rule is silent about people who are gone (Q04).' },
};

/**
 * Every rule asked about one timeline; `asOf` learns when any of the answers can next change. `waits`: why rules that rest on an
 * absence say nothing while a source of this person is behind (E12); null: none is.
 */
export function askRules(
  practice: PreparedPractice,
  timeline: Timeline,
  asOf: AsOf,
  waits: Silence | null = null,
): RuleAnswers {
  const rules = rulesFor(practice, timeline);
  const lapse = askLapsed(rules, timeline, asOf);
  const isLapsed = lapse.findings.length > 0;
  /** Whatever every answer rests on: the timeline itself, the exclusions, the lapse. */
  const common = asOf.nextChangeAt;

  const findings: Finding[] = [];
  const shadow: Finding[] = [];
  const nextChanges: (Instant | null)[] = [];
  const verdicts: RuleVerdict[] = [];
  // Asked of every patient in a run: what is off costs an entry and no more, and nothing is closed over.
  for (const prepared of rules) {
    const { rule, mode, position, after } = prepared;
    const isWaiting = waits !== null && rule.restsOnEvents === undefined;
    let answer = OFF;
    let own: Instant | null = null;
    if (mode !== 'off') {
      if (isWaiting) answer = { findings: [], silence: waits };
      else if (rule.id === lapsed.id) answer = lapse;
      else if (isLapsed && prepared.isSilentWhenLapsed) answer = LAPSED;
      else {
        const part = asOf.apart();
        answer = prepared.find(timeline, part, findings);
        asOf.include(part);
        own = part.nextChangeAt;
      }
    }
    const found = mode === 'shadow' ? shadow : findings;
    for (const each of answer.findings) found.push(waits === null ? told(each) : behind(told(each)));
    nextChanges[position] = own;
    let next = earlier(common, own);
    for (const other of after) next = earlier(next, nextChanges[other] ?? null);
    if (isWaiting && mode !== 'off') next = null;
    verdicts[position] = verdictOf(rule, mode === 'shadow' ? inShadow(answer) : answer, next);
  }
  return { findings: findings.sort(byWeight), shadow: shadow.sort(byWeight), verdicts };
}

/** What happened stays true; what may have become of it since is not known. */
function behind(finding: Finding): Finding {
  const caveat = 'a source of the patient is behind: what it tells later may change this (E12)';
  return { ...finding, checked: [...finding.checked, caveat] };
}

/** The settings are those of the location that the person's own record names. */
function rulesFor(practice: PreparedPractice, { patients, patient }: Timeline): readonly PreparedRule[] {
  return practice.rulesAt(patients[0]?.row.source ?? '', patient.locationId);
}

function inShadow(answer: RuleAnswer): RuleAnswer {
  const [found] = answer.findings;
  if (found === undefined) return answer;
  return {
    findings: [],
    silence: { because: 'shadow', says: `On trial, lists nobody yet; it would say: ${told(found).reason}` },
  };
}

/** Whether a person has lapsed decides about the other rules even where the practice does not list lapsed people. */
function askLapsed(rules: readonly PreparedRule[], timeline: Timeline, asOf: AsOf): RuleAnswer {
  const prepared = rules.find(({ rule }) => rule.id === lapsed.id);
  return prepared === undefined ? OFF : prepared.find(timeline, asOf, []);
}

/** The same verdict for every rule: excluded, suspended, not known yet. */
export function silentVerdicts(
  { rules }: PreparedPractice,
  silence: Silence,
  nextChangeAt: Instant | null,
): RuleVerdict[] {
  const answer: RuleAnswer = { findings: [], silence };
  const verdicts: RuleVerdict[] = [];
  for (const { rule, position } of rules) verdicts[position] = verdictOf(rule, answer, nextChangeAt);
  return verdicts;
}

function verdictOf(rule: Rule, { findings, silence }: RuleAnswer, nextChangeAt: Instant | null): RuleVerdict {
  const finding = findings[0] === undefined ? undefined : told(findings[0]);
  return {
    rule: rule.id,
    name: rule.name,
    fires: finding !== undefined,
    because: finding === undefined ? (silence?.because ?? 'no_data') : 'fires',
    says: finding === undefined ? (silence?.says ?? 'No appointment on record.') : finding.reason,
    nextChangeAt,
  };
}

function earlier(one: Instant | null, other: Instant | null): Instant | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}

/** Class, then rule id with a practice's own rules last, then episode (K23, Q83). */
export function byWeight(one: Decided, other: Decided): number {
  return (
    compareText(one.class, other.class) ||
    compareRules(one.rule, other.rule) ||
    compareText(one.episode ?? '', other.episode ?? '')
  );
}
