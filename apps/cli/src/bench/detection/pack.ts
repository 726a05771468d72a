import { defaultSettings, NOT_ABOUT_LEAVING, type EvaluationSettings } from '@keepwell/domain';

/** The live list with the recommended pack switched on, and what a practice may ask besides. */
export function livePack(): EvaluationSettings {
  const settings = defaultSettings('live');
  for (const [id, rule] of Object.entries(settings.rules)) rule.mode = NOT_ABOUT_LEAVING.includes(id) ? 'off' : 'on';
  return settings;
}

/** Every rule of the catalogue to the letter, as an audit asks them. */
export function asDecided(): EvaluationSettings {
  return defaultSettings('audit');
}
