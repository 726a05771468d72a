import { ConnectorBroken, defineConnector } from '@keepwell/connector-sdk';
import { checkHealthie } from './check.js';
import { COURSES, GIVES, streamOf } from './courses.js';
import { fetchOne } from './fetch-one.js';
import { pullCourse } from './pull.js';
import { closeSession, sessionOf } from './session.js';
import { healthieSettings, settingsSchema } from './settings.js';
import { readHealthieWebhook } from './webhook.js';
import { findWritten, write } from './write.js';

export const healthie = defineConnector({
  id: 'healthie',
  version: 1,
  name: 'Healthie',
  description: 'Appointments, packages, payments, programs and outcome scores from Healthie.',
  settings: settingsSchema,
  manifest: {
    waysIn: ['poll', 'webhook'],
    gives: GIVES,
    writes: {
      log_contact: { confidence: 'experimental', note: 'As a task that is done, which the patient does not see.' },
      book: { confidence: 'experimental', note: 'Needs a provider and an appointment type.' },
      cancel: { confidence: 'experimental' },
    },
    // Healthie publishes no number: its limit moves with its load. This is what a careful reader needs.
    throttle: { scope: 'connection', keyFields: ['api_key'], budgets: [{ requests: 60, perMs: 60_000 }], serial: true },
  },
  keeps: {
    practitioner: ['name', 'active'],
    service: ['name', 'line', 'kind', 'specialty'],
    patient: [
      ...['givenName', 'familyName', 'birthDate', 'email', 'phone', 'language', 'archivedAt', 'practitionerId'],
    ],
    appointment: [
      ...['patientId', 'startsAt', 'endsAt', 'status', 'rawStatus', 'practitionerId', 'serviceId', 'cancelledAt'],
      ...['cancelledBy', 'cancelReason', 'seriesId', 'classId', 'telehealth'],
    ],
    package: ['patientId', 'name', 'line', 'unitsTotal', 'purchasedAt', 'priceMinor', 'currency'],
    program: ['patientId', 'name', 'startedAt', 'endsAt', 'status'],
    invoice: ['patientId', 'appointmentId', 'issuedAt', 'totalMinor', 'balanceMinor', 'currency', 'status'],
    payment: [
      ...['patientId', 'invoiceId', 'membershipId', 'at', 'amountMinor', 'currency', 'kind', 'status', 'failureCode'],
    ],
    membership: [
      ...['patientId', 'name', 'status', 'startedAt', 'renewsAt', 'endsAt', 'pausedUntil', 'cancelRequestedAt'],
      'priceMinor',
    ],
    score: ['patientId', 'instrument', 'domain', 'value', 'takenAt', 'direction'],
  },
  async streams(context) {
    healthieSettings(context);
    return COURSES.map(streamOf);
  },
  check: (context) => checkHealthie(context),
  async pull(context, stream, cursor, options) {
    const course = COURSES.find(({ name }) => name === stream);
    if (course === undefined) throw new ConnectorBroken(`Healthie has no stream ${stream}.`);
    return pullCourse(context, sessionOf(context), course, cursor, options);
  },
  fetchOne: (context, kind, id) => fetchOne(context, sessionOf(context), kind, id),
  async readWebhook(context, request) {
    return readHealthieWebhook(healthieSettings(context).webhookSecret, request);
  },
  write: (context, operation) => write(sessionOf(context), operation),
  findWritten: (context, operation) => findWritten(sessionOf(context), operation),
  async close(context) {
    closeSession(context);
  },
});
