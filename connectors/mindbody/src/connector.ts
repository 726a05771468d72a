import { ConnectorBroken, defineConnector } from '@keepwell/connector-sdk';
import { checkMindbody } from './check.js';
import { COURSES, coursesOf } from './courses.js';
import { fetchOne } from './fetch-one.js';
import { pullPage } from './pull.js';
import { sessionOf } from './session.js';
import { mindbodySettings, settingsSchema } from './settings.js';
import { readMindbodyWebhook } from './webhook.js';
import { findInMindbody, writeToMindbody } from './write.js';

const daily = { mode: 'snapshot', deletes: 'absence', merges: 'none', confidence: 'verified' } as const;

export const mindbody = defineConnector({
  id: 'mindbody',
  version: 1,
  name: 'Mindbody',
  description: 'Wellness, medspa and fitness, by the Public API v6.',
  settings: settingsSchema,
  manifest: {
    waysIn: ['poll', 'webhook'],
    gives: {
      ...{ location: daily, practitioner: daily, service: daily },
      patient: {
        ...daily,
        mode: 'delta',
        note: 'Needs a staff user: without one contact details are left out in silence.',
      },
      consent: { ...daily, mode: 'delta', note: 'Marketing by e-mail and by text.' },
      appointment: {
        ...daily,
        mode: 'window',
        note: 'Visits to classes where the settings ask for them. Nothing says when one was changed.',
      },
      payment: { ...daily, mode: 'window', deletes: 'none', note: 'Payments of sales, and cards that were refused.' },
      membership: {
        ...daily,
        confidence: 'experimental',
        note: 'Those that run; with contracts what is paid when, and what is suspended.',
      },
      package: { ...daily, confidence: 'experimental', note: 'Series of visits, with how many are left.' },
    },
    writes: {
      log_contact: { confidence: 'verified', note: 'As a contact log.' },
      book: { confidence: 'verified', note: 'Sends no e-mail and takes no payment.' },
      cancel: { confidence: 'experimental', note: 'The word for it is known from second hand.' },
    },
    throttle: { scope: 'app', keyFields: ['api_key'], budgets: [{ requests: 1_000, perMs: 86_400_000 }] },
  },
  keeps: {
    patient: [
      ...['givenName', 'familyName', 'birthDate', 'email', 'phone', 'archivedAt', 'locationId', 'referralSource'],
    ],
    consent: ['patientId', 'channel', 'purpose', 'state'],
    practitioner: ['name', 'active', 'leftAt'],
    location: ['name', 'timezone', 'openDays', 'opensAt', 'closedOn'],
    service: ['name', 'line', 'kind'],
    appointment: [
      ...['patientId', 'startsAt', 'endsAt', 'status', 'rawStatus', 'practitionerId', 'locationId', 'serviceId'],
      ...['pendingRequest', 'classId', 'seriesId', 'cancelledBy'],
    ],
    payment: ['patientId', 'at', 'amountMinor', 'currency', 'kind', 'status', 'failureCode'],
    membership: ['patientId', 'name', 'status', 'startedAt', 'renewsAt', 'endsAt', 'priceMinor', 'currency'],
    package: ['patientId', 'name', 'line', 'unitsTotal', 'unitsUsed', 'purchasedAt', 'expiresOn', 'status'],
  },
  streams(context) {
    return Promise.resolve(coursesOf(sessionOf(context).settings).map(({ stream }) => stream));
  },
  check: checkMindbody,
  async pull(context, stream, cursor, options) {
    const session = sessionOf(context);
    const course = COURSES.find((one) => one.stream.name === stream);
    if (course === undefined) throw new ConnectorBroken(`Mindbody has no stream ${stream} (any more).`);
    return pullPage(context, session, course, cursor, options);
  },
  fetchOne,
  readWebhook: (context, request) => Promise.resolve(readMindbodyWebhook(mindbodySettings(context), request)),
  write: writeToMindbody,
  findWritten: findInMindbody,
});
