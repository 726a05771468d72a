import type { Episode } from '../../timeline/episode.js';
import {
  askEpisodes,
  episodeFinding,
  lastVisitOrSilence,
  notForSpecialty,
  sinceVisit,
  type Answer,
} from './episode-rules.js';
import type { Rule, Silence } from '../rule.js';
import { windowsBySpecialty, type Window, type WindowOf } from '../window.js';

/** Most visits at which leaving is still "early" (Q53). */
const EARLY_VISITS = 3;
const AFTER_FIRST = '_later';

/** PT waits longer from the second visit on; MS counts the first visit only, DE the person's first three ever (Q53). */
function earlyWindow(windowOf: WindowOf, laterOf: WindowOf, episode: Episode, visitDaysEver: number): Window | Silence {
  const { specialty, visitDays } = episode;
  const first = windowOf(specialty);
  if (first === null) return notForSpecialty(episode);
  const count = specialty === 'DE' ? visitDaysEver : visitDays.length;
  if (count > (specialty === 'MS' ? 1 : EARLY_VISITS)) {
    return { because: 'not_applicable', says: `${count} visits: no longer an early drop.` };
  }
  return visitDays.length > 1 ? (laterOf(specialty) ?? first) : first;
}

/** They came once, twice or three times, and did not book again (RC 4, Q53). */
export const earlyDrop: Rule = {
  id: 'R10',
  name: 'EARLY_DROP',
  version: 1,
  kind: 'O',
  class: 'S1',
  says: 'Came one to three times and did not book again.',
  defaults: { PT: '2 BD', PT_later: '3 BD', PR: '1 BD', DE: '14 d', MS: '30 d' },
  prepare(parameters) {
    const named = (later: boolean) =>
      Object.fromEntries(
        Object.entries(parameters)
          .filter(([name]) => name.endsWith(AFTER_FIRST) === later)
          .map(([name, value]) => [later ? name.slice(0, -AFTER_FIRST.length) : name, value]),
      );
    const windowOf = windowsBySpecialty(this.id, named(false));
    const laterOf = windowsBySpecialty(this.id, named(true));
    return (timeline, asOf) =>
      askEpisodes(timeline, (episode): Answer => {
        const window = earlyWindow(windowOf, laterOf, episode, timeline.visitDays.length);
        if ('because' in window) return window;
        const last = lastVisitOrSilence(timeline, episode, asOf);
        if ('because' in last) return last;
        const since = sinceVisit(window, last, asOf);
        if (typeof since !== 'number') return since;
        const because = `left after visit ${episode.visitDays.length}`;
        return episodeFinding({
          rule: this,
          timeline,
          episode,
          last,
          since,
          asOf,
          parameters: { window: window.text },
          because,
        });
      });
  },
};
