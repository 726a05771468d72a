import { statusWords } from '@keepwell/connector-sdk';
import type { SourceRecord } from '@keepwell/domain/records';
import { localTime, screenDate } from './local-time.js';
import * as map from './map.js';
import { mapRows } from './pull.js';
import type { Row } from './row.js';
import { APPOINTMENTS, COURSES } from './streams.js';

const ZONE = 'America/Los_Angeles';
const mapping: map.Mapping = { zone: ZONE, statuses: statusWords(map.STATUSES), own: new Map(), broken: new Map() };
const visit: Row = {
  ...{
    AptNum: 18,
    PatNum: 17,
    AptStatus: 'Scheduled',
    Pattern: '//XXXX//',
    confirmed: 'Not Called',
    ProvNum: 1,
    ProvHyg: 0,
  },
  ...{ AptDateTime: '2026-07-31 08:30:00', ClinicNum: 0, IsHygiene: 'false', AppointmentTypeNum: 0, Note: 'Nervous.' },
  ...{
    DateTStamp: '2026-05-03 08:30:12',
    SecDateTEntry: '2026-05-01 10:00:00',
    DateTimeArrived: '0001-01-01 00:00:00',
  },
};
const patient: Row = {
  ...{ PatNum: 48, LName: 'Yarrowby', FName: 'Ada', PatStatus: 'Patient', Birthdate: '0001-01-01', SSN: '000-00-1234' },
  ...{
    MedicaidID: '0000A',
    FamFinUrgNote: 'Pays late',
    HmPhone: '(541)555-0100',
    WirelessPhone: '',
    WkPhone: '',
    Email: '',
  },
  ...{
    Guarantor: 40,
    PriProv: 0,
    ClinicNum: 2,
    TxtMsgOk: 'Unknown',
    PreferContactMethod: 'None',
    DateTStamp: '2026-05-03 08:30:12',
  },
};

function data(records: SourceRecord[] | null, index = 0) {
  const record = records?.[index];
  return record?.op === 'upsert' ? record.data : null;
}

describe('Open Dental rows as records', () => {
  it('reads local time in the office’s zone, duration by its pattern, 0 and the year 1 as nothing', () => {
    expect(map.mapAppointment(visit, mapping)?.[0]).toMatchObject({
      ...{ id: '18', createdAt: Date.parse('2026-05-01T17:00:00Z'), updatedAt: Date.parse('2026-05-03T15:30:12Z') },
      data: {
        ...{
          startsAt: Date.parse('2026-07-31T15:30:00Z'),
          endsAt: Date.parse('2026-07-31T16:10:00Z'),
          status: 'booked',
        },
        ...{ practitionerId: '1', locationId: null, serviceId: 'general', rawStatus: 'Scheduled' },
      },
    });
  });

  it.each([
    [{ AptStatus: 'Complete' }, 'completed'],
    [{ AptStatus: 'Scheduled', DateTimeArrived: '2026-07-31 08:20:00' }, 'arrived'],
    [{ AptStatus: 'UnschedList' }, 'cancelled'],
    [{ AptStatus: 'Broken' }, 'cancelled'],
    [{ AptStatus: 'Frozen' }, 'unknown'],
  ])('reads %j as %s', (row, status) => {
    expect(data(map.mapAppointment({ ...visit, ...row }, mapping))).toMatchObject({ status, rawStatus: row.AptStatus });
  });

  it.each(['PtNote', 'PtNoteCompleted', 'Planned'])('takes %s for no appointment', (AptStatus) => {
    expect(map.mapAppointment({ ...visit, AptStatus }, mapping)).toBeNull();
  });

  it('asks the audit trail whether they called off or did not come; the last deed counts', () => {
    const deed = (HistApptAction: string, HistDateTStamp: string) => ({ HistApptAction, HistDateTStamp });
    const missed = map.brokenOf(
      [
        deed('Cancelled', '2026-07-01 10:00:00'),
        deed('Missed', '2026-07-31 09:00:00'),
        deed('Changed', '2026-08-01 09:00:00'),
      ],
      ZONE,
    );
    expect(missed?.action).toBe('Missed');
    const row = { ...visit, AptStatus: 'Broken' };
    const read = (broken: map.Broken | null) =>
      data(map.mapAppointment(row, { ...mapping, broken: broken === null ? new Map() : new Map([['18', broken]]) }));
    expect(read(missed)).toMatchObject({ status: 'no_show', cancelledAt: null });
    expect(read({ action: 'Cancelled', at: 5 })).toMatchObject({ status: 'cancelled', cancelledAt: 5 });
    expect(map.brokenOf([deed('Created', '2026-07-01 10:00:00')], ZONE)).toBeNull();
  });

  it('gives the office’s own words of confirmation their meaning only where a person said it', () => {
    const row = { ...visit, confirmed: 'Texted YES' };
    expect(data(map.mapAppointment(row, mapping))).toMatchObject({ status: 'booked' });
    expect(data(map.mapAppointment(row, { ...mapping, own: new Map([['texted yes', 'confirmed']]) }))).toMatchObject({
      status: 'confirmed',
    });
  });

  it.each([
    ['Yes', 'service', 'granted'],
    ['No', 'any', 'denied'],
    ['Unknown', 'service', null],
  ])('reads TxtMsgOk %s', (TxtMsgOk, purpose, state) => {
    const records = map.mapPatient({ ...patient, TxtMsgOk }, mapping);
    expect(data(records, 1)).toMatchObject({ channel: 'sms', purpose, state });
    expect(data(map.mapPatient({ ...patient, PreferRecallMethod: 'DoNotCall' }, mapping), 2)).toMatchObject({
      channel: 'call',
      state: 'denied',
    });
  });

  it.each([
    ['Patient', false],
    ['Prospective', false],
    ['Inactive', true],
    ['Archived', true],
    ['NonPatient', true],
  ])('PatStatus %s: out of sight %s', (PatStatus, away) => {
    const read = data(map.mapPatient({ ...patient, PatStatus }, mapping)) as { archivedAt: number | null };
    expect(read.archivedAt !== null).toBe(away);
  });

  it('S3-62 never lets SSN, MedicaidID or notes past the edge', () => {
    const patients = COURSES.find(({ name }) => name === 'Patients')?.lists[0];
    const told =
      JSON.stringify(mapRows(patients ?? APPOINTMENTS, [patient], mapping)) +
      JSON.stringify(mapRows(APPOINTMENTS, [visit], mapping));
    expect(told).toContain('Yarrowby');
    for (const left of ['SSN', '000-00', 'MedicaidID', '0000A', 'Pays late', 'Nervous'])
      expect(told).not.toContain(left);
  });

  it('reads what is due from a list made for a screen', () => {
    const row = { DueDate: '3/16/2026', PatNum: 15, Patient: 'Yarrowby, Ada', Type: 'Prophy', Interval: '6m1d' };
    expect(map.mapRecall(row, mapping)[0]).toMatchObject({
      id: '15:Prophy',
      data: { dueOn: '2026-03-16', intervalMonths: 6 },
    });
    expect(() => map.mapRecall({ ...row, DueDate: '16.3.2026' }, mapping)).toThrow('M/d/yyyy');
  });

  it('reads a negative payment as money given back', () => {
    const row = { PayNum: 1, PatNum: 15, PayAmt: '-129.99', PayDate: '2026-07-05' };
    expect(data(map.mapPayment(row, mapping))).toMatchObject({
      kind: 'refund',
      amountMinor: 12999,
      at: Date.parse('2026-07-05T07:00:00Z'),
    });
  });

  it('writes times and dates as the office does', () => {
    expect(localTime(Date.parse('2026-01-05T08:03:04Z'), ZONE)).toBe('2026-01-05 00:03:04');
    expect(screenDate('2026-03-01')).toBe('3/1/2026');
  });
});
