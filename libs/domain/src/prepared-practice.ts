import type { PracticeFacts } from './facts.js';
import { RULES } from './rules/index.js';
import type { FindIn, Rule } from './rules/rule.js';
import type { EvaluationSettings, PracticeAggregates, RuleSetting } from './settings.js';
import type { AsOf } from './timeline/as-of.js';
import { practiceViews, type PracticeView } from './timeline/practice.js';

export interface PreparedRule {
  rule: Rule;
  isOn: boolean;
  /** Its place among the verdicts, which are listed by id. */
  position: number;
  /** Places of the rules whose findings it looks at. */
  after: readonly number[];
  find: FindIn;
}

/** A practice with its settings closed over once; every patient is then asked about with it. */
export interface PreparedPractice {
  settings: EvaluationSettings;
  viewAt: (asOf: AsOf) => PracticeView;
  /** In the order in which they are asked. */
  rules: PreparedRule[];
}

/** A rule that looks at others comes after them. */
function inOrderOfAsking(rules: PreparedRule[]): PreparedRule[] {
  return [
    ...rules.filter(({ rule }) => rule.after === undefined),
    ...rules.filter(({ rule }) => rule.after !== undefined),
  ];
}

const POSITIONS = RULES.map(({ id }) => id).sort();
const DEFAULT_MAJORITY_AGE_YEARS = 18;

export function defaultSettings(mode: EvaluationSettings['mode']): EvaluationSettings {
  const rules: Record<string, RuleSetting> = {};
  for (const { id, defaults, startsOff } of RULES) {
    rules[id] = { mode: mode === 'live' && startsOff === true ? 'off' : 'on', parameters: { ...defaults } };
  }
  return { mode, majorityAgeYears: DEFAULT_MAJORITY_AGE_YEARS, staleSources: [], rules };
}

/** Throws `RuleParameterWrong` and `ZoneUnknown` here, and not in the middle of a run over patients. */
export function preparePractice(
  facts: PracticeFacts,
  aggregates: PracticeAggregates,
  settings: EvaluationSettings,
): PreparedPractice {
  const rules = RULES.map((rule) => {
    const setting = settings.rules[rule.id];
    return {
      rule,
      isOn: setting?.mode !== 'off',
      position: POSITIONS.indexOf(rule.id),
      after: (rule.after ?? []).map((id) => POSITIONS.indexOf(id)),
      find: rule.prepare(setting?.parameters ?? rule.defaults),
    };
  });
  return { settings, viewAt: practiceViews(facts, aggregates), rules: inOrderOfAsking(rules) };
}
