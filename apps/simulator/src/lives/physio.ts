import type { Instant, PlanPhase } from '@keepwell/domain/records';
import { DAY, HOUR, MINUTE } from '../calendar.js';
import { OFFERS } from '../practice/services.js';
import type { RecordHistory } from '../world.js';
import { walkCourse, type Course } from './course.js';
import type { Person } from './person.js';
import { abandonPlan, openPlan } from './plan.js';
import { takeScore } from './scores.js';

/** Six to twelve visits, twice a week and then tapering; one patient in five is gone by the third visit. */
export function livePhysio(person: Person, contactAt: Instant): void {
  const { random } = person;
  const phases = taper(random.whole(6, 12));
  const prescribed = phases.reduce((sum, phase) => sum + phase.visits, 0);
  let plan: RecordHistory<'plan'> | null = null;
  const course: Course = {
    specialty: 'PT',
    line: 'physiotherapy',
    prescribed,
    planId: null,
    offer: (visits) => (visits === 0 ? OFFERS.physioConsult : OFFERS.physioTreatment),
    intervalDays: (visits) => daysAfter(phases, visits),
    graceDays: () => 3,
    leaving: (visits) => [0, 0.1, 0.075, 0.06][visits] ?? 0.04,
    leaveBy: { silent: 40, cancelled: 34, no_show: 26 },
    rebooksAtVisit: 0.82,
    bookingDelayDays: (visits) => random.between(0.2, 1.4) * daysAfter(phases, visits),
    comesBack: { share: 0.25, medianDays: 26 },
    ruleWhenUnbooked: (visits) => (visits <= 3 ? 'R10' : 'R01'),
    charged: true,
    begins: ({ startsAt, endsAt }) => {
      if (plan !== null) return;
      plan = openPlan(person, endsAt - 2 * MINUTE, {
        line: 'physiotherapy',
        specialty: 'PT',
        startedAt: startsAt,
        phases,
        prescribedVisits: prescribed,
        intervalDays: phases[0]?.days ?? null,
      });
      course.planId = plan.id;
      takeScore(person, endsAt, 'PROMIS-PF', random.between(30, 44));
    },
    finished: (endedAt) => {
      takeScore(person, endedAt, 'PROMIS-PF', random.between(41, 56));
      if (plan === null || !random.chance(0.88)) return null;
      const at = person.place.calendar.deskFrom(endedAt + random.between(1, 70) * HOUR);
      return person.chart.revise(plan, at, { status: 'discharged', closeReason: 'goals met' }, 'closedAt');
    },
    abandoned: (gap) => (plan === null ? null : abandonPlan(person, plan, gap, 0.6)),
  };
  const episode = walkCourse(person, course, contactAt);
  const againAt = (episode.closedAt ?? Infinity) + random.between(60, 300) * DAY;
  // One in six returns with another problem: a new plan of the same line.
  if (againAt < person.until && random.chance(0.16)) livePhysio(person, againAt);
}

function taper(visits: number): PlanPhase[] {
  const often = Math.ceil(visits * 0.5);
  const weekly = Math.ceil((visits - often) * 0.6);
  return [
    { visits: often, days: 4 },
    { visits: weekly, days: 7 },
    { visits: visits - often - weekly, days: 14 },
  ].filter((phase) => phase.visits > 0);
}

/** The interval after visit `visits` is that of the phase of the visit that follows (Q32). */
export function daysAfter(phases: PlanPhase[], visits: number): number {
  let last = visits + 1;
  for (const phase of phases) {
    if (last <= phase.visits) return phase.days;
    last -= phase.visits;
  }
  return phases.at(-1)?.days ?? 7;
}
