import type { Instant } from '@keepwell/domain/records';
import { addMonths, DAY, HOUR, MINUTE } from '../calendar.js';
import { OFFERS } from '../practice/services.js';
import type { RecordHistory } from '../world.js';
import { walkCourse, type Course } from './course.js';
import type { Person } from './person.js';
import { openPlan } from './plan.js';
import { takeScore } from './scores.js';

const PHASES = [
  { visits: 5, days: 7 },
  { visits: 10, days: 14 },
];
const PRESCRIBED = 15;

/** Six months, paid in instalments: a consultation, weekly then fortnightly touchpoints, a review before the end. */
export function liveProgram(person: Person, contactAt: Instant): void {
  const { random, chart, place, patientId } = person;
  let plan: RecordHistory<'plan'> | null = null;
  let program: RecordHistory<'program'> | null = null;
  const close = (at: Instant, status: 'completed' | 'cancelled'): Instant | null => {
    if (plan === null || program === null) return null;
    chart.revise(program, at, { status }, 'endsAt');
    return chart.revise(plan, at, { status, closeReason: null }, 'closedAt');
  };
  const course: Course = {
    specialty: 'PR',
    line: OFFERS.touchpoint.line,
    prescribed: PRESCRIBED,
    planId: null,
    offer: (visits) => (visits === 0 ? OFFERS.programTalk : visits === 12 ? OFFERS.programReview : OFFERS.touchpoint),
    intervalDays: (visits) => (visits < 5 ? 7 : 14),
    graceDays: () => 2,
    leaving: (visits) => (visits === 1 ? 0.2 : 0.025),
    leaveBy: { silent: 55, cancelled: 30, no_show: 15 },
    rebooksAtVisit: 0.9,
    bookingDelayDays: () => random.between(0.3, 6),
    comesBack: { share: 0.3, medianDays: 15 },
    ruleWhenUnbooked: (visits) => (visits <= 3 ? 'R10' : 'R01'),
    charged: false,
    begins: ({ startsAt, endsAt }) => {
      if (plan !== null) return;
      const startedAt = endsAt - 4 * MINUTE;
      plan = openPlan(person, startedAt, {
        line: OFFERS.touchpoint.line,
        specialty: 'PR',
        startedAt: startsAt,
        phases: PHASES,
        prescribedVisits: PRESCRIBED,
        intervalDays: 7,
      });
      course.planId = plan.id;
      program = chart.open('program', startedAt, {
        patientId,
        name: 'Six-month health program',
        startedAt,
        endsAt: place.calendar.at(addMonths(place.calendar.dayOf(startsAt), 6), 12 * 60),
        coordinator: person.practitionerId,
        status: 'active',
        handoffAt: null,
      });
      const handoff = random.chance(0.9) ? random.between(0.3, 20) : random.between(40, 160);
      chart.revise(program, startedAt + handoff * HOUR, {}, 'handoffAt');
      takeScore(person, endsAt, 'PROMIS-29', random.between(32, 45));
      payInstalments(person, startedAt, 6);
    },
    finished: (endedAt) => close(endedAt + random.between(1, 60) * HOUR, 'completed'),
    abandoned: (gap) => (random.chance(0.5) ? close(gap.since + random.between(20, 60) * DAY, 'cancelled') : null),
  };
  walkCourse(person, course, contactAt);
}

function payInstalments(person: Person, startedAt: Instant, months: number): void {
  const { chart, place, random, setting, patientId } = person;
  for (let month = 0; month < months; month++) {
    const at = place.calendar.at(addMonths(place.calendar.dayOf(startedAt), month), 10 * 60 + 5);
    if (at < startedAt || at > person.until) continue;
    const failed = random.chance(0.05);
    chart.open('payment', at, {
      patientId,
      invoiceId: null,
      membershipId: null,
      at,
      amountMinor: 45_000,
      currency: setting.currency,
      kind: 'charge',
      status: failed ? 'failed' : 'succeeded',
      failureCode: failed ? 'insufficient_funds' : null,
      attempt: 1,
      nextAttemptAt: failed ? at + 3 * DAY : null,
    });
  }
}
