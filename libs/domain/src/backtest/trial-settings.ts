import { RULES } from '../rules/index.js';
import { unnamedMode } from '../rules/rule.js';
import { ruleNamed } from '../rule-settings.js';
import type { EvaluationSettings, RuleMode, RuleSetting } from '../settings.js';

type Settings = Record<string, RuleSetting>;

/**
 * The settings with which a backtest asks: rules that are off are asked in shadow, so that one sees what they would do, and stay out of
 * the pack. `only`: the others are not asked at all.
 */
export function trialSettings(settings: EvaluationSettings, only: ReadonlySet<string> | null): EvaluationSettings {
  const isAsked = (rule: string) => only === null || only.has(rule);
  const modeOf = (rule: string, mode: RuleMode): RuleMode => {
    if (!isAsked(rule)) return 'off';
    return mode === 'off' ? 'shadow' : mode;
  };
  const tried = (given: Settings): Settings =>
    Object.fromEntries(
      Object.entries(given).map(([rule, { mode, parameters }]) => [rule, { mode: modeOf(rule, mode), parameters }]),
    );
  const defaults: Settings = Object.fromEntries(
    RULES.map((rule) => [rule.id, { mode: unnamedMode(rule), parameters: rule.defaults }]),
  );
  return {
    ...settings,
    mode: 'live',
    staleSources: [],
    rules: tried({ ...defaults, ...settings.rules }),
    ...(settings.locations === undefined
      ? {}
      : { locations: Object.fromEntries(Object.entries(settings.locations).map(([key, own]) => [key, tried(own)])) }),
  };
}

/** In the whole practice, or at one location at least. */
export function isOnAnywhere({ rules, locations = {} }: EvaluationSettings, rule: string): boolean {
  const given = rules[rule]?.mode ?? unnamedMode(ruleNamed(rule) ?? {});
  const modes = [given, ...Object.values(locations).flatMap((own) => own[rule]?.mode ?? [])];
  return modes.includes('on');
}
