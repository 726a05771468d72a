import { ConnectorBroken, defineConnector } from '@keepwell/connector-sdk';
import { checkNexHealth } from './check.js';
import { COURSES, GIVES, streamOf } from './courses.js';
import { fetchOne } from './fetch-one.js';
import { pullCourse } from './pull.js';
import { closeSession, sessionOf } from './session.js';
import { nexHealthSettings, settingsSchema } from './settings.js';
import { readNexHealthWebhook } from './webhook.js';
import { findWritten, write } from './write.js';

export const nexhealth = defineConnector({
  id: 'nexhealth',
  version: 1,
  name: 'NexHealth',
  description: 'Dentrix, Eaglesoft, Open Dental, Denticon, Curve and others, through the NexHealth Synchronizer.',
  settings: settingsSchema,
  manifest: {
    waysIn: ['poll', 'webhook'],
    gives: GIVES,
    writes: {
      book: { confidence: 'experimental', note: 'Stands when the practice system has taken it, some minutes later.' },
      cancel: { confidence: 'experimental' },
    },
    // 100 a second and 1,000 a minute for a key; appointments 10 a second.
    throttle: {
      ...{ scope: 'connection', keyFields: ['api_key'] },
      budgets: [
        { requests: 10, perMs: 1_000 },
        { requests: 1_000, perMs: 60_000 },
      ],
    },
  },
  keeps: {
    location: ['name', 'timezone', 'openDays', 'opensAt', 'closedOn'],
    practitioner: ['name', 'active', 'leftAt'],
    service: ['name', 'line', 'specialty'],
    patient: [
      ...['givenName', 'familyName', 'birthDate', 'email', 'phone', 'language', 'archivedAt', 'practitionerId'],
      'householdId',
    ],
    plan: ['patientId', 'line', 'status', 'closedAt', 'closeReason', 'specialty'],
    appointment: [
      ...['patientId', 'startsAt', 'endsAt', 'status', 'rawStatus', 'practitionerId', 'locationId', 'serviceId'],
      'cancelledAt',
    ],
    recall: ['patientId', 'type', 'dueOn', 'intervalMonths'],
    invoice: ['patientId', 'issuedAt', 'totalMinor', 'balanceMinor', 'currency', 'status'],
    payment: ['patientId', 'invoiceId', 'at', 'amountMinor', 'currency', 'kind', 'status'],
  },
  async streams(context) {
    nexHealthSettings(context);
    return COURSES.map(streamOf);
  },
  check: (context) => checkNexHealth(context),
  async pull(context, stream, cursor, options) {
    const course = COURSES.find(({ name }) => name === stream);
    if (course === undefined) throw new ConnectorBroken(`NexHealth has no stream ${stream}.`);
    return pullCourse(context, sessionOf(context), course, cursor, options);
  },
  fetchOne: (context, kind, id) => fetchOne(context, sessionOf(context), kind, id),
  async readWebhook(context, request) {
    return readNexHealthWebhook(nexHealthSettings(context).webhookSecret, request);
  },
  write: (context, operation) => write(context, sessionOf(context), operation),
  findWritten: (context, operation) => findWritten(sessionOf(context), operation),
  async close(context) {
    closeSession(context);
  },
});
