import { findSinceVisit, notForSpecialty, perEpisode } from './episode-rules.js';
import type { Rule } from '../rule.js';
import { UNTOLD } from '../untold.js';
import { windowsBySpecialty } from '../window.js';

/** A plan is open, the patient has come, and some days later nothing is booked (RC 4, Q46). */
export const noNextBooking: Rule = {
  id: 'R01',
  name: 'NO_NEXT_BOOKING',
  version: 1,
  kind: 'O',
  class: 'S2',
  says: 'A plan is open and the patient has come, but nothing is booked.',
  defaults: { PT: '3 BD', PR: '1 BD', DE: '7 d', MS: '7 d' },
  needs: ['plan', 'missed visit'],
  prepare(parameters) {
    const windowOf = windowsBySpecialty(this.id, parameters);
    return perEpisode((timeline, episode, asOf) => {
      if (episode.plan === null) {
        return asOf.tells ? { because: 'not_applicable', says: 'Needs a plan on record.' } : UNTOLD.not_applicable;
      }
      const window = windowOf(episode.specialty);
      if (window === null) return notForSpecialty(episode, asOf);
      return findSinceVisit(this, timeline, episode, window, asOf);
    });
  },
};
