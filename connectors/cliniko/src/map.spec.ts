import { statusWords } from '@keepwell/connector-sdk';
import type { SourceRecord } from '@keepwell/domain/records';
import * as map from './map.js';
import { mapRows } from './pull.js';
import type { Row } from './row.js';
import { clinikoSettings, shardOf } from './settings.js';
import { COURSES, INDIVIDUAL } from './streams.js';

const url = (path: string) => ({ links: { self: `https://api.au1.cliniko.com/v1/${path}` } });
const stamps = {
  created_at: '2026-03-01T00:00:00Z',
  updated_at: '2026-03-02T00:00:00Z',
  archived_at: null,
  deleted_at: null,
};
const group: Row = {
  ...{
    id: '70',
    ...stamps,
    updated_at: '2026-03-05T00:00:00Z',
    starts_at: '2026-03-10T22:00:00Z',
    ends_at: '2026-03-10T23:00:00Z',
  },
  ...{
    practitioner: url('practitioners/5'),
    business: url('businesses/6'),
    appointment_type: url('appointment_types/7'),
  },
};
const mapping: map.Mapping = {
  ...{ zone: 'Australia/Sydney', statuses: statusWords(map.STATUSES), groups: new Map([['70', group]]) },
  telehealth: new Set(['8']),
};
const visit: Row = {
  ...{ id: '1234567890123456789', ...stamps, starts_at: '2026-03-10T22:00:00Z', ends_at: '2026-03-10T22:30:00Z' },
  ...{ cancelled_at: null, did_not_arrive: false, patient_arrived: false, patient: url('patients/9?x=1') },
  ...{
    practitioner: url('practitioners/5'),
    business: url('businesses/6'),
    appointment_type: url('appointment_types/7'),
  },
  ...{ patient_case: url('patient_cases/3'), notes: 'Sore after the fall.', telehealth_url: null },
};
const patient: Row = {
  ...{ id: '9', ...stamps, first_name: 'Ada', last_name: 'Yarrowby', date_of_birth: '1980-02-29', email: '' },
  ...{
    time_zone: 'Nowhere/At all',
    medicare: '2950',
    notes: 'x',
    accepted_email_marketing: true,
    accepted_sms_marketing: null,
  },
  patient_phone_numbers: [
    { phone_type: 'Fax', number: '0400 000 000' },
    { phone_type: 'Home', number: '(02) 5550 0000', normalized_number: '0255500000' },
    { phone_type: 'Mobile', number: '0491 570 006', normalized_number: '+61491570006' },
  ],
};

function only(records: SourceRecord[] | null): SourceRecord {
  expect(records?.length).toBeGreaterThan(0);
  return (records as [SourceRecord])[0];
}
const data = (records: SourceRecord[] | null) => {
  const record = only(records);
  return record.op === 'upsert' ? record.data : record.op;
};

describe('Cliniko rows as records', () => {
  it.each([
    [{}, 'booked', null],
    [{ patient_arrived: true }, 'completed', null],
    [{ did_not_arrive: true }, 'no_show', null],
    [
      { cancelled_at: '2026-03-09T01:00:00Z', cancellation_reason_description: 'Work', did_not_arrive: true },
      'cancelled',
      'Work',
    ],
  ])('reads the marks %j of an appointment as %s', (marks, status, cancelReason) => {
    expect(data(map.mapIndividual({ ...visit, ...marks }, mapping))).toMatchObject({ status, cancelReason });
  });

  it('keeps ids as text, and finds them at the end of links', () => {
    expect(only(map.mapIndividual(visit, mapping))).toMatchObject({
      ...{ id: '1234567890123456789', updatedAt: Date.parse('2026-03-02T00:00:00Z') },
      data: {
        patientId: '9',
        practitionerId: '5',
        locationId: '6',
        serviceId: '7',
        planId: '3',
        telehealth: null,
        classId: null,
      },
    });
  });

  it('takes a telehealth link for one only where the type is over the wire, and never keeps the link', () => {
    const wire = {
      ...visit,
      appointment_type: url('appointment_types/8'),
      telehealth_url: 'https://t.example.com/secret',
    };
    expect(data(map.mapIndividual(wire, mapping))).toMatchObject({ telehealth: true });
    expect(
      data(map.mapIndividual({ ...visit, telehealth_url: 'https://t.example.com/secret' }, mapping)),
    ).toMatchObject({ telehealth: null });
    expect(JSON.stringify(mapRows(INDIVIDUAL, [wire], mapping))).not.toContain('secret');
  });

  it('joins an attendee with its group, and leaves those of individual appointments to their own list', () => {
    const attendee = {
      ...{ id: '44', ...stamps, arrived: false, cancelled_at: null, patient: url('patients/9') },
      booking: url('bookings/70'),
    };
    expect(only(map.mapAttendee(attendee, mapping))).toMatchObject({
      // The group was moved after the attendee was written.
      ...{ id: 'attendee-44', updatedAt: Date.parse('2026-03-05T00:00:00Z') },
      data: { status: 'no_show', startsAt: Date.parse('2026-03-10T22:00:00Z'), classId: '70', serviceId: '7' },
    });
    expect(map.mapAttendee({ ...attendee, booking: url('bookings/71') }, mapping)).toBeNull();
  });

  it.each(['deleted_at', 'archived_at'])('takes an appointment with %s off the books', (field) => {
    expect(only(map.mapIndividual({ ...visit, [field]: '2026-03-03T00:00:00Z' }, mapping)).op).toBe('delete');
  });

  it('reads consent as yes, no, or nothing', () => {
    const [ada, email, sms] = map.mapPatient({ ...patient, accepted_sms_marketing: false });
    expect([ada, email, sms].map((record) => record && data([record]))).toMatchObject([
      { givenName: 'Ada', phone: '+61491570006', email: null, timezone: null, archivedAt: null },
      { channel: 'email', purpose: 'marketing', state: 'granted' },
      { channel: 'sms', purpose: 'marketing', state: 'denied' },
    ]);
    expect(data(map.mapPatient(patient).slice(2))).toMatchObject({ channel: 'sms', state: null });
  });

  it('follows a merged patient', () => {
    const merged = { ...patient, merged_with_patient: url('patients/10'), archived_at: '2026-03-02T00:00:00Z' };
    expect(data(map.mapPatient(merged))).toMatchObject({ mergedInto: '10', archivedAt: null });
  });

  it('reads a case as a plan, without its name', () => {
    const row = {
      id: '3',
      ...stamps,
      name: 'Torn ligament',
      patient: url('patients/9'),
      max_sessions: 8,
      issue_date: '2026-03-01',
      closed: false,
    };
    const plan = only(map.mapCase(row, mapping));
    expect(plan).toMatchObject({
      data: { prescribedVisits: 8, status: 'open', startedAt: Date.parse('2026-02-28T13:00:00Z') },
    });
    expect(JSON.stringify(plan)).not.toContain('ligament');
  });

  it.each([
    [10, 'open', null],
    [20, 'paid', 0],
    [30, null, null],
    [40, null, null],
  ])('reads invoice status %i', (code, status, balanceMinor) => {
    const row = {
      id: '2',
      ...stamps,
      status: code,
      total_amount: '95.5',
      issue_date: '2026-03-01',
      patient: url('patients/9'),
    };
    expect(data(map.mapInvoice(row, mapping))).toMatchObject({ status, balanceMinor, totalMinor: 9550 });
  });

  it('S3-62 leaves at the edge what nobody needs', () => {
    const patients = COURSES.find(({ name }) => name === 'Patients')?.lists[0];
    const { raw } = mapRows(patients ?? INDIVIDUAL, [patient], mapping);
    expect(raw[0]).toContain('Yarrowby');
    for (const left of ['medicare', '2950', 'notes']) expect(JSON.stringify(raw)).not.toContain(left);
    expect(JSON.stringify(mapRows(INDIVIDUAL, [visit], mapping))).not.toContain('Sore');
  });

  it('puts a row aside that names no patient, and goes on with the next', () => {
    const { records, unreadable } = mapRows(INDIVIDUAL, [{ ...visit, id: '1', patient: {} }, visit], mapping);
    expect(records).toHaveLength(1);
    expect(unreadable).toMatchObject([
      { id: '1', reason: 'The row names no patient.', where: 'individual_appointments' },
    ]);
  });
});

describe('the address of Cliniko', () => {
  it.each([
    ['abc', 'au1'],
    ['MS0xMjM-au2', 'au2'],
    ['MS0x-MjM-uk1', 'uk1'],
  ])('the key %s leads to shard %s', (key, shard) => expect(shardOf(key)).toBe(shard));

  it.each(['abc-evil.example/', 'abc-AU1', 'abc-localhost', 'abc-', 'abc-au1234', 'abc-a@1'])(
    'X-12 the key %s makes no host name',
    (key) => {
      expect(() => shardOf(key)).toThrow('must end in the shard');
    },
  );

  it('wants a whole key and a contact', () => {
    const settings = (api_key: string, contact: string) =>
      clinikoSettings({ settings: { api_key, contact }, timezone: null });
    expect(settings('abc-au2', 'it@example.com').baseUrl).toBe('https://api.au2.cliniko.com/v1');
    expect(() => settings('abc def-au2', 'it@example.com')).toThrow('without spaces');
    expect(() => settings('abc-au2', 'nobody')).toThrow('e-mail');
  });
});
