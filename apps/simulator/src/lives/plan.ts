import type { Instant, Plan } from '@keepwell/domain/records';
import { DAY } from '../calendar.js';
import type { Gap, RecordHistory } from '../world.js';
import type { Person } from './person.js';

type PlanTerms = Pick<Plan, 'line' | 'specialty' | 'startedAt' | 'phases' | 'prescribedVisits' | 'intervalDays'>;

export function openPlan(person: Person, at: Instant, terms: PlanTerms): RecordHistory<'plan'> {
  return person.chart.open('plan', at, {
    ...terms,
    patientId: person.patientId,
    endsAt: null,
    status: 'open',
    closedAt: null,
    closeReason: null,
  });
}

/** Some practices close what is plainly over, two or three months later; others never do. */
export function abandonPlan(person: Person, plan: RecordHistory<'plan'>, gap: Gap, tidyShare: number): Instant | null {
  if (!person.random.chance(tidyShare)) return null;
  const at = person.place.calendar.deskFrom(gap.since + person.random.between(45, 110) * DAY);
  return person.chart.revise(
    plan,
    at,
    {
      status: 'cancelled',

      closeReason: 'patient did not return',
    },
    'closedAt',
  );
}
