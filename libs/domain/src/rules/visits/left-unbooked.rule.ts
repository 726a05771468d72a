import type { Decided } from '../../evaluation.js';
import { episodeKey } from '../../timeline/episode.js';
import { decidedOfEpisode, episodeFinding, lastVisitOrSilence, notForSpecialty, perEpisode } from './episode-rules.js';
import type { Rule } from '../rule.js';
import { UNTOLD } from '../untold.js';
import { RuleParameterWrong, windowsBySpecialty } from '../window.js';

/** Rules that say the same with more weight; this one then stays quiet (Q47). */
const WEIGHTIER = ['R01', 'R10'];

function toldBy(earlier: readonly Decided[], key: string | null): Decided | null {
  for (const found of earlier) if (found.episode === key && WEIGHTIER.includes(found.rule)) return found;
  return null;
}

/** They left without the next appointment, and the next open day has ended without one (Q14, Q47). */
export const leftUnbooked: Rule = {
  id: 'R02',
  name: 'LEFT_UNBOOKED',
  version: 1,
  kind: 'W',
  class: 'S3',
  says: 'The patient left without a next appointment; a front-desk list.',
  defaults: { PT: '1 BD', DE: '1 BD', MS: '1 BD', PR: '1 BD', MB: '1 BD', unknown: '1 BD' },
  after: WEIGHTIER,
  needs: ['missed visit'],
  prepare(parameters) {
    const windowOf = windowsBySpecialty(this.id, parameters);
    for (const [name, text] of Object.entries(parameters)) {
      if (!String(text).endsWith(' BD')) throw new RuleParameterWrong(this.id, name, text);
    }
    return perEpisode((timeline, episode, asOf, earlier) => {
      const window = windowOf(episode.specialty);
      if (window === null) return notForSpecialty(episode, asOf);
      const last = lastVisitOrSilence(timeline, episode, asOf);
      if ('because' in last) return last;
      // No closing time is known, so an open day ends with its date (Q14).
      const { opening, day } = last;
      const openDay = opening.openDayAfter(day, window.count);
      const since = openDay === null ? null : opening.zone.startOf(openDay + 1);
      if (since === null || !asOf.reached(since)) {
        if (!asOf.tells) return UNTOLD.waiting;
        return { because: 'waiting', says: 'The open day after the last visit has not ended.' };
      }
      const key = episodeKey(episode.plan, episode.lineName);
      const told = toldBy(earlier, key);
      if (told !== null) {
        return asOf.tells ? { because: 'answered', says: `Told by ${told.rule}.` } : UNTOLD.answered;
      }
      if (!asOf.tells) return decidedOfEpisode(this, timeline, episode, since, asOf);
      return episodeFinding({
        rule: this,
        timeline,
        episode,
        last,
        since,
        asOf,
        parameters: { window: window.text },
      });
    });
  },
};
