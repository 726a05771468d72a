import type { Stream } from '@keepwell/connector-sdk';
import type { RecordKind } from '@keepwell/domain/records';
import * as map from './map.js';
import type { Row } from './row.js';

/** How a list can be asked what changed. `day`: by the date of entry alone. `nothing`: read whole each time. */
type Since = 'DateTStamp' | 'day' | 'nothing';

export interface List {
  path: string;
  id: string;
  since: Since;
  mapRow: (row: Row, mapping: map.Mapping) => ReturnType<typeof map.mapAppointment>;
  /** Always asked. */
  query: Record<string, string>;
  /** Columns that may be kept as they came; the rest, SSN first of all, never leaves this connector. */
  shows: string[];
  /** Asked besides, when the list is read whole. */
  whenWhole?: Record<string, string>;
  /** Asked only when everything is not: everything says the same by what is missing. */
  onlyForChanges?: boolean;
}

export interface Course {
  name: string;
  kinds: RecordKind[];
  lists: List[];
  mode: Stream['mode'];
  deletes: Stream['deletes'];
  confidence: Stream['confidence'];
  /** False: to read it whole costs a question for each patient. */
  compares?: boolean;
}

const list = (
  path: string,
  id: string,
  since: Since,
  mapRow: List['mapRow'],
  shows: string[],
  more: Partial<List> = {},
): List => ({
  ...{ path, id, since, mapRow, query: {}, shows: [id, 'DateTStamp', 'serverDateTime', ...shows], ...more },
});

export const APPOINTMENTS = list('appointments', 'AptNum', 'DateTStamp', map.mapAppointment, [
  ...['PatNum', 'AptStatus', 'Pattern', 'Confirmed', 'confirmed', 'ProvNum', 'ProvHyg', 'AptDateTime', 'ClinicNum'],
  ...['IsHygiene', 'DateTimeArrived', 'DateTimeDismissed', 'AppointmentTypeNum', 'SecDateTEntry', 'IsNewPatient'],
]);
const DELETED = list(
  'histappointments',
  'HistApptNum',
  'DateTStamp',
  map.mapDeleted,
  ['AptNum', 'HistDateTStamp', 'HistApptAction'],
  {
    ...{ query: { HistApptAction: 'Deleted' }, onlyForChanges: true },
  },
);
/** Read for the patients in it: a plan of treatment is what of all procedures of a patient is still planned. */
export const PROCEDURES = list('procedurelogs', 'ProcNum', 'DateTStamp', () => null, [], {
  whenWhole: { ProcStatus: 'TP' },
});
export const TYPES = list('appointmenttypes', 'AppointmentTypeNum', 'nothing', map.mapAppointmentType, [
  'AppointmentTypeName',
]);
export const RECALLS = list('recalls/List', 'PatNum', 'nothing', map.mapRecall, ['DueDate', 'Type', 'Interval'], {
  query: { IncludeReminded: 'true' },
});

const whole = { mode: 'snapshot', deletes: 'absence', confidence: 'verified' } as const;
const delta = { mode: 'delta', deletes: 'absence', confidence: 'verified' } as const;

export const COURSES: Course[] = [
  {
    ...whole,
    name: 'Clinics',
    kinds: ['location'],
    lists: [list('clinics', 'ClinicNum', 'nothing', map.mapClinic, ['Description', 'Abbr'])],
  },
  {
    ...{ ...whole, name: 'Providers', kinds: ['practitioner'] },
    lists: [
      list('providers', 'ProvNum', 'nothing', map.mapProvider, ['FName', 'LName', 'Abbr', 'IsHidden', 'ProvStatus']),
    ],
  },
  { ...whole, name: 'AppointmentTypes', kinds: ['service'], lists: [TYPES] },
  {
    ...{ ...delta, name: 'Patients', kinds: ['patient', 'consent'] },
    lists: [
      list('patients/Simple', 'PatNum', 'DateTStamp', map.mapPatient, [
        ...[
          'LName',
          'FName',
          'PatStatus',
          'Birthdate',
          'HmPhone',
          'WkPhone',
          'WirelessPhone',
          'Email',
          'Guarantor',
          'PriProv',
        ],
        ...['ClinicNum', 'Language', 'TxtMsgOk', 'PreferConfirmMethod', 'PreferContactMethod', 'PreferRecallMethod'],
      ]),
    ],
  },
  { ...delta, name: 'TreatmentPlans', kinds: ['plan'], deletes: 'explicit', lists: [PROCEDURES], compares: false },
  { ...delta, name: 'Appointments', kinds: ['appointment'], deletes: 'explicit', lists: [APPOINTMENTS, DELETED] },
  { ...whole, name: 'Recalls', kinds: ['recall'], lists: [RECALLS] },
  {
    ...{ ...delta, name: 'Payments', kinds: ['payment'] },
    lists: [list('payments', 'PayNum', 'day', map.mapPayment, ['PayDate', 'PayAmt', 'PatNum', 'DateEntry'])],
  },
  {
    ...{ ...delta, name: 'Commlogs', kinds: ['communication'] },
    lists: [
      list('commlogs', 'CommlogNum', 'DateTStamp', map.mapCommlog, [
        'PatNum',
        'CommDateTime',
        'Mode_',
        'SentOrReceived',
      ]),
    ],
  },
];

export function streamOf({ name, kinds, mode, deletes, confidence, compares = true }: Course): Stream {
  return { name, kinds, mode, deletes, merges: 'none', confidence, compares };
}
