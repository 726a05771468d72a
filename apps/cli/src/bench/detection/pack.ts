import { defaultSettings, type EvaluationSettings } from '@keepwell/domain';

/**
 * Rules that speak of people who still come, or of members who use little: a true sentence, and none about leaving. The pack that is
 * measured leaves them off, as a new practice does.
 */
export const NOT_ABOUT_LEAVING: readonly string[] = ['R08', 'R09', 'R11', 'R12', 'R23', 'R30'];

/** The live list with its pack switched on. */
export function livePack(): EvaluationSettings {
  const settings = defaultSettings('live');
  for (const [id, rule] of Object.entries(settings.rules)) rule.mode = NOT_ABOUT_LEAVING.includes(id) ? 'off' : 'on';
  return settings;
}

/** Every rule of the catalogue to the letter, as an audit asks them. */
export function asDecided(): EvaluationSettings {
  return defaultSettings('audit');
}
