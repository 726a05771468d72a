import { statusWords } from '@keepwell/connector-sdk';
import { isRow, type Row } from './json.js';
import * as map from './map.js';
import type { Mapped, Mapping } from './map.js';

const at = (text: string) => Date.parse(text);
const statuses = statusWords(map.STATUSES);
const mapping: Mapping = { zone: 'America/New_York', specialty: 'PR', statuses };

const row: Row = {
  ...{ id: '77', date: '2026-06-05T20:15:00Z', length: 45, pm_status: null, confirmed: false, client_confirmed: false },
  ...{ user: { id: '9' }, provider: { id: '4' }, appointment_type_id: 12, contact_type: 'Healthie Video Call' },
  ...{ created_at: '2026-05-01T08:00:00Z', updated_at: '2026-06-01T08:00:00Z', attended_clients: [] },
};

const datasOf = ({ records }: Mapped): Row[] =>
  records.map((record): Row => (record.op === 'upsert' && isRow(record.data) ? record.data : {}));
const dataOf = (mapped: Mapped): Row => datasOf(mapped)[0] ?? {};

describe('Healthie appointments', () => {
  const status = (change: Row) => dataOf(map.mapAppointment({ ...row, ...change }, mapping));

  it.each([
    [null, 'booked', 'booked'],
    ['Occurred', 'completed', 'Occurred'],
    ['No-Show', 'no_show', 'No-Show'],
    ['Re-Scheduled', 'rescheduled', 'Re-Scheduled'],
    ['Cancelled', 'cancelled', 'Cancelled'],
    ['Late Cancellation', 'late_cancelled', 'Late Cancellation'],
    ['Checked-In', 'arrived', 'Checked-In'],
    ['On the moon', 'unknown', 'On the moon'],
  ])('S2-07 %s is %s', (pm_status, expected, raw) => {
    expect(status({ pm_status })).toMatchObject({ status: expected, rawStatus: raw });
  });

  it('counts the word that nobody knows', () => {
    expect(statuses.unknownWords()).toHaveProperty('On the moon');
  });

  it('is confirmed when both sides have, and no visit because its time has passed', () => {
    expect(status({ confirmed: true, client_confirmed: true }).status).toBe('confirmed');
    expect(status({ confirmed: true, client_confirmed: false }).status).toBe('booked');
    expect(status({ date: '2020-01-01T10:00:00Z' }).status).toBe('booked');
  });

  it('knows who cancelled, when, and for which of the reasons to choose from', () => {
    const change = {
      ...{ pm_status: 'Cancelled', pm_status_changed_at: '2026-06-02T08:00:00Z' },
      ...{ cancellation_reason: { label: 'Ill', reason_type: 'client' }, other_cancellation_reason: 'typed by hand' },
    };
    expect(status(change)).toMatchObject({
      cancelledBy: 'patient',
      cancelReason: 'Ill',
      cancelledAt: at('2026-06-02T08:00:00Z'),
    });
    expect(JSON.stringify(status(change))).not.toContain('typed by hand');
    expect(status({ ...change, pm_status: 'No-Show' })).toMatchObject({ cancelledAt: null, cancelReason: null });
  });

  it('is one for each who is booked in a group, with what became of each', () => {
    const people = [
      { attended: true, cancelled: false, user: { id: '1' } },
      { attended: false, cancelled: false, user: { id: '2' } },
      { attended: null, cancelled: true, cancelled_at: '2026-06-03T08:00:00Z', user: { id: '3' } },
    ];
    const group = { ...row, user: null, is_group: true, pm_status: 'Occurred', attended_clients: people };
    const mapped = map.mapAppointment(group, mapping);
    expect(mapped.records.map(({ id }) => id)).toEqual(['77:1', '77:2', '77:3']);
    expect(datasOf(mapped).map(({ status: each }) => each)).toEqual(['completed', 'no_show', 'cancelled']);
    expect(datasOf(mapped)[2]).toMatchObject({ classId: '77', cancelledAt: at('2026-06-03T08:00:00Z') });
  });

  it('is gone when Healthie says that it was deleted, and none when it is a block', () => {
    const deleted = map.mapAppointment({ ...row, deleted_at: '2026-06-02T08:00:00Z' }, mapping);
    expect(deleted.records).toMatchObject([{ op: 'delete', id: '77' }]);
    expect(map.mapAppointment({ ...row, is_blocker: true }, mapping)).toMatchObject({
      records: [],
      ignored: expect.any(String),
    });
    expect(map.mapAppointment({ ...row, date: 'soon' }, mapping).unreadable?.code).toBe('start_missing');
  });

  it.each([
    ['2026-03-08T02:30:00', '2026-03-08T07:30:00Z'],
    ['2026-11-01T01:30:00', '2026-11-01T05:30:00Z'],
    ['2026-11-01T01:30:00-05:00', '2026-11-01T06:30:00Z'],
  ])('T-02 reads %s where the practice is', (date, expected) => {
    expect(status({ date }).startsAt).toBe(at(expected));
  });

  it('takes telephone and video for far away, and what it does not know for nothing', () => {
    expect(status({ contact_type: 'Phone Call' }).telehealth).toBe(true);
    expect(status({ contact_type: 'In Person' }).telehealth).toBe(false);
    expect(status({ contact_type: 'Carrier pigeon' }).telehealth).toBeNull();
  });
});

describe('Healthie money', () => {
  const item: Row = {
    ...{ id: '5', amount_paid: '$1,250.00', currency: 'usd', state: 'SUCCEEDED', sender_id: '9', refund_amount: '0' },
    ...{ created_at: '2026-06-01T08:00:00Z', updated_at: '2026-06-01T08:00:00Z', recurring_payment: null },
  };

  it('reads amounts with symbols', () => {
    expect(dataOf(map.mapPayment(item))).toMatchObject({ amountMinor: 125000, currency: 'USD', status: 'succeeded' });
  });

  it('tells what was given back as a payment of its own', () => {
    const back = { ...item, refund_amount: '50.00', refund_date: '2026-06-04T08:00:00Z' };
    const { records } = map.mapPayment(back);
    expect(records.map(({ id }) => id)).toEqual(['5', 'refund/5']);
    expect(datasOf({ records })[1]).toMatchObject({
      kind: 'refund',
      amountMinor: 5000,
      at: at('2026-06-04T08:00:00Z'),
    });
  });

  it('S3-62 repeats no sentence of a bank, only a code', () => {
    const failed = { ...item, state: 'FAILED' };
    expect(dataOf(map.mapPayment({ ...failed, failure_reason: 'card_declined' })).failureCode).toBe('card_declined');
    expect(dataOf(map.mapPayment({ ...failed, failure_reason: 'The card of Fixture was declined' })).failureCode).toBe(
      'failed',
    );
  });

  it('tells the recurring payment that a payment belongs to', () => {
    const recurring = {
      ...{ id: '3', offering_name: 'Monthly', amount_to_pay: '99', is_paused: true, is_canceled: false },
      ...{ next_restart_payment_date: '2026-08-01T00:00:00Z', start_at: '2026-01-01T00:00:00Z' },
    };
    const { records } = map.mapPayment({ ...item, recurring_payment: recurring });
    expect(records.map(({ kind }) => kind)).toEqual(['membership', 'payment']);
    expect(dataOf({ records })).toMatchObject({
      patientId: '9',
      status: 'paused',
      pausedUntil: at('2026-08-01T00:00:00Z'),
    });
  });

  it('puts an amount that is none aside, and keeps the rest', () => {
    expect(map.mapPayment({ ...item, amount_paid: 'free' })).toMatchObject({ unreadable: { code: 'amount_missing' } });
  });

  it.each([
    ['Paid', 'paid'],
    ['Not Yet Paid', 'open'],
    ['PARTIAL', 'partial'],
    ['On hold', null],
  ])('a bill that is %s is %s', (said, expected) => {
    const bill = { id: '1', recipient_id: '9', price: '99.00', balance_due: 12.5, currency: 'usd', status: said };
    expect(dataOf(map.mapInvoice(bill))).toMatchObject({ status: expected, totalMinor: 9900, balanceMinor: 1250 });
  });
});

describe('Healthie scores', () => {
  const entry: Row = { id: '8', metric_stat: 11, poster: { id: '9' }, created_at: '2026-06-01T08:00:00Z' };

  it('keeps what measures how somebody does, and its good direction', () => {
    expect(dataOf(map.mapEntry({ ...entry, category: 'PHQ-9 Total' }))).toMatchObject({
      instrument: 'PHQ-9',
      direction: 'lower_better',
      value: 11,
    });
    expect(dataOf(map.mapEntry({ ...entry, category: 'PROMIS Physical Function' })).direction).toBe('higher_better');
    expect(map.mapEntry({ ...entry, category: 'Weight (lbs)' }).records).toEqual([]);
  });

  it('reads a number once that a form tells too', () => {
    expect(map.mapEntry({ ...entry, category: 'GAD-7', linked_to_autoscored_form: true }).records).toEqual([]);
    const form = {
      ...{ id: '2', name: 'GAD-7', finished: true, user_id: '9', created_at: '2026-06-01T08:00:00Z' },
      autoscored_sections: [{ section_key: 'total', section_title: 'Total', value: 9 }],
    };
    expect(map.mapForm(form).records).toMatchObject([{ id: 'form/2/total', data: { instrument: 'GAD-7', value: 9 } }]);
    expect(map.mapForm({ ...form, finished: false }).records).toEqual([]);
  });
});

describe('Healthie patients', () => {
  it('are archived when they are not active', () => {
    const patient = { id: '9', first_name: 'Fixture', active: false, archived_at: '2026-02-01T00:00:00Z' };
    expect(dataOf(map.mapPatient(patient)).archivedAt).toBe(at('2026-02-01T00:00:00Z'));
    expect(dataOf(map.mapPatient({ ...patient, active: true })).archivedAt).toBeNull();
  });
});

describe('what was bought', () => {
  const bought: Row = {
    ...{ id: '61', created_at: '2026-01-05T10:00:00Z', user: { id: '7' } },
    offering: { name: 'Monthly care', price: '$99.00', currency: 'USD', offering_includes: [{ quantity: '2' }] },
  };
  const recurring: Row = {
    ...{ id: '31', offering_name: 'Monthly care', amount_to_pay: '99.00', is_paused: false, is_canceled: false },
    ...{ start_at: '2026-01-05T10:00:00Z', created_at: '2026-01-05T10:00:00Z', updated_at: '2026-01-05T10:00:00Z' },
    next_payment_date: '2026-02-05T10:00:00Z',
  };

  it('S4-01 tells its recurring payment, too, though nobody has paid of it yet', () => {
    expect(map.mapPackage({ ...bought, recurring_payment: recurring }).records).toMatchObject([
      { kind: 'package', id: '61', data: { patientId: '7', unitsTotal: 2 } },
      {
        ...{ kind: 'membership', id: '31' },
        data: { patientId: '7', name: 'Monthly care', status: 'active', renewsAt: Date.parse('2026-02-05T10:00:00Z') },
      },
    ]);
  });

  it('is a package alone where it is paid once', () => {
    expect(map.mapPackage({ ...bought, recurring_payment: null }).records).toMatchObject([{ kind: 'package' }]);
  });
});
