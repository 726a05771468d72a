import { localDateOf } from '@keepwell/connector-sdk';
import type { Plan, PlanPhase, Recall } from '@keepwell/domain/records';
import { codings, date, instant, many, number, one, text, words, type Element, type Resource } from '../element.js';
import { target } from '../references.js';
import { records, updatedAt, upsert, withdrawn, type Mapped, type Mapping } from './mapping.js';
import { specialtyOf } from './service.js';

/** Days of one unit; http://hl7.org/fhir/R4/valueset-units-of-time.html */
const DAYS: Record<string, number> = { h: 1 / 24, d: 1, wk: 7, mo: 30.4375, a: 365.25 };

interface Timing {
  visits: number | null;
  days: number | null;
}

/** `period` units apart, `frequency` times each; `count` times in all. */
function timingOf(timing: Element | undefined): Timing | null {
  const repeat = one(timing, 'repeat');
  if (repeat === undefined) return null;
  const period = number(repeat, 'period');
  const unit = DAYS[text(repeat, 'periodUnit') ?? ''];
  const days = period === null || unit === undefined ? null : (period * unit) / (number(repeat, 'frequency') ?? 1);
  const count = number(repeat, 'count');
  const visits = count !== null && Number.isInteger(count) && count > 0 ? count : null;
  const apart = days !== null && days > 0 ? Math.round(days * 1000) / 1000 : null;
  return visits === null && apart === null ? null : { visits, days: apart };
}

function courseOf(timings: Timing[]): Pick<Plan, 'prescribedVisits' | 'intervalDays' | 'phases'> {
  const phases = timings.filter((timing): timing is PlanPhase => timing.visits !== null && timing.days !== null);
  const counted = timings.every((timing) => timing.visits !== null);
  return {
    prescribedVisits: counted ? timings.reduce((sum, timing) => sum + (timing.visits ?? 0), 0) : null,
    intervalDays: timings[0]?.days ?? null,
    phases: timings.length > 1 && phases.length === timings.length ? phases : null,
  };
}

const PLAN_STATUS: Record<string, Plan['status']> = {
  active: 'open',
  'on-hold': 'open',
  completed: 'completed',
  revoked: 'cancelled',
};

function planLife(resource: Resource, period: Element | undefined, mapping: Mapping) {
  const status = PLAN_STATUS[text(resource, 'status') ?? ''] ?? null;
  const end = instant(period, 'end', mapping.zone);
  const closed = status === 'completed' || status === 'cancelled';
  return { status, endsAt: end, closedAt: closed ? (end ?? updatedAt(resource, mapping)) : null };
}

/** A CarePlan that schedules something is a plan of visits; the others are clinical documents and stay where they are. */
export function mapCarePlan(plan: Resource, mapping: Mapping): Mapped {
  const details = many(plan, 'activity').flatMap((activity) => many(activity, 'detail'));
  const scheduled = details.flatMap((detail) => {
    const timing = timingOf(one(detail, 'scheduledTiming'));
    return timing === null ? [] : [{ detail, timing }];
  });
  const [first] = scheduled;
  const subject = target(one(plan, 'subject'), mapping.locate);
  if (first === undefined) return { ignored: 'a care plan that schedules nothing' };
  if (subject?.type !== 'Patient') return { ignored: 'a plan without a patient' };
  if (['draft', 'entered-in-error'].includes(text(plan, 'status') ?? ''))
    return records(withdrawn('plan', plan, mapping));
  const period = one(plan, 'period');
  const data: Plan = {
    patientId: subject.id,
    line: words(one(first.detail, 'code')),
    ...courseOf(scheduled.map(({ timing }) => timing)),
    startedAt: instant(period, 'start', mapping.zone) ?? instant(plan, 'created', mapping.zone),
    ...planLife(plan, period, mapping),
    closeReason: null,
    specialty: specialtyOf(plan, ['category'], mapping),
  };
  return records(upsert('plan', plan, mapping, data));
}

/** SNOMED CT: laboratory procedure, imaging. Orders for those are nobody's next visit. */
const NO_VISITS = ['108252007', '363679005'];
const NOT_IN_FORCE = ['draft', 'on-hold', 'revoked', 'entered-in-error', 'unknown'];

export function mapServiceRequest(order: Resource, mapping: Mapping): Mapped {
  const subject = target(one(order, 'subject'), mapping.locate);
  if (subject?.type !== 'Patient') return { ignored: 'an order without a patient' };
  if (codings(order, 'category').some((coding) => NO_VISITS.includes(text(coding, 'code') ?? ''))) {
    return { ignored: 'an order for a laboratory or imaging' };
  }
  const id = `ServiceRequest/${text(order, 'id') ?? ''}`;
  const timing = timingOf(one(order, 'occurrenceTiming'));
  if (timing !== null) return planOfOrder(order, subject.id, timing, id, mapping);

  const dueOn = dayOf(order, 'occurrenceDateTime', mapping) ?? dayOf(one(order, 'occurrencePeriod'), 'start', mapping);
  if (dueOn === null) return { ignored: 'an order without a time' };
  const status = text(order, 'status') ?? '';
  if (NOT_IN_FORCE.includes(status)) return records(withdrawn('recall', order, mapping, id));
  const data: Recall = {
    patientId: subject.id,
    type: words(one(order, 'code')),
    dueOn,
    intervalMonths: null,
    disabledUntil: null,
    // FHIR keeps no date of completion: the order was done no later than it was written down.
    doneAt:
      status === 'completed' ? (updatedAt(order, mapping) ?? instant(order, 'authoredOn', mapping.zone) ?? 0) : null,
  };
  return records(upsert('recall', order, mapping, data, id));
}

function planOfOrder(order: Resource, patientId: string, timing: Timing, id: string, mapping: Mapping): Mapped {
  if (['draft', 'entered-in-error'].includes(text(order, 'status') ?? '')) {
    return records(withdrawn('plan', order, mapping, id));
  }
  const bounds = one(one(one(order, 'occurrenceTiming'), 'repeat'), 'boundsPeriod');
  const data: Plan = {
    patientId,
    line: words(one(order, 'code')),
    ...courseOf([timing]),
    startedAt: instant(order, 'authoredOn', mapping.zone) ?? instant(bounds, 'start', mapping.zone),
    ...planLife(order, bounds, mapping),
    closeReason: null,
    specialty: specialtyOf(order, ['category', 'code'], mapping),
  };
  return records(upsert('plan', order, mapping, data, id));
}

export function mapTask(task: Resource, mapping: Mapping): Mapped {
  const patient = target(one(task, 'for'), mapping.locate);
  if (patient?.type !== 'Patient') return { ignored: 'a task that is for no patient' };
  const dueOn = dayOf(one(one(task, 'restriction'), 'period'), 'end', mapping);
  if (dueOn === null) return { ignored: 'a task without a due date' };
  const id = `Task/${text(task, 'id') ?? ''}`;
  const status = text(task, 'status') ?? '';
  if (['draft', 'rejected', 'cancelled', 'failed', 'entered-in-error'].includes(status)) {
    return records(withdrawn('recall', task, mapping, id));
  }
  const done = instant(task, 'lastModified', mapping.zone) ?? updatedAt(task, mapping) ?? 0;
  const data: Recall = {
    patientId: patient.id,
    type: words(one(task, 'code')),
    dueOn,
    intervalMonths: null,
    disabledUntil: null,
    doneAt: status === 'completed' ? done : null,
  };
  return records(upsert('recall', task, mapping, data, id));
}

/** The day a dateTime names where the practice is: an instant in the evening may be tomorrow in UTC. */
function dayOf(parent: Element | undefined, name: string, mapping: Mapping): string | null {
  const at = (text(parent, name) ?? '').includes('T') ? instant(parent, name, mapping.zone) : null;
  return at === null ? date(parent, name) : localDateOf(at, mapping.zone);
}
