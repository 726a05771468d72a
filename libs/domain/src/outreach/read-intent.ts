import { INNOCENT, OPT_OUT, WRONG_NUMBER } from './opt-out-phrases.js';
import { FILLERS, SPELLINGS, WHOLE_OPT_OUTS } from './opt-out-words.js';
import { findPhrase, withoutPhrases } from './phrases.js';
import { LONGEST_READ, plainWords } from './plain-words.js';

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
const CLAUSE_END = /[.,!?;:\n\r]+/u;
const BLANK = /\s+/u;
const CAPITAL = /^\p{Lu}\p{Ll}/u;
const MOST_WORDS = 500;
const SAYS_WHO: ReadonlySet<string> = new Set(['im', 'am', 'is', 'its', 'thats', 'was']);
const NO_NAMES: ReadonlySet<string> = new Set([
  ...[
    'monday',
    'tuesday',
    'wednesday',
    'thursday',
    'friday',
    'saturday',
    'sunday',
    'january',
    'february',
    'march',
    'april',
  ],
  ...[
    'june',
    'july',
    'august',
    'september',
    'october',
    'november',
    'december',
    'sure',
    'free',
    'available',
    'well',
    'covid',
  ],
  ...['good', 'ready', 'christmas', 'easter', 'feeling', 'able', 'coming', 'there', 'here'],
]);
const HELP_WORDS: ReadonlySet<string> = new Set(['help', 'info']);

/** `do not` as `dont`, letters held apart put together, drawn-out letters shortened, known misspellings put right. */
function settled(words: readonly string[]): string[] {
  const found: string[] = [];
  let letters = '';
  const endLetters = (): void => {
    if (letters.length >= 3) found.push(letters);
    else found.push(...letters.split(''));
    letters = '';
  };
  for (const word of words) {
    if (word.length === 1) {
      letters += word;
      continue;
    }
    endLetters();
    const shortened = shortenedRuns(word);
    const known = SPELLINGS.get(shortened) ?? shortened;
    const before = found.at(-1);
    if (known === 'not' && (before === 'do' || before === 'does')) found[found.length - 1] = 'dont';
    else found.push(known);
  }
  endLetters();
  return found;
}

/** `stoppp` is `stop`; two alike stay, as in `call`. */
function shortenedRuns(word: string): string {
  let short = '';
  for (let at = 0; at < word.length;) {
    let end = at + 1;
    while (word[end] === word[at]) end += 1;
    short += end - at > 2 ? word[at] : word.slice(at, end);
    at = end;
  }
  return short;
}

/** The word a message comes down to, fillers and repetition aside, where that is an opt-out. */
function wholeOptOut(words: readonly string[]): string | null {
  const bare = words.filter((word) => !FILLERS.has(word));
  const unlike = [...new Set(bare)];
  return [unlike.length === 1 ? unlike[0]! : '', bare.join('')].find((word) => WHOLE_OPT_OUTS.has(word)) ?? null;
}

/** "I am not Rebecca": a name is written with a capital, and not by who writes everything so. */
function deniesName(body: string): boolean {
  if (body === body.toUpperCase()) return false;
  const words = body.split(BLANK, MOST_WORDS).map((word) => ({ word, plain: plainWords(word).join('') }));
  return words.some(({ word, plain }, at) => {
    const before = words[at - 1]?.plain ?? '';
    const earlier = words[at - 2]?.plain ?? '';
    const isDenied = before === 'isnt' || before === 'aint' || (before === 'not' && SAYS_WHO.has(earlier));
    return isDenied && plain.length > 2 && CAPITAL.test(word) && !NO_NAMES.has(plain);
  });
}

function inPlainWords(body: string): ReadIntent | null {
  const words = settled(plainWords(body));
  const wholeWord = wholeOptOut(words);
  if (wholeWord !== null) return { intent: 'plain_opt_out', matched: wholeWord };
  const wrong = findPhrase(words, WRONG_NUMBER);
  if (wrong !== null) return { intent: 'wrong_number', matched: words.slice(wrong.from, wrong.to).join(' ') };
  const left = withoutPhrases(words, INNOCENT);
  const optOut = findPhrase(left, OPT_OUT);
  if (optOut !== null) return { intent: 'plain_opt_out', matched: left.slice(optOut.from, optOut.to).join(' ') };
  // "Seriously, stop, I'm at work": a clause that begins or ends with the word means it, unless it is another stop.
  for (const clause of body.split(CLAUSE_END, MOST_WORDS)) {
    const own = withoutPhrases(settled(plainWords(clause)), INNOCENT);
    if (own[0] === 'stop' || own.at(-1) === 'stop') return { intent: 'plain_opt_out', matched: 'stop' };
  }
  if (deniesName(body)) return { intent: 'wrong_number', matched: 'not' };
  return null;
}

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
  return inPlainWords(body.slice(0, LONGEST_READ)) ?? { intent: 'reply', matched: null };
}
