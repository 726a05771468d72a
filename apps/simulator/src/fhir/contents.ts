import type { Instant, RecordData, RecordKind } from '@keepwell/domain/records';
import type { Standing } from '../living/living-practice.js';
import type { RecordHistory } from '../world.js';
import { appointmentContent, carePlanContent, encounterContent, recallContent, type ServiceNames } from './care.js';
import { locationContent, patientContent, patientSecurity, practitionerContent, serviceContent } from './people.js';
import { communicationContent, consentContent, invoiceContent, scoreContent } from './records.js';
import type { Content, Json } from './resource.js';

/** What one version of a record looks like in FHIR: usually one resource; a visit is an Appointment and an Encounter. */
export interface Rendered {
  contents: Content[];
  security: Json[] | undefined;
}

type Renderers = { [K in RecordKind]?: (id: string, data: RecordData[K], createdAt: Instant) => Content[] };

/** Memberships, packages, programs and payments have no home in FHIR that any server we know of uses. */
export function rendererFor(services: RecordHistory<'service'>[]): (standing: Standing) => Rendered {
  const names = new Map(services.map(({ id, versions }) => [id, versions[0]?.data]));
  const serviceNames: ServiceNames = (id) => {
    const service = names.get(id);
    return service === undefined ? undefined : { name: service.name ?? id, line: service.line ?? id };
  };
  const renderers: Renderers = {
    patient: (id, data) => [patientContent(id, data)],
    practitioner: (id, data) => [practitionerContent(id, data)],
    location: (id, data) => [locationContent(id, data)],
    service: (id, data) => [serviceContent(id, data)],
    plan: (id, data, createdAt) => [carePlanContent(id, data, createdAt)],
    recall: (id, data, createdAt) => [recallContent(id, data, createdAt)],
    appointment: (id, data, createdAt) => {
      const encounter = encounterContent(id, data);
      const appointment = appointmentContent(id, data, createdAt, serviceNames);
      return encounter === null ? [appointment] : [appointment, encounter];
    },
    invoice: (id, data) => [invoiceContent(id, data)],
    consent: (id, data) => [consentContent(id, data)],
    communication: (id, data) => [communicationContent(id, data)],
    score: (id, data, createdAt) => [scoreContent(id, data, createdAt)],
  };
  return (standing) => render(renderers, standing);
}

function render<K extends RecordKind>(renderers: Renderers, { kind, id, data, createdAt }: Standing<K>): Rendered {
  return {
    contents: renderers[kind]?.(id, data, createdAt) ?? [],
    security: kind === 'patient' ? patientSecurity(data as RecordData['patient']) : undefined,
  };
}
