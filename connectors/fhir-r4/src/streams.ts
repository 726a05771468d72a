import type { Stream, StreamMode } from '@keepwell/connector-sdk';
import type { RecordKind } from '@keepwell/domain/records';
import type { Capability } from './capability.js';
import { INSTRUMENTS } from './map/money-and-contact.js';

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

/** How a server lets itself be read, course by course; courses it has nothing for are left out. */
export function serverCourses(capability: Capability): (Course & { mode: Reading })[] {
  return COURSES.flatMap((course): (Course & { mode: Reading })[] => {
    const types = course.types.filter(
      (type) => capability.searches(type) && (type !== 'Observation' || capability.offers(type, 'code')),
    );
    if (types.length === 0) return [];
    // One type that cannot say what changed makes the whole walk a full one: half a walk finds nothing absent.
    if (types.every((type) => capability.offers(type, '_lastUpdated'))) return [{ ...course, types, mode: 'delta' }];
    return [{ ...course, types, mode: types.some((type) => hasDates(capability, type)) ? 'window' : 'snapshot' }];
  });
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
