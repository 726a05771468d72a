import type { Instant } from '@keepwell/domain/records';
import { addMonths, dateOfDay, MINUTE } from '../calendar.js';
import { newestOf } from '../chart.js';
import { OFFERS, type Offer } from '../practice/services.js';
import type { RecordHistory } from '../world.js';
import { walkCourse, type Course } from './course.js';
import type { Person } from './person.js';
import { abandonPlan, openPlan } from './plan.js';

/** Injectables wear off, facials are a habit, laser hair removal is a prepaid series. */
export function liveMedspa(person: Person, contactAt: Instant): void {
  const kind = person.random.weighted({ neurotoxin: 42, facial: 26, laserHair: 32 });
  if (kind === 'laserHair') return laserSeries(person, contactAt);
  const habit = HABITS[kind];
  const { random } = person;
  walkCourse(
    person,
    {
      specialty: 'MS',
      line: habit.offer.line,
      prescribed: null,
      planId: null,
      offer: () => habit.offer,
      intervalDays: () => habit.intervalDays + random.whole(-habit.spread, habit.spread),
      graceDays: () => habit.overdueDays,
      agreedDays: () => habit.intervalDays,
      leaving: (visits) => (visits === 1 ? habit.firstLeaving : 0.08),
      leaveBy: { silent: 80, cancelled: 12, no_show: 8 },
      rebooksAtVisit: 0.42,
      bookingDelayDays: () => habit.intervalDays * random.between(0.6, 1.35),
      comesBack: { share: 0.22, medianDays: 45 },
      ruleWhenUnbooked: () => 'R19',
      charged: true,
    },
    contactAt,
  );
}

interface Habit {
  offer: Offer;
  intervalDays: number;
  spread: number;
  overdueDays: number;
  firstLeaving: number;
}
const HABITS: Record<'neurotoxin' | 'facial', Habit> = {
  // 57 % of first treatments are followed by a second within six months (rules-catalogue section 2).
  neurotoxin: { offer: OFFERS.neurotoxin, intervalDays: 98, spread: 14, overdueDays: 16 * 7, firstLeaving: 0.36 },
  facial: { offer: OFFERS.facial, intervalDays: 33, spread: 5, overdueDays: 6 * 7, firstLeaving: 0.25 },
};

function laserSeries(person: Person, contactAt: Instant): void {
  const { random, chart, setting, patientId } = person;
  const prescribed = 6;
  let plan: RecordHistory<'plan'> | null = null;
  let units: RecordHistory<'package'> | null = null;
  const course: Course = {
    specialty: 'MS',
    line: OFFERS.laserHair.line,
    prescribed,
    planId: null,
    offer: () => OFFERS.laserHair,
    intervalDays: () => 42,
    graceDays: () => 7,
    leaving: (visits) => (visits === 1 ? 0.12 : 0.09),
    leaveBy: { silent: 60, cancelled: 25, no_show: 15 },
    rebooksAtVisit: 0.78,
    bookingDelayDays: () => random.between(2, 40),
    comesBack: { share: 0.3, medianDays: 40 },
    ruleWhenUnbooked: () => 'R01',
    charged: false,
    begins: ({ startsAt, endsAt }) => {
      if (plan !== null) return;
      plan = openPlan(person, endsAt - 3 * MINUTE, {
        line: OFFERS.laserHair.line,
        specialty: 'MS',
        startedAt: startsAt,
        phases: null,
        prescribedVisits: prescribed,
        intervalDays: 42,
      });
      course.planId = plan.id;
      units = chart.open('package', endsAt - 2 * MINUTE, {
        patientId,
        name: 'Laser hair removal, six sessions',
        line: OFFERS.laserHair.line,
        unitsTotal: prescribed,
        unitsUsed: 0,
        purchasedAt: endsAt - 2 * MINUTE,
        expiresOn: dateOfDay(addMonths(person.place.calendar.dayOf(startsAt), 18)),
        status: 'active',
        priceMinor: OFFERS.laserHair.priceMinor * prescribed,
        currency: setting.currency,
      });
    },
    ended: ({ endedAt }) => {
      if (units === null) return;
      const used = (newestOf(units).data.unitsUsed ?? 0) + 1;
      chart.revise(units, endedAt, {
        unitsUsed: Math.min(used, prescribed),
        status: used >= prescribed ? 'used' : 'active',
      });
    },
    finished: (endedAt) =>
      plan === null
        ? null
        : chart.revise(plan, endedAt + 10 * MINUTE, { status: 'completed', closeReason: 'series done' }, 'closedAt'),
    abandoned: (gap) => (plan === null ? null : abandonPlan(person, plan, gap, 0.25)),
  };
  walkCourse(person, course, contactAt);
}
