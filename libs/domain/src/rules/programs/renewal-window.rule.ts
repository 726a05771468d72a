import type { Finding } from '../../evaluation.js';
import type { AsOf } from '../../timeline/as-of.js';
import type { Booking } from '../../timeline/booking.js';
import { isProgramCalledOff } from '../../timeline/ended-programs.js';
import { ownRecords } from '../../timeline/own-records.js';
import type { Timeline } from '../../timeline/timeline.js';
import type { Seen } from '../../timeline/versions.js';
import { addMonths, formatDate, type EpochDay } from '../../zones/calendar-date.js';
import { bookingFact } from '../evidence.js';
import { askEach, recordFact, recordFinding } from '../record-finding.js';
import type { Rule, Silence } from '../rule.js';
import { daysOf } from '../window.js';

const USUAL_MONTHS = 6;

/** A program nears its end, and nobody has talked about what comes next (RC 4, Q71). */
export const renewalWindow: Rule = {
  id: 'R29',
  name: 'RENEWAL_WINDOW',
  version: 1,
  kind: 'W',
  class: 'S2',
  says: 'A program nears its end and there is no talk about going on.',
  startsOff: true,
  startsIn: ['PR'],
  defaults: { from: '120 d', decision: '14 d' },
  restsOn: ['program'],
  alsoReads: ['membership'],
  prepare(parameters) {
    const from = daysOf(this.id, 'from', parameters.from);
    const decision = daysOf(this.id, 'decision', parameters.decision);
    return (timeline, asOf) =>
      askEach(ownRecords(timeline, 'program', asOf), 'No program on record.', (seen) =>
        ask(this, timeline, seen, { from, decision }, asOf),
      );
  },
};

/** A review that stands or was held, from the day on which going on is to be talked about. */
function talkOf({ bookings, opening }: Timeline, from: EpochDay): Booking | null {
  const isTalk = ({ service, standing, startsAt }: Booking): boolean =>
    service?.kind === 'review' && (standing === 'live' || standing === 'visit') && opening.zone.dayOf(startsAt) >= from;
  return bookings.find(isTalk) ?? null;
}

function ask(
  rule: Rule,
  timeline: Timeline,
  seen: Seen<'program'>,
  days: { from: number; decision: number },
  asOf: AsOf,
): Finding | Silence {
  const { startedAt, endsAt, name } = seen.row.data;
  if (startedAt === null) return { because: 'no_data', says: 'Not known since when the program runs.' };
  if (!asOf.reached(startedAt)) return { because: 'waiting', says: 'The program has not begun.' };
  if (isProgramCalledOff(seen, asOf))
    return { because: 'closed', says: `Program ${seen.row.id} is completed or cancelled.` };
  const { zone } = timeline.opening;
  const started = zone.dayOf(startedAt);
  const fromDay = started + days.from;
  const from = zone.startOf(fromDay);
  const end = endsAt === null ? addMonths(started, USUAL_MONTHS) : zone.dayOf(endsAt);
  const decided = zone.startOf(end + days.decision);
  const talk = talkOf(timeline, fromDay);
  const isPast = asOf.reached(decided);
  if (isPast) {
    const next = ownRecords(timeline, 'membership', asOf).find(
      ({ row }) =>
        row.data.startedAt !== null && zone.dayOf(row.data.startedAt) >= fromDay && asOf.reached(row.data.startedAt),
    );
    if (next !== undefined) return { because: 'answered', says: `Goes on as a member: ${next.row.id}.` };
  } else {
    if (!asOf.reached(from))
      return { because: 'waiting', says: `Going on is to be talked about from ${formatDate(fromDay)}.` };
    if (talk !== null) return { because: 'answered', says: `Review ${talk.id} on ${formatDate(talk.day)}.` };
  }
  const what = isPast ? 'no membership follows' : 'no review is held or booked';
  return recordFinding(rule, timeline, {
    episode: seen.row.id,
    since: isPast && (talk !== null || decided < from) ? decided : from,
    reason: `${name?.trim() || 'Program'} since ${formatDate(started)}, ends ${formatDate(end)}; ${what}.`,
    facts: [
      recordFact('program', seen, startedAt, `Program from ${formatDate(started)} to ${formatDate(end)}`),
      ...(talk === null ? [] : [bookingFact(talk)]),
    ],
    checked: [isPast ? `no membership started since ${formatDate(fromDay)}` : `no review since ${formatDate(fromDay)}`],
    clearsWhen: isPast
      ? 'A membership, or the program completed.'
      : 'A review held or booked, or the program completed.',
    parameters: { from: `${days.from} d`, decision: `${days.decision} d` },
  });
}
