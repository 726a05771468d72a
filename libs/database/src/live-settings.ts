import { defaultSettings, withRuleSettings, type EvaluationSettings } from '@keepwell/domain';
import type { EvaluationContext } from './queries/evaluation-context.js';

/** The rules as this practice uses them. */
export function settingsOf(
  { settings, ruleSettings }: Pick<EvaluationContext, 'settings' | 'ruleSettings'>,
  staleSources: string[],
): EvaluationSettings {
  const defaults = defaultSettings('live');
  return {
    ...withRuleSettings(defaults, ruleSettings),
    staleSources,
    majorityAgeYears: settings.majorityAge ?? defaults.majorityAgeYears,
  };
}
