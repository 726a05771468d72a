import type { Stream } from '@keepwell/connector-sdk';
import type { RecordKind } from '@keepwell/domain/records';
import * as map from './map.js';
import type { Row } from './row.js';

/** How a row of a list becomes records; null: it is told by another list. */
export type MapRow = (row: Row, mapping: map.Mapping) => ReturnType<typeof map.mapAttendee>;

export interface List {
  path: string;
  /** Name of the rows in the envelope. */
  key: string;
  mapRow: MapRow;
  /**
   * Fields by which rows that are over must be asked for: a plain list leaves them out. Asked for apart, since a filter cannot say
   * "or" and none can ask for what is empty.
   */
  ended: string[];
  /** Fields of a row that may be kept as they came; the rest never leaves this connector. */
  shows: string[];
}

export interface Course {
  name: string;
  kinds: RecordKind[];
  lists: List[];
  deletes: Stream['deletes'];
  merges: Stream['merges'];
  confidence: Stream['confidence'];
}

const STAMPS = ['id', 'created_at', 'updated_at', 'archived_at', 'deleted_at'];
const list = (path: string, mapRow: MapRow, ended: string[], shows: string[]): List => ({
  ...{ path, key: path.split('/')[0] ?? path, mapRow, ended },
  shows: [...STAMPS, ...shows],
});

const VISIT = [
  'starts_at',
  'ends_at',
  'cancelled_at',
  'cancellation_reason',
  'cancellation_reason_description',
  'patient',
  'practitioner',
];
const BOOKED = ['business', 'appointment_type', 'patient_case', 'repeated_from'];
const STAFF = ['display_name', 'first_name', 'last_name', 'active'];

export const INDIVIDUAL = list(
  'individual_appointments',
  map.mapIndividual,
  ['cancelled_at', 'archived_at', 'deleted_at'],
  [...VISIT, ...BOOKED, ...['did_not_arrive', 'patient_arrived']],
);
/** Brings its attendees instead of itself. */
export const GROUPS = list('group_appointments', () => null, ['archived_at', 'deleted_at'], []);
export const ATTENDEES = list(
  'attendees',
  map.mapAttendee,
  ['cancelled_at', 'archived_at', 'deleted_at'],
  [
    ...[
      'arrived',
      'cancelled_at',
      'cancellation_reason',
      'cancellation_reason_description',
      'booking',
      'patient',
      'patient_case',
    ],
  ],
);
const PATIENTS = list(
  'patients',
  map.mapPatient,
  ['archived_at'],
  [
    ...['first_name', 'last_name', 'date_of_birth', 'email', 'patient_phone_numbers', 'time_zone', 'referral_source'],
    ...['accepted_email_marketing', 'accepted_sms_marketing', 'merged_at', 'merged_with_patient'],
  ],
);

export const COURSES: Course[] = [
  {
    ...{ name: 'Businesses', kinds: ['location'], deletes: 'absence', merges: 'none', confidence: 'verified' },
    lists: [
      list('businesses', map.mapBusiness, ['archived_at'], ['display_name', 'business_name', 'time_zone_identifier']),
    ],
  },
  {
    ...{ name: 'Practitioners', kinds: ['practitioner'], deletes: 'absence', merges: 'none', confidence: 'verified' },
    lists: [
      list('practitioners', map.mapPractitioner, [], STAFF),
      list('practitioners/inactive', map.mapPractitioner, [], STAFF),
    ],
  },
  {
    ...{ name: 'AppointmentTypes', kinds: ['service'], deletes: 'absence', merges: 'none', confidence: 'verified' },
    lists: [list('appointment_types', map.mapAppointmentType, ['archived_at'], ['name', 'category', 'max_attendees'])],
  },
  {
    ...{
      name: 'Patients',
      kinds: ['patient', 'consent'],
      deletes: 'absence',
      merges: 'pointer',
      confidence: 'verified',
    },
    lists: [PATIENTS],
  },
  {
    ...{ name: 'Cases', kinds: ['plan'], deletes: 'absence', merges: 'none', confidence: 'verified' },
    lists: [
      list(
        'patient_cases',
        map.mapCase,
        ['archived_at'],
        ['max_sessions', 'issue_date', 'expiry_date', 'closed', 'closed_at', 'patient'],
      ),
    ],
  },
  {
    ...{ name: 'Appointments', kinds: ['appointment'], deletes: 'explicit', merges: 'none', confidence: 'verified' },
    lists: [INDIVIDUAL, GROUPS, ATTENDEES],
  },
  {
    ...{ name: 'Invoices', kinds: ['invoice'], deletes: 'explicit', merges: 'none', confidence: 'verified' },
    lists: [
      list(
        'invoices',
        map.mapInvoice,
        ['archived_at', 'deleted_at'],
        ['issue_date', 'status', 'total_amount', 'patient', 'appointment', 'attendee'],
      ),
    ],
  },
  {
    ...{ name: 'Communications', kinds: ['communication'], deletes: 'absence', merges: 'none', confidence: 'verified' },
    lists: [
      list(
        'communications',
        map.mapCommunication,
        ['archived_at'],
        ['category_code', 'type_code', 'direction_code', 'patient'],
      ),
    ],
  },
];

/** Answered and described nowhere; it cannot be asked what changed. */
export const RECALLS: Course = {
  ...{ name: 'Recalls', kinds: ['recall'], deletes: 'absence', merges: 'none', confidence: 'experimental' },
  lists: [list('recalls', map.mapRecall, [], ['recall_at', 'recalled_at', 'recall_type', 'recall_type_id', 'patient'])],
};

export function streamOf(course: Course): Stream {
  const { name, kinds, deletes, merges, confidence } = course;
  return { name, kinds, mode: course === RECALLS ? 'snapshot' : 'delta', deletes, merges, confidence, compares: true };
}

/** One walk through one list: `ended` null is the plain list. */
export interface Step {
  list: List;
  ended: string | null;
}

/**
 * In the order in which they are walked. A walk of everything reads attendees with their groups; a walk of what changed must also ask
 * for attendees that changed in a group that did not.
 */
export function stepsOf(course: Course, everything: boolean): Step[] {
  return course.lists
    .filter((one) => one !== ATTENDEES || !everything)
    .flatMap((one) => [null, ...one.ended].map((ended) => ({ list: one, ended })));
}
