import type { EvidenceFact, Finding } from '../../evaluation.js';
import type { Instant } from '../../records.js';
import type { AsOf } from '../../timeline/as-of.js';
import { isProgramOpen } from '../../timeline/ended-programs.js';
import { describeMembership, membershipStanding } from '../../timeline/membership.js';
import { ownRecords } from '../../timeline/own-records.js';
import type { Timeline } from '../../timeline/timeline.js';
import type { Seen } from '../../timeline/versions.js';
import { formatMoment } from '../evidence.js';
import { chargesOf } from '../memberships/failed-charges.js';
import { askEach, recordFact, recordFinding } from '../record-finding.js';
import type { Rule, Silence } from '../rule.js';
import { daysOf, hoursOf } from '../window.js';

const HOUR_MS = 3_600_000;
/** A program may be paid for so long before it begins. */
const BEFORE_START_MS = 14 * 24 * HOUR_MS;

/** The first payment for a program or a membership, and nobody has been in touch since: the moment at which people doubt (S0-07). */
export const paidNoContact: Rule = {
  id: 'P01',
  name: 'PAID_NO_CONTACT',
  version: 1,
  kind: 'V',
  class: 'S1',
  says: 'Paid for the first time for a program or a membership, and nobody has been in touch since.',
  practiceRule: true,
  startsOff: true,
  startsIn: ['PR', 'MB', 'DPC'],
  defaults: { after: 24, until: '14 d' },
  restsOn: ['payment'],
  alsoReads: ['membership', 'program', 'communication'],
  prepare(parameters) {
    const hours = hoursOf(this.id, 'after', parameters.after, 1);
    const until = daysOf(this.id, 'until', parameters.until);
    return (timeline, asOf) =>
      askEach(firstPayments(timeline, asOf), 'No first payment for a program or a membership on record.', (paid) =>
        ask(this, timeline, paid, { hours, until }, asOf),
      );
  },
};

interface FirstPayment {
  payment: Seen<'payment'>;
  episode: string;
  /** "Six months", "Gold". */
  what: string;
}

function firstPayments(timeline: Timeline, asOf: AsOf): FirstPayment[] {
  const paid = chargesOf(timeline, asOf).filter(
    ({ row }) => row.data.status === 'succeeded' && row.data.amountMinor > 0,
  );
  if (paid.length === 0) return [];
  const ofMemberships = ownRecords(timeline, 'membership', asOf).flatMap((seen): FirstPayment[] => {
    if (membershipStanding(seen, asOf) === 'ended') return [];
    const { id, source } = seen.row;
    const payment = paid.find(({ row }) => row.data.membershipId === id && row.source === source);
    return payment === undefined ? [] : [{ payment, episode: id, what: describeMembership(seen) }];
  });
  const ofPrograms = ownRecords(timeline, 'program', asOf).flatMap((seen): FirstPayment[] => {
    const { startedAt, name } = seen.row.data;
    if (startedAt === null || !isProgramOpen(seen, asOf)) return [];
    const payment = paid.find(
      ({ row: { data } }) => data.membershipId === null && data.at >= startedAt - BEFORE_START_MS,
    );
    return payment === undefined ? [] : [{ payment, episode: seen.row.id, what: name?.trim() || 'program' }];
  });
  return [...ofMemberships, ...ofPrograms];
}

/** The first word or visit since, in whichever direction. */
function contactSince(timeline: Timeline, since: Instant, asOf: AsOf): Instant | null {
  const met = [
    ...ownRecords(timeline, 'communication', asOf).map(({ row }) => row.data.at),
    ...ownRecords(timeline, 'program', asOf).flatMap(({ row }) => row.data.handoffAt ?? []),
    ...timeline.visits.map(({ startsAt }) => startsAt),
  ];
  const later = met.filter((instant) => instant >= since && asOf.reached(instant));
  return later.length === 0 ? null : Math.min(...later);
}

function ask(
  rule: Rule,
  timeline: Timeline,
  { payment, episode, what }: FirstPayment,
  { hours, until }: { hours: number; until: number },
  asOf: AsOf,
): Finding | Silence {
  const { opening } = timeline;
  const { zone } = opening;
  const paidAt = payment.row.data.at;
  const paid = formatMoment(opening, paidAt);
  const contact = contactSince(timeline, paidAt, asOf);
  if (contact !== null) return { because: 'answered', says: `In touch on ${formatMoment(opening, contact)}.` };
  const elapsed = paidAt + hours * HOUR_MS;
  const day = zone.dayOf(elapsed);
  // As with the introduction to the coordinator (Q69): nobody can be in touch on a closed day.
  const deadline = opening.isOpen(day) ? elapsed : opening.endOfBusinessDays(day, 1);
  if (deadline === null || !asOf.reached(deadline)) return { because: 'waiting', says: `Paid ${paid}.` };
  if (asOf.reached(zone.startOf(zone.dayOf(paidAt) + until + 1)))
    return { because: 'closed', says: `Paid ${paid}, more than ${until} days ago.` };
  const fact: EvidenceFact = recordFact('payment', payment, paidAt, `First payment (${what}) on ${paid}`);
  return recordFinding(rule, timeline, {
    episode,
    since: deadline,
    reason: `First payment for ${what} on ${paid}; no contact in the connected systems by ${formatMoment(opening, deadline)}.`,
    facts: [fact],
    checked: ['no message, call, visit or introduction since the payment in the connected systems'],
    clearsWhen: `A message, a call, a visit or the introduction on record; or ${until} days have passed.`,
    parameters: { afterHours: hours, until: `${until} d` },
  });
}
