import type { Instant } from '@keepwell/domain/records';
import { addMonths, DAY, dateOfDay, HOUR, MINUTE } from '../calendar.js';
import { newestOf } from '../chart.js';
import { OFFERS } from '../practice/services.js';
import type { RecordHistory } from '../world.js';
import { walkCourse, type Course } from './course.js';
import type { Person } from './person.js';
import { abandonPlan, openPlan } from './plan.js';

const HYGIENE_DAYS = 182;
const RECALL_GRACE_DAYS = 14;

/** Hygiene twice a year: a good half leaves with the next one booked, the rest waits to be reminded, some never come. */
export function liveDental(person: Person, contactAt: Instant): void {
  const { random, place } = person;
  const course: Course = {
    specialty: 'DE',
    line: 'hygiene',
    prescribed: null,
    planId: null,
    offer: () => OFFERS.hygiene,
    intervalDays: () => HYGIENE_DAYS,
    graceDays: () => HYGIENE_DAYS + RECALL_GRACE_DAYS,
    agreedDays: () => HYGIENE_DAYS,
    leaving: () => 0.11,
    leaveBy: { silent: 75, cancelled: 17, no_show: 8 },
    rebooksAtVisit: 0.57,
    bookingDelayDays: () => (random.chance(0.72) ? random.between(140, 190) : random.between(200, 330)),
    comesBack: { share: 0.2, medianDays: 60 },
    ruleWhenUnbooked: () => 'R17',
    charged: true,
    ended: ({ endedAt }) => renewRecall(person, endedAt),
  };
  walkCourse(person, course, contactAt);
  const firstVisit = person.chart.all('appointment').find((booking) => newestOf(booking).data.status === 'completed');
  if (firstVisit !== undefined && random.chance(0.28)) {
    const found = newestOf(firstVisit).data.startsAt + random.between(0, 420) * DAY;
    restore(person, place.calendar.deskFrom(found));
  }
}

/** What the examination found: a short plan of treatments two weeks apart. */
function restore(person: Person, contactAt: Instant): void {
  const { random } = person;
  const prescribed = random.whole(2, 4);
  let plan: RecordHistory<'plan'> | null = null;
  const course: Course = {
    specialty: 'DE',
    line: 'restorative',
    prescribed,
    planId: null,
    offer: (visits) => (visits === 0 && plan === null ? OFFERS.dentalExam : OFFERS.restoration),
    intervalDays: () => 14,
    graceDays: () => 7,
    leaving: () => 0.14,
    leaveBy: { silent: 55, cancelled: 35, no_show: 10 },
    rebooksAtVisit: 0.8,
    bookingDelayDays: () => random.between(1, 16),
    comesBack: { share: 0.25, medianDays: 40 },
    ruleWhenUnbooked: () => 'R01',
    charged: true,
    begins: ({ startsAt, endsAt }) => {
      if (plan !== null) return;
      plan = openPlan(person, endsAt - 2 * MINUTE, {
        line: 'restorative',
        specialty: 'DE',
        startedAt: startsAt,
        phases: null,
        prescribedVisits: prescribed,
        intervalDays: 14,
      });
      course.planId = plan.id;
    },
    finished: (endedAt) =>
      plan === null
        ? null
        : person.chart.revise(
            plan,
            endedAt + random.between(0.2, 30) * HOUR,
            {
              status: 'completed',
              closeReason: 'treatment completed',
            },
            'closedAt',
          ),
    abandoned: (gap) => (plan === null ? null : abandonPlan(person, plan, gap, 0.35)),
  };
  walkCourse(person, course, contactAt);
}

/** The visit fulfils the recall that stood and sets the next one. */
function renewRecall(person: Person, visitedAt: Instant): void {
  const { chart, place, patientId } = person;
  const standing = chart.all('recall').at(-1);
  if (standing !== undefined) chart.revise(standing, visitedAt + 5 * MINUTE, {}, 'doneAt');
  chart.open('recall', visitedAt + 6 * MINUTE, {
    patientId,
    type: 'hygiene',
    dueOn: dateOfDay(addMonths(place.calendar.dayOf(visitedAt), 6)),
    intervalMonths: 6,
    disabledUntil: null,
    doneAt: null,
  });
}
