import type { Instant } from '@keepwell/domain/records';
import { addMonths, DAY, dateOfDay, HOUR, type Day } from '../calendar.js';
import { newestOf } from '../chart.js';
import { OFFERS, type Offer } from '../practice/services.js';
import type { EpisodeTruth, RecordHistory } from '../world.js';
import { walkCourse } from './course.js';
import type { Person } from './person.js';

interface Terms {
  specialty: 'MB' | 'DPC';
  name: string;
  offer: Offer;
  priceMinor: number;
  visitEveryDays: number;
  monthlyCancel: number;
}
const TERMS: Record<'MB' | 'DPC', Terms> = {
  MB: {
    specialty: 'MB',
    name: 'Monthly massage',
    offer: OFFERS.massage,
    priceMinor: 5900,
    visitEveryDays: 30,
    monthlyCancel: 0.025,
  },
  DPC: {
    specialty: 'DPC',
    name: 'Family practice member',
    offer: OFFERS.primaryCare,
    priceMinor: 7500,
    visitEveryDays: 120,
    monthlyCancel: 0.012,
  },
};

/** A subscription: charged every month (about 7 % fail, most recover), used more or less, ended on request or for want of a card. */
export function liveMembership(person: Person, contactAt: Instant, specialty: 'MB' | 'DPC'): void {
  const terms = TERMS[specialty];
  const { random } = person;
  const startedAt = person.place.calendar.deskFrom(contactAt);
  const truth: EpisodeTruth = {
    specialty,
    line: terms.offer.line,
    planId: null,
    visits: 0,
    visitEnds: [],
    prescribed: null,
    closedAt: null,
    gaps: [],
    pauses: [],
  };
  const endedAt = payMonthly(person, terms, truth, startedAt);
  const visiting: Person = { ...person, until: Math.min(person.until, endedAt ?? Infinity) };
  const visits = walkCourse(
    visiting,
    {
      specialty,
      line: terms.offer.line,
      prescribed: null,
      planId: null,
      offer: () => terms.offer,
      intervalDays: () => Math.round(terms.visitEveryDays * random.between(0.8, 1.3)),
      graceDays: () => terms.visitEveryDays * 2,
      agreedDays: () => terms.visitEveryDays,
      leaving: () => 0.06,
      leaveBy: { silent: 80, cancelled: 12, no_show: 8 },
      rebooksAtVisit: specialty === 'MB' ? 0.6 : 0.3,
      bookingDelayDays: () => terms.visitEveryDays * random.between(0.3, 1.4),
      comesBack: { share: 0.3, medianDays: 40 },
      ruleWhenUnbooked: () => 'R04',
      charged: false,
    },
    contactAt,
  );
  visits.gaps.push(...truth.gaps);
  visits.gaps.sort((a, b) => a.since - b.since);
  visits.closedAt = endedAt;
}

/** Renews until it ends; answers when. */
function payMonthly(person: Person, terms: Terms, truth: EpisodeTruth, startedAt: Instant): Instant | null {
  const { chart, place, random, setting, patientId } = person;
  const firstDay = place.calendar.dayOf(startedAt);
  const renewal = (month: number): Day => addMonths(firstDay, month);
  const membership = chart.open('membership', startedAt, {
    patientId,
    name: terms.name,
    tier: 'standard',
    status: 'active',
    startedAt: Math.round(startedAt / 1000) * 1000,
    renewsAt: place.calendar.at(renewal(1), 10 * 60),
    endsAt: null,
    pausedUntil: null,
    cancelRequestedAt: null,
    priceMinor: terms.priceMinor,
    currency: setting.currency,
    cardExpiresOn: dateOfDay(addMonths(firstDay, random.whole(3, 40))),
    specialty: terms.specialty,
  });
  for (let month = 0; ; month++) {
    const chargedAt = month === 0 ? startedAt : place.calendar.at(renewal(month), 10 * 60);
    if (chargedAt > person.until) return null;
    if (!charge(person, membership, truth, chargedAt)) {
      return chart.revise(membership, chargedAt + 30 * DAY, { status: 'expired', renewsAt: null }, 'endsAt');
    }
    const renewsAt = place.calendar.at(renewal(month + 1), 10 * 60);
    if (month > 1 && random.chance(terms.monthlyCancel * person.habits.leavers)) {
      const askedAt = chargedAt + random.between(2, 26) * DAY;
      truth.gaps.push({
        since: askedAt,
        committedUntil: askedAt,
        agreedUntil: askedAt,
        cause: 'cancel_requested',
        afterVisits: 0,
        meantToLeave: true,
        reason: random.pick(['cost', 'schedule', 'dissatisfied'] as const),
        endedAt: null,
        expectedRule: 'R24',
      });
      chart.revise(membership, askedAt, { endsAt: renewsAt }, 'cancelRequestedAt');
      return chart.revise(membership, renewsAt, { status: 'cancelled', renewsAt: null });
    }
    chart.revise(membership, chargedAt + 4 * HOUR, { renewsAt, status: 'active' });
  }
}

/** One renewal: four tries in two weeks. Answers whether the money came. */
function charge(person: Person, membership: RecordHistory<'membership'>, truth: EpisodeTruth, at: Instant): boolean {
  const { chart, random, setting, patientId } = person;
  const fails = random.chance(0.07);
  const recoversAtTry = fails ? (random.chance(1 - 0.28 * person.habits.leavers) ? random.whole(2, 4) : null) : 1;
  for (const [index, days] of [0, 3, 7, 14].entries()) {
    const attempt = index + 1;
    const triedAt = at + days * DAY;
    const succeeded = attempt === recoversAtTry;
    chart.open('payment', triedAt, {
      patientId,
      invoiceId: null,
      membershipId: membership.id,
      at: triedAt,
      amountMinor: newestOf(membership).data.priceMinor ?? 0,
      currency: setting.currency,
      kind: 'charge',
      status: succeeded ? 'succeeded' : 'failed',
      failureCode: succeeded ? null : 'card_declined',
      attempt,
      nextAttemptAt: succeeded || attempt === 4 ? null : at + ([3, 7, 14][index] ?? 14) * DAY,
    });
    if (succeeded) break;
    if (attempt === 1) chart.revise(membership, triedAt, { status: 'past_due' });
  }
  if (recoversAtTry === 1) return true;
  const endedAt = recoversAtTry === null ? null : at + ([0, 3, 7, 14][recoversAtTry - 1] ?? 14) * DAY;
  truth.gaps.push({
    since: at,
    committedUntil: at,
    agreedUntil: at,
    cause: 'payment_failed',
    afterVisits: 0,
    meantToLeave: false,
    reason: null,
    endedAt,
    expectedRule: 'R21',
  });
  if (endedAt !== null) chart.revise(membership, endedAt, { status: 'active' });
  return recoversAtTry !== null;
}
