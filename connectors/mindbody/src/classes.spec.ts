import { statusWords } from '@keepwell/connector-sdk';
import type { SourceRecord } from '@keepwell/domain/records';
import { hasVisits, mapClassVisit } from './classes.js';
import { mapContract, mayHaveContract } from './contracts.js';
import { STATUSES, type Mapping } from './map.js';
import type { Row } from './row.js';

const mapping: Mapping = { zone: 'America/New_York', statuses: statusWords(STATUSES), currency: 'USD' };
const at = (iso: string) => Date.parse(iso);
const dataOf = ([record]: SourceRecord[]) => (record?.op === 'upsert' ? record.data : null);

const group: Row = {
  ...{ Id: 501, ClassScheduleId: 7, StartDateTime: '2026-03-12T18:00:00', EndDateTime: '2026-03-12T19:00:00' },
  ...{ Staff: { Id: 5 }, Location: { Id: 1 }, ClassDescription: { Id: 3, SessionType: { Id: 9 } }, TotalBooked: 2 },
};
const visit: Row = {
  ...{ Id: 88, ClassId: 501, ClientId: '100017', SignedIn: false, LateCancelled: false, Missed: false },
  ...{ LastModifiedDateTime: '2026-03-10T09:00:00', Name: 'never kept' },
};

describe('visits to classes', () => {
  it('are appointments of their class', () => {
    expect(mapClassVisit(visit, group, mapping)).toMatchObject([
      {
        ...{ kind: 'appointment', id: 'class-501-88', updatedAt: at('2026-03-10T13:00:00Z') },
        data: {
          ...{ patientId: '100017', startsAt: at('2026-03-12T22:00:00Z'), endsAt: at('2026-03-12T23:00:00Z') },
          ...{ status: 'booked', rawStatus: 'Booked', practitionerId: '5', locationId: '1', serviceId: '9' },
          ...{ classId: '501', seriesId: '7', cancelledBy: null },
        },
      },
    ]);
  });

  it.each([
    [{ SignedIn: true }, {}, 'arrived', 'Signed in'],
    [{ Missed: true }, {}, 'no_show', 'Missed'],
    [{ LateCancelled: true }, {}, 'late_cancelled', 'Late cancelled'],
    [{ LateCancelled: true, Missed: true }, {}, 'late_cancelled', 'Late cancelled'],
    [{ SignedIn: true, Missed: true }, {}, 'arrived', 'Signed in'],
    [{}, { IsCanceled: true }, 'cancelled', 'Class cancelled'],
  ])('with %j in a class with %j are %s', (flags, more, status, rawStatus) => {
    const told = dataOf(mapClassVisit({ ...visit, ...flags }, { ...group, ...more }, mapping));
    expect(told).toMatchObject({ status, rawStatus, cancelledBy: status === 'cancelled' ? 'clinic' : null });
  });

  it('go by what a person said of such a word first', () => {
    const statuses = statusWords(STATUSES, new Map([['missed', 'late_cancelled' as const]]));
    expect(dataOf(mapClassVisit({ ...visit, Missed: true }, group, { ...mapping, statuses }))).toMatchObject({
      status: 'late_cancelled',
    });
  });

  it('are put aside where they name nobody, and not asked for where nobody is booked', () => {
    expect(() => mapClassVisit({ ...visit, ClientId: null }, group, mapping)).toThrow('names no client');
    expect([hasVisits(group), hasVisits({ ...group, TotalBooked: 0 }), hasVisits({ Id: 1 })]).toEqual([
      true,
      false,
      true,
    ]);
    expect(hasVisits({ TotalBooked: 0, TotalSignedIn: 1 })).toBe(true);
  });
});

describe('contracts', () => {
  const contract: Row = {
    ...{ Id: 31, ContractName: 'Glow monthly', AutopayStatus: 'Active', IsMonthToMonth: true, NormalAutoPay: 99.5 },
    ...{ StartDate: '2026-01-05T00:00:00', EndDate: '2027-01-05T00:00:00', ContractText: 'never kept' },
    UpcomingAutopayEvents: [{ ScheduleDate: '2026-05-05T00:00:00' }, { ScheduleDate: '2026-04-05T00:00:00' }],
  };
  const told = (more: Row = {}) => dataOf(mapContract({ ...contract, ...more }, '100017', mapping));

  it('S4-01 are memberships with what is paid next, as often as not without an end', () => {
    expect(mapContract(contract, '100017', mapping)[0]?.id).toBe('contract-31');
    expect(told()).toEqual({
      ...{ patientId: '100017', name: 'Glow monthly', tier: null, status: 'active', endsAt: null },
      ...{ startedAt: at('2026-01-05T05:00:00Z'), renewsAt: at('2026-04-05T04:00:00Z'), pausedUntil: null },
      ...{ cancelRequestedAt: null, priceMinor: 9_950, currency: 'USD', cardExpiresOn: null, specialty: null },
    });
    expect(told({ IsMonthToMonth: false })).toMatchObject({ endsAt: at('2027-01-05T05:00:00Z') });
  });

  it.each([
    [{ AutopayStatus: 'Suspended' }, { status: 'paused', renewsAt: null }],
    [
      { AutopayStatus: 'Inactive', TerminationDate: '2026-03-01T00:00:00' },
      { status: 'cancelled', endsAt: at('2026-03-01T05:00:00Z') },
    ],
    // Called off to its end, and paid until then.
    [{ TerminationDate: '2026-06-01T00:00:00' }, { status: 'active', endsAt: at('2026-06-01T04:00:00Z') }],
    [{ AutopayStatus: 'Inactive' }, { status: null }],
    [{ AutopayStatus: 'a new word' }, { status: null }],
  ])('with %j are %j', (more, expected) => {
    expect(told(more)).toMatchObject(expected);
  });

  it('are not asked for of those who are no members', () => {
    expect([{}, { Status: 'Expired' }, { Status: 'Non-Member' }, { IsProspect: true }].map(mayHaveContract)).toEqual([
      ...[true, true, false, false],
    ]);
  });
});
