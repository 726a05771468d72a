import type { Manifest, Stream } from '@keepwell/connector-sdk';
import type { RecordKind } from '@keepwell/domain/records';
import type { Query } from './client.js';
import type { Row } from './json.js';
import * as map from './map.js';
import type { Mapped, Mapping } from './map.js';

/** One list of NexHealth's and how it is read. */
export interface Course {
  name: string;
  path: string;
  kind: RecordKind;
  mode: 'delta' | 'snapshot';
  deletes: Stream['deletes'];
  /** Asked for once per location, or once for the practice. */
  perLocation: boolean;
  /** Has no pages: `/locations`, `/appointment_types`. */
  whole?: boolean;
  /** Each is a walk of its own: what a plain list leaves out is asked for by name. */
  passes: Query[];
  /** `start` and `end` are required, also beside `updated_since`. */
  windowed?: boolean;
  /** The list is refused without a filter besides the location: the first walk names the beginning of time. */
  needsFilter?: boolean;
  /** Part of the id in Keepwell, where two lists feed one kind. */
  prefix?: string;
  confidence: Stream['confidence'];
  map: (row: Row, mapping: Mapping) => Mapped;
  note?: string;
}

const asked = { mode: 'delta', perLocation: true, confidence: 'verified' } as const;
const whole = { mode: 'snapshot', perLocation: false, confidence: 'verified', deletes: 'absence' } as const;
const byChange = { sort: 'updated_at' };
const money = { ...asked, deletes: 'explicit', needsFilter: true } as const;

/** What is referred to comes first. */
export const COURSES: Course[] = [
  {
    ...whole,
    name: 'locations',
    path: 'locations',
    kind: 'location',
    whole: true,
    passes: [{}],
    map: map.mapLocation,
  },
  {
    ...whole,
    ...{ name: 'providers', path: 'providers', kind: 'practitioner', map: map.mapPractitioner },
    // Left out, `inactive` means false: who has left would vanish.
    passes: [{ inactive: false }, { inactive: true }],
  },
  {
    ...whole,
    ...{ name: 'appointment_types', path: 'appointment_types', kind: 'service', map: map.mapService },
    ...{ whole: true, passes: [{}], perLocation: true },
  },
  {
    ...asked,
    ...{ name: 'patients', path: 'patients', kind: 'patient', deletes: 'absence', passes: [byChange] },
    map: map.mapPatient,
  },
  {
    ...asked,
    ...{ name: 'treatment_plans', path: 'treatment_plans', kind: 'plan', deletes: 'absence', passes: [{}] },
    ...{ perLocation: false, map: map.mapPlan },
  },
  {
    ...asked,
    ...{ name: 'appointments', path: 'appointments', kind: 'appointment', deletes: 'absence', windowed: true },
    // Both by name: whether a plain list holds the cancelled ones is not said.
    passes: [
      { ...byChange, cancelled: false },
      { ...byChange, cancelled: true },
    ],
    map: map.mapAppointment,
    note: 'No-shows only where the practice system tells NexHealth of them.',
  },
  {
    ...asked,
    ...{ name: 'patient_recalls', path: 'patient_recalls', kind: 'recall', deletes: 'absence', passes: [{}] },
    map: map.mapRecall,
  },
  {
    ...money,
    ...{ name: 'charges', path: 'charges', kind: 'invoice', passes: [{ ...byChange, include_deleted: true }] },
    map: map.mapCharge,
  },
  {
    ...money,
    ...{
      name: 'guarantor_balances',
      path: 'guarantor_balances',
      kind: 'invoice',
      deletes: 'none',
      prefix: 'balance/',
    },
    ...{ passes: [{ ...byChange, show_zero_balances: true }], map: map.mapBalance },
  },
  {
    ...money,
    ...{ name: 'payments', path: 'payments', kind: 'payment', passes: [{ ...byChange, include_deleted: true }] },
    map: map.mapPayment,
  },
];

export function streamOf(course: Course): Stream {
  return {
    ...{ name: course.name, kinds: [course.kind], mode: course.mode, deletes: course.deletes, merges: 'none' },
    confidence: course.confidence,
    // Two lists feed the invoices: neither can say alone that one is gone.
    compares: course.mode === 'delta' && course.kind !== 'invoice',
  };
}

export const GIVES: Manifest['gives'] = Object.fromEntries(
  COURSES.filter(({ prefix }) => prefix === undefined).map(({ kind, mode, deletes, confidence, note }) => [
    kind,
    { mode, deletes, merges: 'none', confidence, ...(note === undefined ? {} : { note }) },
  ]),
);
