import type { Finding } from '../../evaluation.js';
import type { Instant } from '../../records.js';
import type { AsOf } from '../../timeline/as-of.js';
import type { Booking } from '../../timeline/booking.js';
import { ANY_LINE, bookingWithinHorizon, horizonDays } from '../../timeline/horizon.js';
import type { Timeline } from '../../timeline/timeline.js';
import { formatDate } from '../../zones/calendar-date.js';
import { bookedSilence, notForSpecialty } from './episode-rules.js';
import { bookingsChecked, lossFact, visitFact } from '../evidence.js';
import { byLoss } from '../losses/loss-rules.js';
import type { Rule, Silence } from '../rule.js';
import { decided, silent, UNTOLD } from '../untold.js';
import { windowEnd, windowsBySpecialty, type Window, type WindowOf } from '../window.js';

interface Lapse {
  last: Booking;
  since: Instant;
  window: Window;
}

/** The limit counts from the last visit; for a person who was never seen, from the last loss (Q04, Q60). */
function lapseOrSilence(timeline: Timeline, windowOf: WindowOf, asOf: AsOf): Lapse | Silence {
  const last = timeline.visits.at(-1) ?? [...timeline.losses].sort(byLoss).at(-1);
  if (last === undefined)
    return !asOf.tells ? UNTOLD.no_data : { because: 'no_data', says: 'Neither a visit nor a lost booking on record.' };
  const window = windowOf(last.specialty);
  if (window === null) return notForSpecialty(last, asOf);
  if (!timeline.hasContact) {
    return asOf.tells
      ? { because: 'not_applicable', says: 'Neither phone nor email on record.' }
      : UNTOLD.not_applicable;
  }
  const since = windowEnd(window, last.opening, last.loss?.day ?? last.day);
  if (since === null || !asOf.reached(since)) {
    if (!asOf.tells) return UNTOLD.waiting;
    return {
      because: 'waiting',
      says: `${window.text} after ${formatDate(last.loss?.day ?? last.day)} have not passed.`,
    };
  }
  const booking = bookingWithinHorizon(timeline.live, ANY_LINE, last.specialty, asOf);
  return booking === null ? { last, since, window } : bookedSilence(booking, asOf);
}

/** Beyond the inactivity limit: no longer off-track, but gone. The other rules are silent about a lapsed person (Q04). */
export const lapsed: Rule = {
  id: 'R18',
  name: 'LAPSED',
  version: 1,
  kind: 'W',
  class: 'S4',
  says: 'Not seen for longer than the inactivity limit; can be reached, nothing booked.',
  defaults: { DE: '18 months', MS: '12 months', PT: '12 months', DPC: '18 months', PR: '12 months', MB: '12 months' },
  prepare(parameters) {
    const windowOf = windowsBySpecialty(this.id, parameters);
    return (timeline, asOf) => {
      const lapse = lapseOrSilence(timeline, windowOf, asOf);
      if ('because' in lapse) return silent(lapse);
      if (!asOf.tells) return { findings: [decided(this, false, null, lapse.since)], silence: null };
      return { findings: [lapsedFinding(this, timeline, lapse, asOf)], silence: null };
    };
  },
};

function lapsedFinding(rule: Rule, timeline: Timeline, { last, since, window }: Lapse, asOf: AsOf): Finding {
  const { loss, day, specialty, row, service, lineName } = last;
  const what = loss === null ? `Last seen ${formatDate(day)}` : `Never seen; last booking lost ${formatDate(loss.day)}`;
  return {
    rule: rule.id,
    name: rule.name,
    version: rule.version,
    kind: rule.kind,
    class: rule.class,
    episode: null,
    since,
    reason: `${what}; lapsed after ${window.text}; nothing booked.`,
    facts: [loss === null ? visitFact(last, 'Last visit') : lossFact(last)],
    checked: bookingsChecked(timeline, ANY_LINE, specialty, asOf),
    clearsWhen: `Any booking within ${horizonDays(specialty)} days, or a visit.`,
    parameters: { window: window.text },
    service: service?.name ?? lineName,
    locationId: row.data.locationId ?? timeline.patient.locationId,
    practitionerId: row.data.practitionerId ?? timeline.patient.practitionerId,
  };
}
