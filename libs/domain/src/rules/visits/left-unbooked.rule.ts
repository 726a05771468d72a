import { episodeKey } from '../../timeline/episode.js';
import { askEpisodes, episodeFinding, lastVisitOrSilence, notForSpecialty } from './episode-rules.js';
import type { Rule } from '../rule.js';
import { RuleParameterWrong, windowsBySpecialty } from '../window.js';

/** Rules that say the same with more weight; this one then stays quiet (Q47). */
const WEIGHTIER = ['R01', 'R10'];

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
  prepare(parameters) {
    const windowOf = windowsBySpecialty(this.id, parameters);
    for (const [name, text] of Object.entries(parameters)) {
      if (!String(text).endsWith(' BD')) throw new RuleParameterWrong(this.id, name, text);
    }
    return (timeline, asOf, earlier) =>
      askEpisodes(timeline, (episode) => {
        const window = windowOf(episode.specialty);
        if (window === null) return notForSpecialty(episode);
        const last = lastVisitOrSilence(timeline, episode, asOf);
        if ('because' in last) return last;
        // No closing time is known, so an open day ends with its date (Q14).
        const { opening, day } = last;
        const openDay = opening.openDayAfter(day, window.count);
        const since = openDay === null ? null : opening.zone.startOf(openDay + 1);
        if (since === null || !asOf.reached(since)) {
          return { because: 'waiting', says: 'The open day after the last visit has not ended.' };
        }
        const key = episodeKey(episode.plan, episode.lineName);
        const told = earlier.find(({ rule, episode: other }) => WEIGHTIER.includes(rule) && other === key);
        if (told !== undefined) return { because: 'answered', says: `Told by ${told.rule}.` };
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
