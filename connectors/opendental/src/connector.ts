import { ConnectorBroken, defineConnector } from '@keepwell/connector-sdk';
import { checkOpenDental } from './check.js';
import { fetchOne } from './fetch-one.js';
import { pullPage } from './pull.js';
import { sessionOf } from './session.js';
import { settingsSchema } from './settings.js';
import { COURSES, streamOf } from './streams.js';
import { findInOpenDental, writeToOpenDental } from './write.js';

const whole = { mode: 'snapshot', deletes: 'absence', merges: 'none', confidence: 'verified' } as const;
const delta = { ...whole, mode: 'delta' } as const;

export const openDental = defineConnector({
  id: 'opendental',
  version: 1,
  name: 'Open Dental',
  description:
    'Practice management for dentists (US), by its API: through the eConnector, or an API Service in the office.',
  settings: settingsSchema,
  manifest: {
    waysIn: ['poll'],
    gives: {
      location: { ...whole, note: 'None where the office has no clinics.' },
      practitioner: whole,
      service: { ...whole, note: 'Appointment types; visits without one are hygiene or dental.' },
      patient: { ...delta, note: 'Merges are not told.' },
      consent: { ...delta, note: 'Texts: yes, no or unknown. No marketing consent is kept there.' },
      plan: {
        ...{ ...delta, deletes: 'explicit', confidence: 'experimental' },
        note: 'What is planned of treatment and not done; exams and cleaning are none. Not compared.',
      },
      appointment: {
        ...delta,
        deletes: 'explicit',
        note: 'Cancelled or missed is told by the audit trail (23.1.30 or newer).',
      },
      recall: { ...whole, note: 'What is due, within two years back and one ahead.' },
      payment: { ...delta, note: 'By day.' },
      communication: { ...delta, note: 'When and by what means, not what was said (25.1.13 or newer).' },
    },
    writes: {
      log_contact: { confidence: 'verified', note: 'An entry in the contact log.' },
      book: { confidence: 'verified', note: 'Into the operatory of the settings.' },
      cancel: { confidence: 'verified', note: 'Breaks the appointment.' },
    },
    throttle: {
      scope: 'connection',
      keyFields: ['customer_key'],
      budgets: [{ requests: 1, perMs: 1_000 }],
      budgetsBy: {
        field: 'key_tier',
        budgets: {
          free: [{ requests: 1, perMs: 5_000 }],
          paid: [{ requests: 1, perMs: 1_000 }],
          enterprise: [{ requests: 1, perMs: 500 }],
          office: [],
        },
      },
      serial: true,
    },
  },
  keeps: {
    patient: [
      ...[
        'givenName',
        'familyName',
        'birthDate',
        'email',
        'phone',
        'language',
        'deceasedAt',
        'archivedAt',
        'locationId',
      ],
      ...['practitionerId', 'householdId'],
    ],
    consent: ['patientId', 'channel', 'purpose', 'state'],
    practitioner: ['name', 'active'],
    location: ['name', 'timezone', 'openDays', 'opensAt', 'closedOn'],
    service: ['name', 'line', 'specialty'],
    appointment: [
      ...['patientId', 'startsAt', 'endsAt', 'status', 'rawStatus', 'practitionerId', 'locationId', 'serviceId'],
      'cancelledAt',
    ],
    plan: ['patientId', 'line', 'startedAt', 'status', 'closedAt', 'specialty'],
    recall: ['patientId', 'type', 'dueOn', 'intervalMonths'],
    payment: ['patientId', 'at', 'amountMinor', 'kind', 'status'],
    communication: ['patientId', 'at', 'direction', 'channel'],
  },
  streams(context) {
    sessionOf(context);
    return Promise.resolve(COURSES.map(streamOf));
  },
  check: checkOpenDental,
  async pull(context, stream, cursor, options) {
    const course = COURSES.find(({ name }) => name === stream);
    if (course === undefined) throw new ConnectorBroken(`Open Dental has no stream ${stream} (any more).`);
    return pullPage(context, sessionOf(context), course, cursor, options);
  },
  fetchOne,
  write: writeToOpenDental,
  findWritten: findInOpenDental,
});
