import type { Location, Patient, Practitioner, Service } from '@keepwell/domain/records';
import { concept, given, isoInstant, reference, SYSTEMS, type Content, type Json } from './resource.js';

export function patientContent(id: string, it: Patient): Content {
  const telecom = [
    given(it.phone, (value) => ({ system: 'phone', value, use: 'mobile' })),
    given(it.email, (value) => ({ system: 'email', value })),
  ].filter((entry) => entry !== undefined);
  return {
    resourceType: 'Patient',
    id,
    active: it.mergedInto === null && it.archivedAt === null,
    name: [
      {
        use: 'official',
        family: it.familyName ?? undefined,
        given: it.givenName === null ? undefined : [it.givenName],
      },
    ],
    telecom: telecom.length > 0 ? telecom : undefined,
    birthDate: it.birthDate ?? undefined,
    deceasedDateTime: given(it.deceasedAt, isoInstant),
    // An address that ended and none that follows: they moved away.
    address: given(it.movedAwayAt, (at) => [{ use: 'old', period: { end: isoInstant(at) } }]),
    communication: given(it.language, (code) => [
      { language: { coding: [{ system: 'urn:ietf:bcp:47', code }] }, preferred: true },
    ]),
    generalPractitioner: given(it.practitionerId, (practitioner) => [reference('Practitioner', practitioner)]),
    link: given(it.mergedInto, (survivor) => [{ other: reference('Patient', survivor), type: 'replaced-by' }]),
  };
}

/** The standard mark of a test record; travels in `meta.security`. */
export function patientSecurity(it: Patient): Json[] | undefined {
  if (it.testRecord !== true) return undefined;
  return [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: 'HTEST', display: 'test health data' }];
}

export function practitionerContent(id: string, it: Practitioner): Content {
  return {
    resourceType: 'Practitioner',
    id,
    active: it.active ?? undefined,
    name: given(it.name, (text) => [{ text }]),
  };
}

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

export function locationContent(id: string, it: Location): Content {
  return {
    resourceType: 'Location',
    id,
    extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/timezone', valueCode: it.timezone }],
    status: 'active',
    name: it.name ?? undefined,
    hoursOfOperation: [
      {
        daysOfWeek: it.openDays.map((day) => WEEKDAYS[day - 1] ?? 'mon'),
        openingTime: `${it.opensAt}:00`,
        closingTime: '18:00:00',
      },
    ],
    // R4 has text only for the days on which a location is shut.
    availabilityExceptions: it.closedOn.length > 0 ? `Closed ${it.closedOn.join(' ')}` : undefined,
  };
}

export function serviceContent(id: string, it: Service): Content {
  return {
    resourceType: 'HealthcareService',
    id,
    extension: given(it.intervalDays, (valueInteger) => [{ url: 'urn:keepwell:interval-days', valueInteger }]),
    active: true,
    name: it.name ?? undefined,
    category: given(it.kind, (code) => [concept(code, { system: SYSTEMS.kind, code })]),
    type: given(it.line, (code) => [concept(code, { system: SYSTEMS.line, code })]),
    specialty: given(it.specialty, (code) => [concept(code, { system: SYSTEMS.specialty, code })]),
  };
}
