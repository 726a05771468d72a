import { findSinceVisit, notForSpecialty, perEpisode } from './episode-rules.js';
import type { Rule } from '../rule.js';
import { windowsBySpecialty } from '../window.js';

/** Nobody heard of the patient for long: catches what the other rules miss (RC 4, Q49). */
export const hiatusBackstop: Rule = {
  id: 'R04',
  name: 'HIATUS_BACKSTOP',
  version: 1,
  kind: 'O',
  class: 'S3',
  says: 'No visit for long, nothing booked, and nobody discharged the patient.',
  defaults: { PT: '30 d', PR: '21 d', MS: '180 d', MB: '60 d', DPC: '365 d' },
  needs: ['missed visit'],
  prepare(parameters) {
    const windowOf = windowsBySpecialty(this.id, parameters);
    return perEpisode((timeline, episode, asOf) => {
      const window = windowOf(episode.specialty);
      if (window === null) return notForSpecialty(episode, asOf);
      return findSinceVisit(this, timeline, episode, window, asOf);
    });
  },
};
