import { statusWords } from '@keepwell/connector-sdk';
import { mapAppointment, mapPatient, STATUS_WORDS } from './map.js';

const mapping = { zone: 'Europe/London', statuses: statusWords(STATUS_WORDS) };

describe('the mapping of Acme Dental', () => {
  it('names a patient', () => {
    const row = { id: 1, first_name: 'Anna', last_name: 'Fixture', updated_at: '2026-03-01T09:00:00Z' };
    expect(mapPatient(row, mapping)).toMatchObject({ record: { id: '1', data: { givenName: 'Anna' } } });
  });

  it('keeps a status word that it does not know', () => {
    const row = { id: 9, patient_id: 1, starts_at: '2026-03-02T10:00:00Z', status: 'zzz' };
    expect(mapAppointment(row, mapping)).toMatchObject({ record: { data: { status: 'unknown', rawStatus: 'zzz' } } });
  });
});
