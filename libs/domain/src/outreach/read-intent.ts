import { plainWords } from './plain-words.js';

export type Intent = 'stop' | 'start' | 'help' | 'plain_opt_out' | 'wrong_number' | 'reply';

export interface ReadIntent {
  intent: Intent;
  /** The words it was read from, normalised; null for an ordinary reply. */
  matched: string | null;
}

/** C-01; each is the whole message, however it is spaced or punctuated. */
const STOP_WORDS: ReadonlySet<string> = new Set([
  'stop',
  'stopall',
  'unsubscribe',
  'cancel',
  'end',
  'quit',
  'revoke',
  'optout',
  'remove',
  'arret',
]);
const START_WORDS: ReadonlySet<string> = new Set(['start', 'unstop']);
const HELP_WORDS: ReadonlySet<string> = new Set(['help', 'info']);

/**
 * What a patient wants who writes this. `asked`: our last message asked for a YES. Keywords count as the whole message only
 * (C-01); an opt-out in plain words counts wherever it stands (C-02, X15), and in doubt it counts.
 */
export function readIntent(body: string, asked: boolean): ReadIntent {
  const words = plainWords(body);
  const whole = words.join('');
  if (STOP_WORDS.has(whole)) return { intent: 'stop', matched: whole };
  if (START_WORDS.has(whole) || (asked && whole === 'yes')) return { intent: 'start', matched: whole };
  if (HELP_WORDS.has(whole)) return { intent: 'help', matched: whole };
  return { intent: 'reply', matched: null };
}
