import { ConnectorBroken, defineConnector } from '@keepwell/connector-sdk';
import { checkCliniko } from './check.js';
import { fetchOne } from './fetch-one.js';
import { pullPage } from './pull.js';
import { coursesOf, sessionOf } from './session.js';
import { settingsSchema } from './settings.js';
import { streamOf } from './streams.js';
import { findInCliniko, writeToCliniko } from './write.js';

const absence = { mode: 'delta', deletes: 'absence', merges: 'none', confidence: 'verified' } as const;

export const cliniko = defineConnector({
  id: 'cliniko',
  version: 1,
  name: 'Cliniko',
  description: 'Practice management for allied health (AU, UK, NZ, US, CA), by its API.',
  settings: settingsSchema,
  manifest: {
    waysIn: ['poll'],
    gives: {
      location: absence,
      practitioner: absence,
      service: absence,
      patient: { ...absence, merges: 'pointer' },
      consent: { ...absence, note: 'Marketing by e-mail and by text: yes, no, or never asked.' },
      plan: { ...absence, note: 'Cases with their most sessions; the name of a case is left behind.' },
      appointment: { ...absence, deletes: 'explicit', note: 'Groups by their attendees.' },
      invoice: { ...absence, deletes: 'explicit', note: 'Open or paid; there are no payments in the API.' },
      communication: { ...absence, note: 'When and by what means, not what was said.' },
      recall: { ...absence, mode: 'snapshot', confidence: 'experimental', note: 'Answered, but not described.' },
    },
    writes: {
      log_contact: { confidence: 'verified', note: 'As a memo, which sends nothing.' },
      book: { confidence: 'verified' },
      cancel: { confidence: 'verified', note: 'Cannot be taken back.' },
    },
    throttle: { scope: 'connection', keyFields: ['api_key'], budgets: [{ requests: 200, perMs: 60_000 }] },
  },
  keeps: {
    patient: [
      ...['givenName', 'familyName', 'birthDate', 'email', 'phone', 'timezone', 'archivedAt', 'mergedInto'],
      'referralSource',
    ],
    consent: ['patientId', 'channel', 'purpose', 'state'],
    practitioner: ['name', 'active'],
    location: ['name', 'timezone', 'openDays', 'opensAt', 'closedOn'],
    service: ['name', 'line', 'kind'],
    appointment: [
      ...['patientId', 'startsAt', 'endsAt', 'status', 'rawStatus', 'practitionerId', 'locationId', 'serviceId'],
      ...['planId', 'cancelledAt', 'cancelReason', 'seriesId', 'classId', 'telehealth'],
    ],
    plan: ['patientId', 'prescribedVisits', 'startedAt', 'endsAt', 'status', 'closedAt'],
    recall: ['patientId', 'type', 'dueOn', 'doneAt'],
    invoice: ['patientId', 'appointmentId', 'issuedAt', 'totalMinor', 'balanceMinor', 'status'],
    communication: ['patientId', 'at', 'direction', 'channel', 'kind'],
  },
  streams: (context) => Promise.resolve(coursesOf(sessionOf(context)).map(streamOf)),
  check: checkCliniko,
  async pull(context, stream, cursor, options) {
    const session = sessionOf(context);
    const course = coursesOf(session).find(({ name }) => name === stream);
    if (course === undefined) throw new ConnectorBroken(`Cliniko has no stream ${stream} (any more).`);
    return pullPage(context, session, course, cursor, options);
  },
  fetchOne,
  write: writeToCliniko,
  findWritten: findInCliniko,
});
