import { statusWords } from '@keepwell/connector-sdk';
import type { Appointment, AppointmentStatus, SourceUpsert } from '@keepwell/domain/records';
import { codings, extension, instant, many, one, text, type Element, type Resource } from '../element.js';
import { target, targets } from '../references.js';
import { records, upsert, type Mapped, type Mapping } from './mapping.js';
import { serviceOfWords } from './service.js';

/** http://hl7.org/fhir/R4/valueset-appointmentstatus.html */
const STATUSES: Record<string, AppointmentStatus> = {
  proposed: 'proposed',
  pending: 'pending',
  booked: 'booked',
  arrived: 'arrived',
  'checked-in': 'arrived',
  fulfilled: 'completed',
  cancelled: 'cancelled',
  noshow: 'no_show',
  'entered-in-error': 'void',
  waitlist: 'waitlist',
};

/** Without a start these are wishes or remains, not slots. */
const MAY_LACK_START: AppointmentStatus[] = ['proposed', 'waitlist', 'cancelled', 'void'];

const CANCELLATION_DATE = 'http://hl7.org/fhir/5.0/StructureDefinition/extension-Appointment.cancellationDate';

/** `own`: what this connection calls them, which goes before FHIR's words. */
export const appointmentStatuses = (own?: ReadonlyMap<string, AppointmentStatus>) => statusWords(STATUSES, own);

export function mapAppointment(appointment: Resource, mapping: Mapping): Mapped {
  const participants = many(appointment, 'participant');
  const actors = participants.flatMap((participant) => {
    const actor = target(one(participant, 'actor'), mapping.locate);
    return actor === null ? [] : [{ ...actor, accepted: text(participant, 'status') === 'accepted' }];
  });
  const patients = actors.filter((actor) => actor.type === 'Patient');
  const [first] = patients;
  if (first === undefined) return { ignored: 'a slot without a patient' };

  const rawStatus = text(appointment, 'status');
  const status = mapping.statuses.statusOf(rawStatus);
  const startsAt = startOf(appointment, mapping);
  if (startsAt === null) {
    return MAY_LACK_START.includes(status) ? { ignored: `${status} without a time` } : noStart(appointment);
  }

  const service = serviceOfBooking(appointment, actors, mapping);
  const id = text(appointment, 'id') ?? '';
  const shared = {
    startsAt,
    endsAt: instant(appointment, 'end', mapping.zone),
    status,
    rawStatus,
    practitionerId: actors.find((actor) => actor.type === 'Practitioner')?.id ?? null,
    locationId: actors.find((actor) => actor.type === 'Location')?.id ?? null,
    serviceId: service.id,
    planId: planOf(appointment, mapping),
    cancelledAt: instant(extension(appointment, CANCELLATION_DATE), 'valueDateTime', mapping.zone),
    ...cancellation(appointment, status),
    deletedAt: null,
    seriesId: null,
    classId: patients.length > 1 ? id : null,
    telehealth: null,
    walkIn: codings(appointment, 'appointmentType').some((coding) => text(coding, 'code') === 'WALKIN') ? true : null,
  };
  const made = patients.map((patient, index) => {
    const asked = status === 'pending' || status === 'proposed';
    const data: Appointment = { ...shared, patientId: patient.id, pendingRequest: asked ? patient.accepted : null };
    const record = upsert('appointment', appointment, mapping, data, index === 0 ? id : `${id}:${patient.id}`);
    return { ...record, createdAt: instant(appointment, 'created', mapping.zone) };
  });
  return records(...(service.record ? [service.record] : []), ...made);
}

function startOf(appointment: Element, mapping: Mapping): number | null {
  return (
    instant(appointment, 'start', mapping.zone) ?? instant(one(appointment, 'requestedPeriod'), 'start', mapping.zone)
  );
}

function noStart(appointment: Element): Mapped {
  const said = text(appointment, 'start') === null ? 'has no start' : 'has a start that cannot be read';
  return { unreadable: { kind: 'appointment', code: 'start_missing', reason: `The appointment ${said}.` } };
}

function serviceOfBooking(
  appointment: Resource,
  actors: { type: string; id: string }[],
  mapping: Mapping,
): { id: string | null; record: SourceUpsert<'service'> | null } {
  const offered = actors.find((actor) => actor.type === 'HealthcareService');
  if (offered) return { id: offered.id, record: null };
  const concept = one(appointment, 'serviceType') ?? one(appointment, 'appointmentType');
  const record = serviceOfWords(appointment, concept, mapping);
  return { id: record?.id ?? null, record };
}

/** R4 has no element for "is part of this plan of care": supportingInformation may hold anything, basedOn an order. */
function planOf(appointment: Element, mapping: Mapping): string | null {
  const [plan] = targets(appointment, 'supportingInformation', 'CarePlan', mapping.locate);
  const [order] = targets(appointment, 'basedOn', 'ServiceRequest', mapping.locate);
  return plan ?? (order === undefined ? null : `ServiceRequest/${order}`);
}

/** http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason: the code only, its text may be clinical. */
function cancellation(
  appointment: Element,
  status: AppointmentStatus,
): Pick<Appointment, 'cancelledBy' | 'cancelReason'> {
  if (status !== 'cancelled') return { cancelledBy: null, cancelReason: null };
  const coded = codings(appointment, 'cancelationReason').map((coding) => text(coding, 'code'));
  const code = coded.find((entry) => entry !== null) ?? null;
  const cancelledBy = /^pat(-|$)/.test(code ?? '')
    ? 'patient'
    : /^(prov(-|$)|maint$|meds-inc$)/.test(code ?? '')
      ? 'clinic'
      : 'unknown';
  return { cancelledBy, cancelReason: code };
}
