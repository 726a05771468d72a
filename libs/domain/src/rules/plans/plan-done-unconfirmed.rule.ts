import { isFinished } from '../../timeline/episode.js';
import { bookingWithinHorizon } from '../../timeline/horizon.js';
import { describeVisits } from '../evidence.js';
import type { Rule } from '../rule.js';
import { UNTOLD } from '../untold.js';
import { windowsBySpecialty } from '../window.js';
import {
  bookedSilence,
  decidedOfEpisode,
  episodeFinding,
  notForSpecialty,
  perEpisode,
  sinceVisit,
} from '../visits/episode-rules.js';

/** All prescribed visits are done and nobody closed the plan: a task for the clinic, never off-track (RC 4, Q05, Q56). */
export const planDoneUnconfirmed: Rule = {
  id: 'R13',
  name: 'PLAN_DONE_UNCONFIRMED',
  version: 1,
  kind: 'V',
  class: 'S4',
  says: 'All prescribed visits are done; the plan is still open.',
  startsOff: true,
  defaults: { PT: '14 d', PR: '14 d' },
  needs: ['plan'],
  prepare(parameters) {
    const windowOf = windowsBySpecialty(this.id, parameters);
    return perEpisode((timeline, episode, asOf) => {
      const window = windowOf(episode.specialty);
      if (window === null) return notForSpecialty(episode, asOf);
      const { plan, visitDays, line, specialty } = episode;
      const last = visitDays.at(-1);
      if (plan === null || last === undefined || !isFinished(episode)) {
        if (!asOf.tells) return UNTOLD.not_applicable;
        return { because: 'not_applicable', says: `${describeVisits(episode)}: planned visits are left.` };
      }
      if (plan.closed) {
        return asOf.tells ? { because: 'closed', says: `Plan ${plan.id} is closed (E03).` } : UNTOLD.closed;
      }
      const booking = bookingWithinHorizon(timeline.live, line, specialty, asOf);
      if (booking !== null) return bookedSilence(booking, asOf);
      const since = sinceVisit(window, last, asOf);
      if (typeof since !== 'number') return since;
      if (!asOf.tells) return decidedOfEpisode(this, timeline, episode, since, asOf);
      const finding = episodeFinding({
        rule: this,
        timeline,
        episode,
        last,
        since,
        asOf,
        parameters: { window: window.text },
        because: 'all planned visits are done, the plan is open',
      });
      return { ...finding, clearsWhen: 'The plan is closed, or a further visit is booked.' };
    });
  },
};
