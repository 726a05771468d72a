import type { Manifest, Stream } from '@keepwell/connector-sdk';
import type { RecordKind } from '@keepwell/domain/records';
import type { Row } from './json.js';
import * as map from './map.js';
import type { Mapped, Mapping } from './map.js';
import { LISTS, type ListQuery } from './queries.js';

/** One list of Healthie's and how it is read. */
export interface Course {
  name: keyof typeof LISTS;
  list: ListQuery;
  kinds: RecordKind[];
  /**
   * `newest_first`: sorted by the time of change, read down to what is known already, since there is no "changed since".
   * `changed_since`: there is one. `whole`: everything each time.
   */
  way: 'newest_first' | 'changed_since' | 'whole';
  /** Each is a walk of its own: what a plain list leaves out is asked for by name. */
  passes: readonly Row[];
  windowed?: boolean;
  /** The kind of which a full walk brings all there are; by-products of other lists are not it. */
  complete?: RecordKind;
  explicit?: boolean;
  confidence: Stream['confidence'];
  map: (row: Row, mapping: Mapping) => Mapped;
}

const changes = { way: 'newest_first', passes: [{}], confidence: 'experimental' } as const;
const whole = { ...changes, way: 'whole' } as const;

/** What is referred to comes first. */
export const COURSES: Course[] = [
  {
    ...whole,
    name: 'providers',
    list: LISTS.providers,
    kinds: ['practitioner'],
    complete: 'practitioner',
    map: map.mapPractitioner,
  },
  {
    ...whole,
    name: 'appointment_types',
    list: LISTS.appointment_types,
    kinds: ['service'],
    complete: 'service',
    map: map.mapService,
  },
  {
    ...{ ...changes, name: 'patients', list: LISTS.patients, kinds: ['patient'], complete: 'patient' },
    passes: [{ active_status: 'active' }, { active_status: 'archived' }],
    map: map.mapPatient,
  },
  {
    ...{ ...changes, name: 'appointments', list: LISTS.appointments, kinds: ['appointment'], complete: 'appointment' },
    ...{ windowed: true, map: map.mapAppointment },
  },
  {
    ...{ ...whole, name: 'packages', list: LISTS.packages, kinds: ['package', 'membership'], complete: 'package' },
    map: map.mapPackage,
  },
  { ...whole, name: 'programs', list: LISTS.programs, kinds: ['program'], complete: 'program', map: map.mapProgram },
  { ...changes, name: 'invoices', list: LISTS.invoices, kinds: ['invoice'], complete: 'invoice', map: map.mapInvoice },
  {
    ...{ ...changes, name: 'payments', list: LISTS.payments, kinds: ['membership', 'payment'], complete: 'payment' },
    map: map.mapPayment,
  },
  { ...changes, name: 'metrics', list: LISTS.metrics, kinds: ['score'], map: map.mapEntry },
  { ...changes, name: 'forms', list: LISTS.forms, kinds: ['score'], way: 'changed_since', map: map.mapForm },
];

export function streamOf(course: Course): Stream {
  return {
    ...{ name: course.name, kinds: course.kinds, mode: course.way === 'whole' ? 'snapshot' : 'delta', merges: 'none' },
    deletes: course.complete === undefined ? 'none' : 'absence',
    confidence: course.confidence,
    // Two lists feed the scores: neither can say alone that one is gone.
    compares: course.way !== 'whole' && course.complete !== undefined,
  };
}

const NOTES: Partial<Record<RecordKind, string>> = {
  appointment: 'In a group, one for each who is booked in it.',
  membership: 'Recurring payments, told with what was bought and with what was paid of it.',
  package: 'What was bought; how much of it is used is not told.',
  score: 'PHQ-9, GAD-7, PROMIS, MSQ, ODI, NDI, DASH, LEFS and pain; other measures are not read.',
};

export const GIVES: Manifest['gives'] = Object.fromEntries(
  COURSES.flatMap((course) =>
    course.kinds.map((kind) => {
      const { mode, deletes, merges, confidence } = streamOf(course);
      const note = NOTES[kind];
      const given = { mode, deletes, merges, confidence };
      return [kind, note === undefined ? given : { ...given, note }] as const;
    }),
  ),
);
