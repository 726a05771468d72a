import type { UnreadableRecord } from '@keepwell/connector-sdk';
import type { RecordKind, SourceRecord } from '@keepwell/domain/records';
import { text, type Resource } from './element.js';
import { mapAppointment } from './map/appointment.js';
import { mapWalkIn } from './map/encounter.js';
import type { Mapped, Mapping } from './map/mapping.js';
import { mapCommunication, mapConsent, mapInvoice, mapObservation } from './map/money-and-contact.js';
import { mapPatient } from './map/patient.js';
import { mapHealthcareService, mapLocation, mapPractitioner } from './map/places.js';
import { mapCarePlan, mapServiceRequest, mapTask } from './map/plan.js';

type Mapper = (resource: Resource, mapping: Mapping) => Mapped;

/** Every resource that retention needs; the published table is in the README. */
const MAPPERS: Record<string, { kind: RecordKind; map: Mapper }> = {
  Location: { kind: 'location', map: mapLocation },
  Practitioner: { kind: 'practitioner', map: mapPractitioner },
  HealthcareService: { kind: 'service', map: mapHealthcareService },
  Patient: { kind: 'patient', map: mapPatient },
  CarePlan: { kind: 'plan', map: mapCarePlan },
  ServiceRequest: { kind: 'recall', map: mapServiceRequest },
  Task: { kind: 'recall', map: mapTask },
  Appointment: { kind: 'appointment', map: mapAppointment },
  Encounter: { kind: 'appointment', map: mapWalkIn },
  Invoice: { kind: 'invoice', map: mapInvoice },
  Consent: { kind: 'consent', map: mapConsent },
  Communication: { kind: 'communication', map: mapCommunication },
  Observation: { kind: 'score', map: mapObservation },
};

export interface MappedResource {
  records: SourceRecord[];
  unreadable: UnreadableRecord[];
  ignored: number;
}

/** One resource in our words. `where` says where it was read; the raw text is kept only of what cannot be understood. */
export function mapResource(resource: Resource, mapping: Mapping, where: string | null): MappedResource {
  const mapper = MAPPERS[resource.resourceType];
  if (mapper === undefined) return { records: [], unreadable: [], ignored: 1 };
  const id = text(resource, 'id');
  const mapped: Mapped =
    id === null
      ? { unreadable: { kind: mapper.kind, code: 'id_missing', reason: `The ${resource.resourceType} has no id.` } }
      : mapper.map(resource, mapping);
  if ('ignored' in mapped) return { records: [], unreadable: [], ignored: 1 };
  if ('records' in mapped) return { records: mapped.records, unreadable: [], ignored: 0 };
  return {
    records: [],
    unreadable: [{ ...mapped.unreadable, id, where, raw: JSON.stringify(resource) }],
    ignored: 0,
  };
}
