import { statusWords } from '@keepwell/connector-sdk';
import { isRow, type Row } from './json.js';
import * as map from './map.js';
import type { Mapped, Mapping } from './map.js';

const at = (text: string) => Date.parse(text);
const statuses = statusWords(map.STATUSES);
const mapping: Mapping = { zone: 'America/New_York', specialty: 'DE', statuses };

const row: Row = {
  ...{ id: 1822, patient_id: 2897, provider_id: 104, location_id: 3, appointment_type_id: 0, unavailable: false },
  ...{ start_time: '2026-06-05T20:16:57.007Z', end_time: '2026-06-05T20:46:57Z', cancelled: false, confirmed: false },
  ...{ updated_at: '2026-06-01T08:00:00Z', created_at: '2026-05-01T08:00:00Z', note: 'sore tooth', referrer: 'x' },
};

function dataOf(mapped: Mapped): Row {
  const record = 'record' in mapped ? mapped.record : null;
  return record?.op === 'upsert' && isRow(record.data) ? record.data : {};
}

describe('NexHealth appointments', () => {
  const status = (change: Row) => dataOf(map.mapAppointment({ ...row, ...change }, mapping));

  it.each([
    [{}, 'booked', 'booked'],
    [{ confirmed: true }, 'confirmed', 'confirmed'],
    [{ patient_confirmed: true }, 'confirmed', 'confirmed'],
    [{ confirmed: true, checkin_at: '2026-06-05T20:10:00Z' }, 'arrived', 'checked_in'],
    [{ checked_out: true, confirmed: true }, 'completed', 'checked_out'],
    [{ patient_missed: true }, 'no_show', 'missed'],
    [{ cancelled: true }, 'cancelled', 'cancelled'],
    [{ cancelled: true, patient_missed: true }, 'cancelled', 'cancelled+missed'],
    // Staff took the cancellation back: the time of it stays on the row.
    [{ cancelled: false, cancelled_at: '2026-06-02T08:00:00Z' }, 'booked', 'booked'],
    // Long past and nobody said anything: not a visit.
    [{ start_time: '2020-01-01T00:00:00Z' }, 'booked', 'booked'],
  ])('S2-07 %j is %s', (change, expected, raw) => {
    expect(status(change)).toMatchObject({ status: expected, rawStatus: raw, serviceId: null });
  });

  it('knows when it was cancelled only while it is', () => {
    const cancelled_at = '2026-06-02T08:00:00Z';
    expect(status({ cancelled: true, cancelled_at }).cancelledAt).toBe(at(cancelled_at));
    expect(status({ cancelled: false, cancelled_at }).cancelledAt).toBeNull();
  });

  it('lets a person say what the practice means by a missed visit that is cancelled', () => {
    const own = { ...mapping, statuses: statusWords(map.STATUSES, new Map([['cancelled+missed', 'no_show']])) };
    const mapped = map.mapAppointment({ ...row, cancelled: true, patient_missed: true }, own);
    expect(dataOf(mapped).status).toBe('no_show');
  });

  it('S3-62 carries no note and no origin', () => {
    expect(JSON.stringify(map.mapAppointment(row, mapping))).not.toMatch(/sore tooth|referrer/);
  });

  it('leaves blocks in the diary out, and puts aside what has no start', () => {
    expect(map.mapAppointment({ ...row, unavailable: true }, mapping)).toHaveProperty('ignored');
    expect(map.mapAppointment({ ...row, patient_id: null }, mapping)).toHaveProperty('ignored');
    expect(map.mapAppointment({ ...row, start_time: 'tomorrow' }, mapping)).toHaveProperty(
      'unreadable.code',
      'start_missing',
    );
  });

  it('keeps ids that are too big for a number as the text they came as', () => {
    expect(map.mapAppointment({ ...row, id: '9007199254740993' }, mapping)).toHaveProperty(
      'record.id',
      '9007199254740993',
    );
  });
});

describe('NexHealth patients', () => {
  const patient: Row = {
    ...{ id: 415, first_name: 'Fixture', middle_name: 'Q', last_name: 'Person', email: 'fixture@example.com' },
    ...{ updated_at: '2026-06-01T08:00:00Z', inactive: false, guarantor_id: 472, preferred_language: 'es' },
    bio: {
      phone_number: '2025550143',
      cell_phone_number: '',
      date_of_birth: '1980-02-29',
      gender: 'Female',
      city: 'X',
    },
    hipaa: { authorization: true },
  };

  it('reads what they can be reached by, and no more', () => {
    expect(dataOf(map.mapPatient(patient))).toMatchObject({
      ...{ givenName: 'Fixture Q', familyName: 'Person', phone: '2025550143', birthDate: '1980-02-29' },
      ...{ householdId: '472', language: 'es', archivedAt: null },
    });
    expect(JSON.stringify(map.mapPatient(patient))).not.toMatch(/hipaa|Female|city/);
  });

  it('knows an inactive one as archived, and who only pays as no patient', () => {
    expect(dataOf(map.mapPatient({ ...patient, inactive: true })).archivedAt).toBe(at('2026-06-01T08:00:00Z'));
    expect(map.mapPatient({ ...patient, bio: { non_patient: true } })).toHaveProperty('ignored');
  });

  it('does not take a date that there is not', () => {
    expect(dataOf(map.mapPatient({ ...patient, bio: { date_of_birth: '1981-02-29' } })).birthDate).toBeNull();
  });
});

describe('NexHealth money, plans and recalls', () => {
  const payment: Row = {
    ...{ id: 113, patient_id: 3, guarantor_id: 5, charge_id: 1111, updated_at: '2026-06-01T08:00:00Z' },
    ...{ payment_amount: { amount: '62.00', currency: 'USD' }, paid_at: '2026-03-08' },
  };

  it('reads a day as that day where the practice is, also when the clock jumps', () => {
    expect(dataOf(map.mapPayment(payment, mapping))).toMatchObject({
      ...{ amountMinor: 6200, currency: 'USD', kind: 'payment', invoiceId: '1111', at: at('2026-03-08T05:00:00Z') },
    });
  });

  it('takes a negative payment for a refund, and a deleted one for gone', () => {
    const refund = { ...payment, payment_amount: { amount: '-12.50', currency: 'USD' } };
    expect(dataOf(map.mapPayment(refund, mapping))).toMatchObject({ kind: 'refund', amountMinor: 1250 });
    const deleted = map.mapPayment({ ...payment, deleted_at: '2026-06-02T08:00:00Z' }, mapping);
    expect(deleted).toMatchObject({ record: { op: 'delete', id: '113', updatedAt: at('2026-06-02T08:00:00Z') } });
  });

  it('puts an amount that is none aside', () => {
    expect(map.mapPayment({ ...payment, payment_amount: { amount: 'free' } }, mapping)).toHaveProperty('unreadable');
  });

  it('says what a guarantor owes without a date, so that it proves no visit', () => {
    const balance = { id: 7, guarantor_id: 5, guarantor_portion: { amount: '12.50', currency: 'USD' } };
    expect(map.mapBalance(balance)).toHaveProperty('record.id', 'balance/7');
    expect(dataOf(map.mapBalance(balance))).toMatchObject({ issuedAt: null, balanceMinor: 1250, status: 'open' });
  });

  it.each([
    ['proposed', 'open'],
    ['accepted', 'open'],
    ['completed', 'completed'],
    ['rejected', 'cancelled'],
  ])('a treatment plan that is %s is %s', (said, expected) => {
    const plan = { id: 1, patient_id: 3, name: 'Crown', status: said, updated_at: '2026-06-01T08:00:00Z' };
    expect(dataOf(map.mapPlan(plan, mapping))).toMatchObject({ status: expected, prescribedVisits: null });
  });

  it.each([
    [6, 'M', 6],
    [1, 'Y', 12],
    [26, 'W', 6],
    [10, 'D', null],
  ])('a recall every %i %s is every %s months', (interval_num, interval_unit, expected) => {
    const recall = {
      id: 1,
      patient_id: 3,
      date_due: '2026-08-15',
      recall_type: { name: 'PROPHY', interval_num, interval_unit },
    };
    expect(dataOf(map.mapRecall(recall))).toMatchObject({
      intervalMonths: expected,
      dueOn: '2026-08-15',
      type: 'PROPHY',
    });
  });
});
