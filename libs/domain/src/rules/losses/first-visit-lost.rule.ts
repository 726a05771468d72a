import { answerTo } from '../../timeline/answers.js';
import type { AsOf } from '../../timeline/as-of.js';
import type { Booking } from '../../timeline/booking.js';
import { ANY_LINE, bookingWithinHorizon } from '../../timeline/horizon.js';
import type { Timeline } from '../../timeline/timeline.js';
import { formatDate } from '../../zones/calendar-date.js';
import { bookedSilence, notForSpecialty } from '../visits/episode-rules.js';
import { answeredSilence, byLoss, lossFound, noLoss, sinceLoss, type Held } from './loss-rules.js';
import type { Rule, Silence } from '../rule.js';
import { silent, UNTOLD } from '../untold.js';
import { windowsBySpecialty, type WindowOf } from '../window.js';

const isLostByPatient = ({ loss }: Booking): boolean => loss !== null && loss.by !== 'clinic';

function heldOrSilence(timeline: Timeline, windowOf: WindowOf, asOf: AsOf): Held | Silence {
  const [visit] = timeline.visits;
  if (visit !== undefined && !asOf.tells) return UNTOLD.not_applicable;
  if (visit !== undefined)
    return { because: 'not_applicable', says: `Has been seen, first on ${formatDate(visit.day)}.` };
  // Rows on a waiting list or asked for tentatively are no booking that could be lost (Q27).
  const first = timeline.bookings.find(({ standing }) => standing !== 'idle');
  if (first === undefined || !isLostByPatient(first)) return noLoss(timeline, asOf);
  const latest = timeline.losses.filter(isLostByPatient).sort(byLoss).at(-1) ?? first;
  const window = windowOf(latest.specialty);
  if (window === null) return notForSpecialty(latest, asOf);
  const answer = answerTo(timeline, latest);
  if (answer !== null) return answeredSilence(latest, answer, asOf);
  const booking = bookingWithinHorizon(timeline.live, ANY_LINE, latest.specialty, asOf);
  if (booking !== null) return bookedSilence(booking, asOf);
  const since = sinceLoss(window, latest, asOf);
  return typeof since === 'number' ? { lost: latest, since, window } : since;
}

/** Booked for the first time, lost it, and was never seen (Q58). */
export const firstVisitLost: Rule = {
  id: 'R15',
  name: 'FIRST_VISIT_LOST',
  version: 1,
  kind: 'O',
  class: 'S1',
  says: 'A new patient lost the first booking and has never been seen.',
  defaults: { all: '1 BD' },
  needs: ['loss'],
  prepare(parameters) {
    const windowOf = windowsBySpecialty(this.id, parameters);
    return (timeline, asOf) => {
      const held = heldOrSilence(timeline, windowOf, asOf);
      if ('because' in held) return silent(held);
      return { findings: [lossFound(this, timeline, [held], asOf)], silence: null };
    };
  },
};
