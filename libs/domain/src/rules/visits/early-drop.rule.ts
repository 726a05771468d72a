import type { Instant } from '../../records.js';
import type { AsOf } from '../../timeline/as-of.js';
import type { Booking } from '../../timeline/booking.js';
import type { Episode } from '../../timeline/episode.js';
import { agreedInterval, intervalOfEpisode, type Timeline } from '../../timeline/timeline.js';
import { formatDate } from '../../zones/calendar-date.js';
import {
  decidedOfEpisode,
  episodeFinding,
  lastVisitOrSilence,
  notForSpecialty,
  perEpisode,
  sinceVisit,
} from './episode-rules.js';
import type { Rule, Silence } from '../rule.js';
import { UNTOLD } from '../untold.js';
import { windowEnd, windowsBySpecialty, type Window, type WindowOf } from '../window.js';

/** Most visits at which leaving is still "early" (Q53). */
const EARLY_VISITS = 3;
const AFTER_FIRST = '_later';

/** PT waits longer from the second visit on; MS counts the first visit only, DE the person's first three ever (Q53). */
function earlyWindow(
  windowOf: WindowOf,
  laterOf: WindowOf,
  episode: Episode,
  visitDaysEver: number,
  asOf: AsOf,
): Window | Silence {
  const { specialty, visitDays } = episode;
  const first = windowOf(specialty);
  if (first === null) return notForSpecialty(episode, asOf);
  const count = specialty === 'DE' ? visitDaysEver : visitDays.length;
  if (count > (specialty === 'MS' ? 1 : EARLY_VISITS)) {
    if (!asOf.tells) return UNTOLD.not_applicable;
    return { because: 'not_applicable', says: `${count} visits: no longer an early drop.` };
  }
  return visitDays.length > 1 ? (laterOf(specialty) ?? first) : first;
}

/** Care that returns only after so many days asks for no booking at once. */
const SELDOM_DAYS = 28;

/**
 * In the live list nobody has left who is not due yet: without a plan, and where visits are weeks or months apart, the window counts
 * from the day on which the next visit would usually be; with an interval that staff agreed with them always (S1-06). An audit counts from the visit (Q53). Null: it does here, too.
 */
function seldomInterval(timeline: Timeline, episode: Episode): number | null {
  const agreed = agreedInterval(timeline, episode.line);
  if (agreed !== null) return agreed.days;
  if (!timeline.practice.isLive || episode.plan !== null) return null;
  const days = Math.floor(intervalOfEpisode(timeline, episode).days);
  return days >= SELDOM_DAYS ? days : null;
}

function sinceDue(window: Window, last: Booking, days: number, asOf: AsOf): Instant | Silence {
  const dueDay = last.day + days;
  const end = windowEnd(window, last.opening, dueDay);
  if (end !== null && asOf.reached(end)) return end;
  if (!asOf.tells) return UNTOLD.waiting;
  return {
    because: 'waiting',
    says: `Usually due again on ${formatDate(dueDay)}; ${window.text} after that have not passed.`,
  };
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
  needs: ['missed visit'],
  prepare(parameters) {
    const named = (later: boolean) =>
      Object.fromEntries(
        Object.entries(parameters)
          .filter(([name]) => name.endsWith(AFTER_FIRST) === later)
          .map(([name, value]) => [later ? name.slice(0, -AFTER_FIRST.length) : name, value]),
      );
    const windowOf = windowsBySpecialty(this.id, named(false));
    const laterOf = windowsBySpecialty(this.id, named(true));
    return perEpisode((timeline, episode, asOf) => {
      const window = earlyWindow(windowOf, laterOf, episode, timeline.visitDays.length, asOf);
      if ('because' in window) return window;
      const last = lastVisitOrSilence(timeline, episode, asOf);
      if ('because' in last) return last;
      const seldom = seldomInterval(timeline, episode);
      const since = seldom === null ? sinceVisit(window, last, asOf) : sinceDue(window, last, seldom, asOf);
      if (typeof since !== 'number') return since;
      if (!asOf.tells) return decidedOfEpisode(this, timeline, episode, since, asOf);
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
