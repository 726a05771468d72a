import type { FakeResource } from './fake-server.js';

/** Invented people and visits. Each builder takes what matters to a test. */
const resource = (
  resourceType: string,
  id: string,
  lastUpdated: string,
  body: Record<string, unknown>,
): FakeResource => ({
  resourceType,
  id,
  meta: { lastUpdated, versionId: '1' },
  ...body,
});

export const STAMP = '2026-03-01T10:00:00Z';

export function aPatient(id: string, body: Record<string, unknown> = {}, lastUpdated = STAMP): FakeResource {
  return resource('Patient', id, lastUpdated, {
    name: [{ use: 'official', family: 'Fixture', given: ['Anna'] }],
    birthDate: '1980-02-03',
    telecom: [{ system: 'phone', value: '+1 555 0100', use: 'mobile' }],
    ...body,
  });
}

export function anAppointment(id: string, body: Record<string, unknown> = {}, lastUpdated = STAMP): FakeResource {
  return resource('Appointment', id, lastUpdated, {
    status: 'booked',
    start: '2026-03-02T09:00:00Z',
    end: '2026-03-02T09:30:00Z',
    created: '2026-02-20T08:00:00Z',
    comment: 'Her knee is much worse since the divorce',
    serviceType: [{ coding: [{ code: 'PHY' }], text: 'Physiotherapy' }],
    participant: [
      { actor: { reference: 'Patient/p1' }, status: 'accepted' },
      { actor: { reference: 'Practitioner/d1' }, status: 'accepted' },
      { actor: { reference: 'Location/l1' }, status: 'accepted' },
    ],
    ...body,
  });
}

export function anEncounter(id: string, body: Record<string, unknown> = {}, lastUpdated = STAMP): FakeResource {
  return resource('Encounter', id, lastUpdated, {
    status: 'finished',
    class: { code: 'AMB' },
    subject: { reference: 'Patient/p1' },
    period: { start: '2026-03-02T09:05:00Z', end: '2026-03-02T09:40:00Z' },
    ...body,
  });
}

export const aLocation = (id: string) => resource('Location', id, STAMP, { name: 'North' });
export const aPractitioner = (id: string) =>
  resource('Practitioner', id, STAMP, { name: [{ family: 'Care', given: ['Dana'] }], active: true });
