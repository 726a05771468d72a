import { parametersOf } from './search-parameters.js';
import { RESOURCE_TYPES, type Json, type ResourceType } from './resource.js';

export interface Refused {
  status: number;
  /** From http://hl7.org/fhir/issue-type. */
  code: string;
  says: string;
}

/**
 * What a kind of server lets itself be asked, taken from what its vendor publishes: which searches there are, and without what it refuses
 * them. The records are the same.
 */
export interface Manners {
  id: string;
  software: string;
  /** Search parameters of each type that it has; a type that is not named is not there. */
  searches: Partial<Record<ResourceType, readonly string[]>>;
  refuses(type: ResourceType, query: URLSearchParams): Refused | null;
  /** Left out of an answer although it fits. */
  hides?(type: ResourceType, query: URLSearchParams, resource: { [element: string]: Json | undefined }): boolean;
  mostPerPage: number;
  /** More patients than these are refused (422). */
  mostPatients?: number;
  /** A Group `all` with everybody in it can be read. */
  group: boolean;
  /** Settings of a connection to it, beyond address and sign-in. */
  settings: Record<string, string>;
}

const EVERYTHING = Object.fromEntries(
  RESOURCE_TYPES.map((type) => [type, Object.keys(parametersOf(type)).filter((name) => !name.startsWith('-'))]),
) as Record<ResourceType, string[]>;

const OF_A_PATIENT: ResourceType[] = [
  ...(['Appointment', 'Encounter', 'CarePlan', 'ServiceRequest', 'Invoice', 'Consent', 'Communication'] as const),
  'Observation',
];

const needs = (query: URLSearchParams, type: string, names: string[]): Refused | null =>
  names.some((name) => query.has(name))
    ? null
    : { status: 400, code: 'required', says: `A search for ${type} needs one of ${names.join(', ')}` };

const never = () => null;

const ordered = (types: readonly ResourceType[]) =>
  Object.fromEntries(types.map((type) => [type, [...EVERYTHING[type], '_sort', '_summary']]));

/** Everything that is the practice's, by `_lastUpdated` and in its order. */
const open = { refuses: never, group: false, searches: ordered(RESOURCE_TYPES), mostPerPage: 1000 };

export const MANNERS: readonly Manners[] = [
  { ...open, id: 'medplum', software: 'medplum', settings: { server: 'medplum' } },
  { ...open, id: 'hapi', software: 'HAPI FHIR Server', settings: { server: 'hapi' }, mostPerPage: 500 },
  {
    id: 'openemr',
    software: 'OpenEMR',
    searches: {
      Patient: ['_id', '_lastUpdated', 'family', 'birthdate'],
      Practitioner: ['_id', '_lastUpdated', 'active'],
      Location: ['_id', '_lastUpdated'],
      Appointment: ['_id', '_lastUpdated', 'patient', 'date', 'status'],
      Encounter: ['_id', '_lastUpdated', 'patient', 'date', 'status'],
      CarePlan: ['_id', '_lastUpdated', 'patient'],
      ServiceRequest: ['_id', '_lastUpdated', 'patient', 'status'],
      Observation: ['_id', '_lastUpdated', 'patient', 'date'],
    },
    refuses: never,
    mostPerPage: 200,
    group: false,
    settings: { server: 'openemr' },
  },
  {
    id: 'epic',
    software: 'Epic',
    searches: {
      Patient: ['_id', 'birthdate', 'family'],
      Practitioner: ['_id', 'active'],
      Location: ['_id', 'status'],
      Appointment: ['_id', 'patient', 'date', 'status', 'practitioner', 'location', 'actor'],
      Encounter: ['_id', 'patient', 'subject', 'date', 'status', 'appointment'],
      CarePlan: ['_id', 'patient', 'subject', 'status', 'date'],
      ServiceRequest: ['_id', 'patient', 'subject', 'status', 'authored', 'occurrence'],
      Observation: ['_id', 'patient', 'subject', 'date', 'status'],
      Consent: ['_id', 'patient', 'status', 'date'],
      Communication: ['_id', 'patient', 'subject', 'status', 'sent'],
    },
    refuses(type, query) {
      // An id or a whole identity, which nobody has who does not know the patient.
      if (type === 'Patient') return needs(query, type, ['_id']);
      if (type === 'Practitioner' || type === 'Location') return needs(query, type, ['_id']);
      return needs(query, type, ['patient', 'subject', '_id']);
    },
    mostPerPage: 100,
    group: true,
    settings: { server: 'epic', patient_group: 'all' },
  },
  {
    id: 'oracle-health',
    software: 'Oracle Health Millennium',
    searches: {
      Patient: ['_id', 'birthdate', 'family'],
      Practitioner: ['_id', 'active'],
      Location: ['_id'],
      Appointment: ['_id', 'patient', 'practitioner', 'location', 'date', '-date-or-req-period', 'status'],
      Encounter: ['_id', '_lastUpdated', 'patient', 'subject'],
      CarePlan: ['_id', 'patient'],
      ServiceRequest: ['_id', '_lastUpdated', 'patient'],
      Observation: ['_id', '_lastUpdated', 'patient', 'date'],
      Consent: ['_id', 'patient'],
    },
    refuses(type, query) {
      if (type === 'Appointment') return refusedAppointments(query);
      if (type === 'Patient') return needs(query, type, ['_id', 'birthdate', 'family']);
      if (type === 'Practitioner') return needs(query, type, ['_id', 'active']);
      if (type === 'Location') return needs(query, type, ['_id']);
      const refused = needs(query, type, ['patient', 'subject', '_id']);
      return refused ?? (query.get('patient')?.includes(',') ? one(type) : null);
    },
    hides(type, query, resource) {
      // Patients who were combined into others are given by their id alone.
      if (type === 'Patient') return !query.has('_id') && resource['link'] !== undefined;
      return type === 'Appointment' && query.has('date') && resource['status'] === 'proposed';
    },
    mostPerPage: 100,
    mostPatients: 1000,
    group: false,
    settings: { server: 'oracle-health' },
  },
  {
    id: 'athenahealth',
    software: 'athenahealth FHIR Server',
    searches: {
      Patient: ['_id', '_lastUpdated', 'birthdate', 'family', 'ah-practice'],
      Practitioner: ['_id', 'ah-practice'],
      Location: ['_id', 'ah-practice'],
      Appointment: ['_id', 'ah-practice'],
      Encounter: ['_id', '_lastUpdated', 'patient', 'date', 'ah-practice'],
      CarePlan: ['_id', '_lastUpdated', 'patient', 'ah-practice'],
      ServiceRequest: ['_id', '_lastUpdated', 'patient', 'status', 'ah-practice'],
      Observation: ['_id', '_lastUpdated', 'patient', 'date', 'ah-practice'],
    },
    refuses(type, query) {
      const refused = needs(query, type, ['ah-practice']);
      if (refused !== null || type === 'Patient') return refused;
      return needs(query, type, type === 'Appointment' ? ['_id'] : ['patient', '_id']);
    },
    mostPerPage: 100,
    group: false,
    settings: { server: 'athenahealth', practice_id: '195900' },
  },
  {
    id: 'by-patient',
    software: 'A server that answers for one patient at a time',
    searches: EVERYTHING,
    refuses: (type, query) => (OF_A_PATIENT.includes(type) ? needs(query, type, ['patient', '_id']) : null),
    mostPerPage: 100,
    group: true,
    settings: { server: 'by-patient' },
  },
];

/** One of patient, practitioner and location, never two; and both ends of the dates. */
function refusedAppointments(query: URLSearchParams): Refused | null {
  if (query.has('_id')) return null;
  const whose = ['patient', 'practitioner', 'location'].filter((name) => query.has(name));
  const when = [...query.getAll('date'), ...query.getAll('-date-or-req-period')];
  const both = when.some((date) => date.startsWith('ge')) && when.some((date) => date.startsWith('lt'));
  if (whose.length === 1 && both && when.every((date) => date.includes('T'))) return null;
  const says =
    'A search for Appointment needs _id, or one of patient, practitioner and location with both ends of the dates';
  return { status: 400, code: 'required', says };
}

const one = (type: string): Refused => ({ status: 400, code: 'invalid', says: `One patient only for ${type}` });
