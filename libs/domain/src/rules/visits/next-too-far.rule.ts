import type { AsOf } from '../../timeline/as-of.js';
import { countsForLine, type Booking } from '../../timeline/booking.js';
import { isFinished, type Episode } from '../../timeline/episode.js';
import { intervalOfEpisode, type Timeline } from '../../timeline/timeline.js';
import { formatDate, type EpochDay } from '../../zones/calendar-date.js';
import { bookingFact, describeInterval, describeLine, describeVisits } from '../evidence.js';
import type { Rule } from '../rule.js';
import { UNTOLD } from '../untold.js';
import { RuleParameterWrong, windowsBySpecialty, type Window } from '../window.js';
import {
  decidedOfEpisode,
  episodeFinding,
  closedSilence,
  finishedSilence,
  notForSpecialty,
  noVisitYet,
  perEpisode,
  type Answer,
} from './episode-rules.js';

const INTERVALS = 2;

/** The next booking stands, but so far off that the plan is broken (RC 4, Q33, Q52). */
export const nextTooFar: Rule = {
  id: 'R09',
  name: 'NEXT_TOO_FAR',
  version: 1,
  kind: 'O',
  class: 'S2',
  says: 'The next booking is much further away than the plan calls for.',
  startsOff: true,
  defaults: { PT: '14 d', PR: '21 d', MS: '60 d' },
  needs: ['booking'],
  prepare(parameters) {
    const floorOf = windowsBySpecialty(this.id, parameters);
    for (const [name, text] of Object.entries(parameters)) {
      if (!String(text).endsWith(' d')) throw new RuleParameterWrong(this.id, name, text);
    }
    return perEpisode((timeline, episode, asOf) => {
      const floor = floorOf(episode.specialty);
      return floor === null ? notForSpecialty(episode, asOf) : tooFar(this, timeline, episode, floor, asOf);
    });
  },
};

/**
 * In the live list a booking is measured from when it was made: whoever comes back after a long absence and books for tomorrow has
 * closed the gap, not opened one. An audit counts from the last visit (Q52).
 */
function countsFrom({ practice }: Timeline, last: Booking, next: Booking): EpochDay {
  const { createdAt } = next.row;
  if (!practice.isLive || createdAt === null) return last.day;
  return Math.max(last.day, next.opening.zone.dayOf(createdAt));
}

function tooFar(rule: Rule, timeline: Timeline, episode: Episode, floor: Window, asOf: AsOf): Answer {
  const { visitDays, closedBecause, line, lineName } = episode;
  if (closedBecause !== null) return closedSilence(closedBecause, asOf);
  const last = visitDays.at(-1);
  if (last === undefined) return noVisitYet(asOf);
  if (isFinished(episode)) return finishedSilence(episode, asOf);
  const next = timeline.live.find((booking) => countsForLine(booking.line, line));
  if (next === undefined && !asOf.tells) return UNTOLD.not_applicable;
  if (next === undefined) return { because: 'not_applicable', says: `Nothing is booked in ${describeLine(lineName)}.` };
  const interval = intervalOfEpisode(timeline, episode);
  const days = next.day - countsFrom(timeline, last, next);
  const since = next.day - days === last.day ? 'the last visit' : 'it was made';
  if (days <= INTERVALS * interval.days || days <= floor.count) {
    if (!asOf.tells) return UNTOLD.live_booking;
    return {
      because: 'live_booking',
      says: `Booking ${next.id} stands on ${formatDate(next.day)}, ${days} days after ${since}.`,
    };
  }
  const beganAt = Math.max(last.startsAt, next.row.createdAt ?? last.startsAt);
  if (!asOf.tells) return decidedOfEpisode(rule, timeline, episode, beganAt, asOf);
  const finding = episodeFinding({
    rule,
    timeline,
    episode,
    last,
    asOf,
    since: beganAt,
    parameters: { floor: floor.text, intervalDays: interval.days, days },
  });
  return {
    ...finding,
    reason: `${describeVisits(episode)}; ${describeInterval(interval)}; the next booking is on ${formatDate(next.day)}, ${days} days after ${since === 'the last visit' ? 'it' : since}.`,
    facts: [...finding.facts, bookingFact(next)],
    checked: [`the earliest booking in ${describeLine(lineName)} is ${next.id}`],
    clearsWhen: 'An earlier booking, a visit, a changed plan, or the end of the plan.',
  };
}
