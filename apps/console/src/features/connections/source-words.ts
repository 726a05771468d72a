import type { Alarm, StreamHealth } from '../../api.sources.types.js';
import type { SignalTone } from '../../ui/signal.js';

/** How a source is spoken of: the server's stable words as plain ones. */

export const MODE_WORDS: Record<NonNullable<StreamHealth['mode']>, string> = {
  delta: 'what changed since the last read',
  window: 'ranges of dates, in turn',
  snapshot: 'the whole list each time',
  queue: 'a queue that is emptied',
  push: 'pushed to us as it happens',
};

export const ALARM_WORDS: Record<Alarm['code'], string> = {
  feed_late: 'Late',
  source_shrunken: 'Brings much less than before',
  volume_silent: 'Brings nothing',
  volume_low: 'Brings less than usual',
  volume_high: 'Brings more than usual',
  status_unknown: 'Unknown status word',
  quarantine_many: 'Many records put aside',
  field_vanished: 'A field no longer comes',
  compare_failed: 'Could not be compared',
  notifications_missed: 'Notifications do not arrive',
  webhook_refused: 'Its calls are refused',
  surge_held: 'Too many at once',
};

interface Said {
  tone: SignalTone;
  word: string;
}

/** Fresh, late, or not to be believed: absences are concluded from the first alone. */
export function freshnessOf({ fresh, doubtfulSince }: Pick<StreamHealth, 'fresh' | 'doubtfulSince'>): Said {
  if (doubtfulSince !== null) return { tone: 'wrong', word: 'not believed' };
  return fresh ? { tone: 'good', word: 'fresh' } : { tone: 'wait', word: 'late' };
}

const number = (value: number) => value.toLocaleString('en-GB');

/** "38 changes in 24 h, 41 usual": null expected means that there is too little history to say. */
export function volumeOf({ expected, seen, low, high }: StreamHealth['volume']): Said {
  const usual = expected === null ? 'not known yet what is usual' : `${number(Math.round(expected))} usual`;
  const tone: SignalTone = low || high ? 'wait' : expected === null ? 'quiet' : 'good';
  const oddness = low ? ', fewer than usual' : high ? ', more than usual' : '';
  return { tone, word: `${number(seen)} in 24 h${oddness} (${usual})` };
}

/** What the last comparison with the source came to. */
export function compareWords({ compares, lastCompare, differences }: StreamHealth): Said {
  if (compares === false) return { tone: 'quiet', word: 'cannot be compared' };
  if (lastCompare === null) return { tone: 'quiet', word: 'not compared yet' };
  const { state, missed, changed, gone, absent } = lastCompare;
  if (state === 'asked') return { tone: 'quiet', word: 'asked for' };
  if (state === 'running') return { tone: 'quiet', word: 'under way' };
  if (state === 'failed') return { tone: 'wrong', word: lastCompare.problem ?? 'failed' };
  if (state === 'refused') return { tone: 'wrong', word: 'brought too little to be believed' };
  if ((differences ?? 0) === 0 && absent === 0) return { tone: 'good', word: 'equal' };
  const parts = [
    [missed, 'missing here'],
    [changed, 'changed'],
    [gone, 'deleted there'],
    [absent, 'not brought, still to be confirmed'],
  ] as const;
  const said = parts.filter(([n]) => n > 0).map(([n, words]) => `${number(n)} ${words}`);
  return { tone: 'wait', word: said.length === 0 ? `${number(differences ?? 0)} differences` : said.join(', ') };
}
