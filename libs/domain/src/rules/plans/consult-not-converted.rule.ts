import type { AsOf } from '../../timeline/as-of.js';
import { countsForLine, type Booking } from '../../timeline/booking.js';
import { episodeKey } from '../../timeline/episode.js';
import { bookingWithinHorizon, horizonDays } from '../../timeline/horizon.js';
import type { Timeline } from '../../timeline/timeline.js';
import { formatDate } from '../../zones/calendar-date.js';
import { bookingsChecked, describeLine, visitFact } from '../evidence.js';
import { isInferred } from '../losses/loss-rules.js';
import { askEach, recordFinding } from '../record-finding.js';
import { classOf, type Rule } from '../rule.js';
import { bookedSilence, closedSince, notForSpecialty, sinceVisit, type Answer } from '../visits/episode-rules.js';
import { windowsBySpecialty, type WindowOf } from '../window.js';

/** A consult was attended, and no treatment followed (RC 4, Q44, Q57). */
export const consultNotConverted: Rule = {
  id: 'R14',
  name: 'CONSULT_NOT_CONVERTED',
  version: 1,
  kind: 'O',
  class: 'S2',
  says: 'Came for a consult; no treatment was booked.',
  startsOff: true,
  defaults: { PT: '2 BD', PR: '2 BD', MS: '3 d', DE: '14 d' },
  prepare(parameters) {
    const windowOf = windowsBySpecialty(this.id, parameters);
    return (timeline, asOf) =>
      askEach(lastConsults(timeline), 'No consult on record.', (consult) =>
        ask(this, timeline, consult, windowOf, asOf),
      );
  },
};

/** Of each line the last one: the earlier are past (Q57). */
function lastConsults({ visits }: Timeline): Booking[] {
  const last = new Map<string, Booking>();
  for (const visit of visits) if (visit.service?.kind === 'consult') last.set(visit.line, visit);
  return [...last.values()];
}

/** Whatever became of it: a treatment that was lost again is judged by the rules of losses. */
function conversionOf({ bookings, practice }: Timeline, consult: Booking): Booking | null {
  // The live list takes whatever follows: a program goes on with touchpoints, and some practices name no kinds (Q57 is the audit's).
  const isTreatment = ({ service }: Booking): boolean =>
    practice.isLive ? service?.kind !== 'consult' : service?.kind === 'treatment' || service?.kind === 'class';
  const converts = (booking: Booking): boolean => isTreatment(booking) && follows(booking);
  const follows = ({ standing, startsAt, line }: Booking): boolean =>
    standing !== 'idle' && startsAt > consult.startsAt && countsForLine(line, consult.line);
  return bookings.find(converts) ?? null;
}

function ask(rule: Rule, timeline: Timeline, consult: Booking, windowOf: WindowOf, asOf: AsOf): Answer {
  const { line, lineName, specialty, plan, service, row, day } = consult;
  const window = windowOf(specialty);
  if (window === null) return notForSpecialty(consult, asOf);
  const closed = closedSince(timeline, line, day);
  if (closed !== null) return { because: 'closed', says: `Plan ${closed.id} of the line is closed (E03).` };
  const conversion = conversionOf(timeline, consult);
  if (conversion !== null) {
    return {
      because: 'answered',
      says: `Appointment ${conversion.id} of ${formatDate(conversion.day)} followed the consult.`,
    };
  }
  const booking = bookingWithinHorizon(timeline.live, line, specialty, asOf);
  if (booking !== null) return bookedSilence(booking, asOf);
  const since = sinceVisit(window, consult, asOf);
  if (typeof since !== 'number') return since;
  return recordFinding(rule, timeline, {
    class: classOf(rule, isInferred(timeline, consult)),
    episode: episodeKey(plan, lineName),
    since,
    reason: `Consult on ${formatDate(day)} (${describeLine(lineName)}); no treatment followed, nothing booked.`,
    facts: [visitFact(consult, 'Consult')],
    checked: [...bookingsChecked(timeline, line, specialty, asOf), 'no treatment or class after the consult'],
    clearsWhen: `A booking in ${describeLine(lineName)} within ${horizonDays(specialty)} days, or the end of the plan.`,
    parameters: { window: window.text },
    service: service?.name ?? lineName,
    locationId: row.data.locationId ?? timeline.patient.locationId,
    practitionerId: row.data.practitionerId ?? timeline.patient.practitionerId,
  });
}
