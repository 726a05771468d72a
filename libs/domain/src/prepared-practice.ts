import type { PracticeFacts } from './facts.js';
import { CATALOGUE_RULES, RULES } from './rules/index.js';
import { LIVE_RULES } from './rules/live-versions.js';
import { lapsed } from './rules/visits/lapsed.rule.js';
import { needBits, type NeedBits } from './rules/needs.js';
import { compareRules, unnamedMode, type FindIn, type Rule } from './rules/rule.js';
import {
  locationKey,
  type EvaluationSettings,
  type PracticeAggregates,
  type RuleMode,
  type RuleSetting,
} from './settings.js';
import type { AsOf } from './timeline/as-of.js';
import { practiceViews, type PracticeView } from './timeline/practice.js';

export interface PreparedRule {
  rule: Rule;
  mode: RuleMode;
  /** Its place among the verdicts, which are listed by id. */
  position: number;
  /** Places of the rules whose findings it looks at. */
  after: readonly number[];
  find: FindIn;
  needs: NeedBits;
  /** Says nothing of a person who has lapsed (Q04). */
  isSilentWhenLapsed: boolean;
}

/** Rules as they are asked of one person after another: what is the same for everybody is worked out once. */
export interface RulesInUse {
  /** On or on trial, in the order in which they are asked. */
  asked: readonly PreparedRule[];
  /** Decides about other rules even where the practice does not list lapsed people. */
  lapsed: PreparedRule | null;
}

/** A practice with its settings closed over once; every patient is then asked about with it. */
export interface PreparedPractice {
  settings: EvaluationSettings;
  viewAt: (asOf: AsOf) => PracticeView;
  /** As in the whole practice, in the order in which they are asked. */
  rules: readonly PreparedRule[];
  /** Those for a person whose record names this location, in the same order. */
  rulesAt: (source: string, locationId: string | null) => readonly PreparedRule[];
  /** The same for everybody where no location has settings of its own; else null. */
  rulesInUse: RulesInUse | null;
  rulesInUseAt: (source: string, locationId: string | null) => RulesInUse;
}

/** A rule that looks at others comes after them. */
function inOrderOfAsking(rules: PreparedRule[]): PreparedRule[] {
  return [
    ...rules.filter(({ rule }) => rule.after === undefined),
    ...rules.filter(({ rule }) => rule.after !== undefined),
  ];
}

const POSITIONS = RULES.map(({ id }) => id).sort(compareRules);
/** What is about visits and bookings is silent about a lapsed person; money, programs and messages are not (Q04). */
const SILENT_WHEN_LAPSED: ReadonlySet<string> = new Set([
  ...CATALOGUE_RULES.map(({ id }) => id).filter((id) => id <= 'R17'),
  'R19',
  'R33',
  'R34',
]);
const DEFAULT_MAJORITY_AGE_YEARS = 18;

/** An audit asks the catalogue alone. */
function rulesOf(mode: EvaluationSettings['mode']): readonly Rule[] {
  return mode === 'audit' ? CATALOGUE_RULES : LIVE_RULES;
}

export function defaultSettings(mode: EvaluationSettings['mode']): EvaluationSettings {
  const rules: Record<string, RuleSetting> = {};
  for (const { id, defaults, startsOff } of rulesOf(mode)) {
    rules[id] = { mode: mode === 'live' && startsOff === true ? 'off' : 'on', parameters: { ...defaults } };
  }
  return { mode, majorityAgeYears: DEFAULT_MAJORITY_AGE_YEARS, staleSources: [], rules };
}

function preparedRule(rule: Rule, setting: RuleSetting | undefined): PreparedRule {
  return {
    rule,
    mode: setting?.mode ?? unnamedMode(rule),
    position: POSITIONS.indexOf(rule.id),
    after: (rule.after ?? []).map((id) => POSITIONS.indexOf(id)),
    find: rule.prepare(setting?.parameters ?? rule.defaults),
    needs: needBits(rule),
    isSilentWhenLapsed: SILENT_WHEN_LAPSED.has(rule.id),
  };
}

/** Where a location sets nothing for a rule, it shares what the practice has prepared. */
function rulesOfLocation(rules: readonly PreparedRule[], own: Record<string, RuleSetting>): readonly PreparedRule[] {
  return rules.map((prepared) => {
    const setting = own[prepared.rule.id];
    return setting === undefined ? prepared : preparedRule(prepared.rule, setting);
  });
}

function rulesInUseOf(rules: readonly PreparedRule[]): RulesInUse {
  return {
    asked: rules.filter(({ mode }) => mode !== 'off'),
    lapsed: rules.find(({ rule }) => rule.id === lapsed.id) ?? null,
  };
}

/** Throws `RuleParameterWrong` and `ZoneUnknown` here, and not in the middle of a run over patients. */
export function preparePractice(
  facts: PracticeFacts,
  aggregates: PracticeAggregates,
  settings: EvaluationSettings,
): PreparedPractice {
  const rules = inOrderOfAsking(rulesOf(settings.mode).map((rule) => preparedRule(rule, settings.rules[rule.id])));
  const byLocation = new Map(
    Object.entries(settings.locations ?? {}).map(([key, own]) => [key, rulesOfLocation(rules, own)]),
  );
  const inUse = rulesInUseOf(rules);
  const inUseByLocation = new Map(Array.from(byLocation, ([key, own]) => [key, rulesInUseOf(own)]));
  return {
    settings,
    viewAt: practiceViews(facts, aggregates, settings.mode),
    rules,
    rulesAt: (source, locationId) =>
      byLocation.size === 0 || locationId === null ? rules : (byLocation.get(locationKey(source, locationId)) ?? rules),
    rulesInUse: inUseByLocation.size === 0 ? inUse : null,
    rulesInUseAt: (source, locationId) =>
      inUseByLocation.size === 0 || locationId === null
        ? inUse
        : (inUseByLocation.get(locationKey(source, locationId)) ?? inUse),
  };
}
