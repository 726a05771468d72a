import type { Finding } from '../../evaluation.js';
import type { AsOf } from '../../timeline/as-of.js';
import type { Booking } from '../../timeline/booking.js';
import type { Timeline } from '../../timeline/timeline.js';
import { formatDate } from '../../zones/calendar-date.js';
import { visitFact } from '../evidence.js';
import { askOnce, recordFinding } from '../record-finding.js';
import type { Rule, Silence } from '../rule.js';
import { daysOf, windowEnd, windowNamed, type Window } from '../window.js';

/**
 * Appointments have passed and nobody has entered what became of them: housekeeping for the front desk, and nothing of the patient's (K11).
 * Not asked where a source never tells an outcome (Q28).
 */
export const outcomeMissing: Rule = {
  id: 'P06',
  name: 'OUTCOME_MISSING',
  version: 1,
  kind: 'V',
  class: 'S4',
  says: 'An appointment has passed and nobody has entered what became of it.',
  practiceRule: true,
  defaults: { after: '2 BD', longest: '30 d' },
  prepare(parameters) {
    const window = windowNamed(this.id, parameters, 'after');
    const longest = daysOf(this.id, 'longest', parameters.longest);
    return (timeline, asOf) => askOnce(ask(this, timeline, { window, longest }, asOf));
  },
};

interface Terms {
  window: Window;
  longest: number;
}

function ask(rule: Rule, timeline: Timeline, { window, longest }: Terms, asOf: AsOf): Finding | Silence {
  const missing: { booking: Booking; since: number }[] = [];
  let soon: Booking | null = null;
  for (const booking of timeline.bookings) {
    const { standing, row, startsAt, day, opening } = booking;
    if (standing !== 'unknown' || timeline.practice.keepsNoOutcome(row.source) || !asOf.reached(startsAt)) continue;
    if (asOf.reached(opening.zone.startOf(day + longest))) continue;
    const since = windowEnd(window, opening, day);
    if (since !== null && asOf.reached(since)) missing.push({ booking, since });
    else soon = booking;
  }
  const [first] = missing;
  if (first === undefined) return soon === null ? ALL_ENTERED : stillToCome(soon, window);
  const days = missing.map(({ booking }) => formatDate(booking.day)).join(', ');
  return recordFinding(rule, timeline, {
    episode: null,
    since: Math.min(...missing.map(({ since }) => since)),
    reason: `No outcome is entered for the ${missing.length === 1 ? 'appointment' : 'appointments'} of ${days}.`,
    facts: missing.map(({ booking }) => visitFact(booking, 'Appointment without an outcome')),
    checked: [],
    clearsWhen: `What became of ${missing.length === 1 ? 'it' : 'each'} is entered; after ${longest} days it is let be.`,
    parameters: { after: window.text, longest: `${longest} d` },
    service: first.booking.service?.name ?? first.booking.lineName,
    locationId: first.booking.row.data.locationId ?? timeline.patient.locationId,
    practitionerId: first.booking.row.data.practitionerId ?? timeline.patient.practitionerId,
  });
}

const ALL_ENTERED: Silence = {
  because: 'not_applicable',
  says: 'Every appointment of late that has passed has its outcome.',
};

function stillToCome({ id, day }: Booking, { text }: Window): Silence {
  return { because: 'waiting', says: `${text} to enter the outcome of ${id} of ${formatDate(day)} have not passed.` };
}
