import type { Stream, StreamMode } from '@keepwell/connector-sdk';
import type { RecordKind } from '@keepwell/domain/records';
import type { Capability } from './capability.js';
import { INSTRUMENTS } from './map/money-and-contact.js';
import type { FhirSettings } from './settings.js';
import { askingOf, patientSource } from './sweep/patient-list.js';

/**
 * Kinds of resource that are read in one walk, because they feed the same kinds of record: what one of them did not
 * bring may have come with another, and only the whole walk can say that something is gone.
 */
export interface Course {
  name: string;
  types: string[];
  kinds: RecordKind[];
  /** Kinds of which a full walk brings all there are. */
  complete: RecordKind[];
  confidence: Stream['confidence'];
}

export const COURSES: Course[] = [
  { name: 'Location', types: ['Location'], kinds: ['location'], complete: ['location'], confidence: 'verified' },
  {
    name: 'Practitioner',
    types: ['Practitioner'],
    kinds: ['practitioner'],
    complete: ['practitioner'],
    confidence: 'verified',
  },
  // Services are also told by bookings in passing, so their absence here means nothing.
  { name: 'HealthcareService', types: ['HealthcareService'], kinds: ['service'], complete: [], confidence: 'verified' },
  { name: 'Patient', types: ['Patient'], kinds: ['patient'], complete: ['patient'], confidence: 'verified' },
  {
    name: 'Plans',
    types: ['CarePlan', 'ServiceRequest', 'Task'],
    kinds: ['plan', 'recall'],
    complete: ['plan', 'recall'],
    confidence: 'verified',
  },
  {
    name: 'Appointments',
    types: ['Appointment', 'Encounter'],
    kinds: ['service', 'appointment'],
    complete: ['appointment'],
    confidence: 'verified',
  },
  { name: 'Invoice', types: ['Invoice'], kinds: ['invoice'], complete: ['invoice'], confidence: 'experimental' },
  { name: 'Observation', types: ['Observation'], kinds: ['score'], complete: ['score'], confidence: 'experimental' },
  { name: 'Consent', types: ['Consent'], kinds: ['consent'], complete: ['consent'], confidence: 'experimental' },
  {
    name: 'Communication',
    types: ['Communication'],
    kinds: ['communication'],
    complete: ['communication'],
    confidence: 'experimental',
  },
];

/** Resources with a time of their own, which FHIR searches by `date`. */
const DATED = ['Appointment', 'Encounter'];

export type Reading = 'delta' | 'window' | 'snapshot';

/** A course as one server lets it be read. */
export interface ServerCourse extends Course {
  mode: Reading;
  /** From patient to patient: the server answers no question about the whole practice. */
  sweeps: boolean;
}

/** How a server lets itself be read, course by course; courses it has nothing for are left out. */
export function serverCourses(capability: Capability, settings: FhirSettings): ServerCourse[] {
  return COURSES.flatMap((course): ServerCourse[] => {
    const types = course.types.filter((type) => {
      const { by } = askingOf(settings, type);
      const askable = by !== 'nobody' && by !== 'reference' && capability.searches(type);
      return askable && (type !== 'Observation' || capability.offers(type, 'code'));
    });
    // Visits without bookings would show everybody as somebody who has no next one.
    if (types.length === 0 || (course.name === 'Appointments' && !types.includes('Appointment'))) return [];
    const sweeps = types.some((type) => askingOf(settings, type).by !== 'practice');
    const here = { ...course, types, sweeps, ...kindsOf(course, settings) };
    const listed = course.name === 'Patient' && sweeps;
    // One type that cannot say what changed makes the whole walk a full one: half a walk finds nothing absent.
    if (!listed && types.every((type) => capability.offers(type, '_lastUpdated'))) return [{ ...here, mode: 'delta' }];
    return [{ ...here, mode: types.some((type) => hasDates(capability, type)) ? 'window' : 'snapshot' }];
  });
}

function kindsOf(course: Course, settings: FhirSettings): Pick<Course, 'kinds' | 'complete'> {
  const { kinds, complete } = course;
  // Patients who are known by their bookings are not all there are: none is absent who has no booking.
  if (course.name === 'Patient' && patientSource(settings) === 'bookings') return { kinds, complete: [] };
  if (course.name !== 'Appointments') return { kinds, complete };
  const alongside = ALONGSIDE.filter(({ type }) => askingOf(settings, type).by === 'reference').map(({ kind }) => kind);
  return { kinds: [...alongside, ...kinds], complete };
}

/** Read where bookings name them, at servers that do not list them. */
const ALONGSIDE: { type: string; kind: RecordKind }[] = [
  { type: 'Practitioner', kind: 'practitioner' },
  { type: 'Location', kind: 'location' },
];

/** Kinds that come with the bookings because they cannot be listed. */
export function alongsideOf({ name, kinds }: Course): RecordKind[] {
  return name === 'Appointments' ? kinds.filter((kind) => ALONGSIDE.some((each) => each.kind === kind)) : [];
}

/** A folder is read whole each time; courses it has no file for are left out. */
export function folderCourses({ counts }: { counts: ReadonlyMap<string, number> }): (Course & { mode: Reading })[] {
  return COURSES.filter((course) => course.types.some((type) => counts.has(type))).map((course) => ({
    ...course,
    mode: 'snapshot',
  }));
}

export function hasDates(capability: Capability, type: string): boolean {
  return DATED.includes(type) && capability.offers(type, 'date');
}

/** What must be asked besides, so that a search does not bring a hospital's whole laboratory. */
export function alwaysAsked(type: string): Record<string, string> {
  if (type !== 'Observation') return {};
  return {
    code: Object.keys(INSTRUMENTS)
      .map((code) => `http://loinc.org|${code}`)
      .join(','),
  };
}

export function streamOf(course: Course, mode: StreamMode): Stream {
  return {
    name: course.name,
    kinds: course.kinds,
    mode,
    deletes: course.complete.length > 0 ? 'absence' : 'none',
    merges: course.name === 'Patient' ? 'pointer' : 'none',
    confidence: course.confidence,
    // Of services told in passing a whole walk proves nothing absent: there is nothing to compare.
    compares: course.complete.length > 0,
  };
}
