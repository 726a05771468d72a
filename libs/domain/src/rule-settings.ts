import { SPECIALTIES } from './records.js';
import { RULES } from './rules/index.js';
import type { Rule } from './rules/rule.js';
import { RuleParameterWrong } from './rules/window.js';
import {
  locationKey,
  type EvaluationSettings,
  type RuleMode,
  type RuleParameters,
  type RuleSetting,
} from './settings.js';

/** A setting as it is kept: parameters hold only what differs from what would be without it. */
export interface KeptRuleSetting {
  rule: string;
  /** `as_practice`: what the location had of its own has ended. */
  mode: RuleMode | 'as_practice';
  parameters: RuleParameters;
  /** Null: the whole practice. */
  location: { source: string; id: string } | null;
}

/**
 * The settings of a practice: what is kept, laid over the defaults; a location's over the practice's. Rules that no longer
 * exist are passed over.
 */
export function withRuleSettings(settings: EvaluationSettings, kept: readonly KeptRuleSetting[]): EvaluationSettings {
  const rules = { ...settings.rules };
  for (const { rule, mode, parameters, location } of kept) {
    const given = rules[rule];
    if (given !== undefined && location === null && mode !== 'as_practice') rules[rule] = over(given, mode, parameters);
  }
  const locations: Record<string, Record<string, RuleSetting>> = {};
  for (const { rule, mode, parameters, location } of kept) {
    const given = rules[rule];
    if (given === undefined || location === null || mode === 'as_practice') continue;
    const own = (locations[locationKey(location.source, location.id)] ??= {});
    own[rule] = over(given, mode, parameters);
  }
  return { ...settings, rules, locations };
}

function over(given: RuleSetting, mode: RuleMode, parameters: RuleParameters): RuleSetting {
  return { mode, parameters: { ...given.parameters, ...parameters } };
}

/** What is wrong with parameters that somebody wants to give a rule; null: they can be used. */
export interface ParameterProblem {
  /** Null where they do not fit together. */
  parameter: string | null;
  says: string;
}

/** `parameters` are laid over the rule's own. The rule itself reads them, as it would for patients. */
export function parameterProblem(rule: Rule, parameters: RuleParameters): ParameterProblem | null {
  for (const name of Object.keys(parameters)) {
    if (!mayName(rule, name)) {
      const known = Object.keys(rule.defaults).join(', ');
      return { parameter: name, says: `${rule.id} has no threshold called "${name}"; it has ${known}.` };
    }
  }
  try {
    rule.prepare({ ...rule.defaults, ...parameters });
    return null;
  } catch (error) {
    if (error instanceof RuleParameterWrong) return { parameter: error.parameter, says: error.message };
    throw error;
  }
}

/** Its own names; and where it has one per specialty, also a specialty in which it does not run by itself. */
function mayName(rule: Rule, name: string): boolean {
  if (Object.hasOwn(rule.defaults, name)) return true;
  const isBySpecialty = SPECIALTIES.some((specialty) => Object.hasOwn(rule.defaults, specialty));
  return isBySpecialty && SPECIALTIES.some((specialty) => specialty === name);
}

export function ruleNamed(id: string): Rule | null {
  return RULES.find((rule) => rule.id === id) ?? null;
}
