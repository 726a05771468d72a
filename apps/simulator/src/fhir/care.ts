import type { Appointment, AppointmentStatus, Instant, Plan, PlanPhase, Recall } from '@keepwell/domain/records';
import { concept, given, isoInstant, reference, SYSTEMS, type Content, type Json } from './resource.js';

const APPOINTMENT_STATUS: Record<AppointmentStatus, string> = {
  proposed: 'proposed',
  pending: 'pending',
  booked: 'booked',
  confirmed: 'booked',
  arrived: 'arrived',
  in_progress: 'checked-in',
  completed: 'fulfilled',
  cancelled: 'cancelled',
  late_cancelled: 'cancelled',
  no_show: 'noshow',
  rescheduled: 'cancelled',
  waitlist: 'waitlist',
  void: 'entered-in-error',
  unknown: 'booked',
};

export interface ServiceNames {
  (serviceId: string): { name: string; line: string } | undefined;
}

export function appointmentContent(id: string, it: Appointment, createdAt: Instant, services: ServiceNames): Content {
  const service = it.serviceId === null ? undefined : services(it.serviceId);
  return {
    resourceType: 'Appointment',
    id,
    // R4 has no date of cancelling; this is the R5 element as HL7 carries it back.
    extension: given(it.cancelledAt, (at) => [
      {
        url: 'http://hl7.org/fhir/5.0/StructureDefinition/extension-Appointment.cancellationDate',
        valueDateTime: isoInstant(at),
      },
    ]),
    status: APPOINTMENT_STATUS[it.status],
    cancelationReason: given(it.cancelledBy, (by) => cancelationReason(by, it.cancelReason)),
    serviceType: given(it.serviceId, (code) => [
      concept(service?.name ?? code, { system: SYSTEMS.service, code, display: service?.name }, ...lineCoding(service)),
    ]),
    supportingInformation: given(it.planId, (plan) => [reference('CarePlan', plan)]),
    start: isoInstant(it.startsAt),
    end: given(it.endsAt, isoInstant),
    created: isoInstant(createdAt),
    participant: [
      {
        actor: reference('Patient', it.patientId),
        required: 'required',
        status: it.status === 'booked' || it.status === 'unknown' ? 'needs-action' : 'accepted',
      },
      ...[
        given(it.practitionerId, (other) => reference('Practitioner', other)),
        given(it.locationId, (other) => reference('Location', other)),
        given(it.serviceId, (other) => reference('HealthcareService', other)),
      ]
        .filter((actor) => actor !== undefined)
        .map((actor) => ({ actor, required: 'required', status: 'accepted' })),
    ],
  };
}

function lineCoding(service: { line: string } | undefined): { system: string; code: string }[] {
  return service === undefined ? [] : [{ system: SYSTEMS.line, code: service.line }];
}

function cancelationReason(by: NonNullable<Appointment['cancelledBy']>, reason: string | null): Json {
  const code = { patient: 'pat', clinic: 'prov', system: 'other', unknown: 'other' }[by];
  return {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason', code }],
    text: reason ?? undefined,
  };
}

/** A visit that is going on or over; nothing for what is only planned or was lost. */
export function encounterContent(id: string, it: Appointment): Content | null {
  const status = { arrived: 'arrived', in_progress: 'in-progress', completed: 'finished' }[String(it.status)];
  if (status === undefined) return null;
  return {
    resourceType: 'Encounter',
    id: `E-${id}`,
    status,
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: it.telehealth === true ? 'VR' : 'AMB' },
    serviceType: given(it.serviceId, (code) => concept(code, { system: SYSTEMS.service, code })),
    subject: reference('Patient', it.patientId),
    participant: given(it.practitionerId, (other) => [{ individual: reference('Practitioner', other) }]),
    appointment: [reference('Appointment', id)],
    period: { start: isoInstant(it.startsAt), end: status === 'finished' ? given(it.endsAt, isoInstant) : undefined },
    location: given(it.locationId, (other) => [{ location: reference('Location', other) }]),
  };
}

const PLAN_STATUS = { open: 'active', completed: 'completed', discharged: 'completed', cancelled: 'revoked' } as const;

/** One activity per phase: so many visits, one every so many days. */
export function carePlanContent(id: string, it: Plan, createdAt: Instant): Content {
  const phases: Partial<PlanPhase>[] = it.phases ?? [
    { visits: it.prescribedVisits ?? undefined, days: it.intervalDays ?? undefined },
  ];
  return {
    resourceType: 'CarePlan',
    id,
    status: it.status === null ? 'unknown' : PLAN_STATUS[it.status],
    intent: 'plan',
    category: [
      ...(it.specialty === null ? [] : [concept(it.specialty, { system: SYSTEMS.specialty, code: it.specialty })]),
      ...(it.line === null ? [] : [concept(it.line, { system: SYSTEMS.line, code: it.line })]),
    ],
    title: it.line ?? undefined,
    subject: reference('Patient', it.patientId),
    period: { start: given(it.startedAt, isoInstant), end: given(it.closedAt ?? it.endsAt, isoInstant) },
    created: isoInstant(createdAt),
    activity: phases.map(({ visits, days }) => ({
      detail: {
        kind: 'Appointment',
        code: given(it.line, (line) => concept(line, { system: SYSTEMS.line, code: line })),
        status: it.status === 'open' ? 'in-progress' : 'completed',
        scheduledTiming: { repeat: { count: visits, frequency: 1, period: days, periodUnit: 'd' } },
      },
    })),
  };
}

/** A recall is a request to come back: due on a date, completed by the visit. */
export function recallContent(id: string, it: Recall, createdAt: Instant): Content {
  return {
    resourceType: 'ServiceRequest',
    id,
    status: it.doneAt === null ? 'active' : 'completed',
    intent: 'plan',
    category: [concept('recall')],
    code: given(it.type, (type) => concept(type, { system: SYSTEMS.line, code: type })),
    subject: reference('Patient', it.patientId),
    occurrenceDateTime: it.dueOn ?? undefined,
    authoredOn: isoInstant(createdAt),
  };
}
