import { statusWords } from '@keepwell/connector-sdk';
import type { SourceRecord } from '@keepwell/domain/records';
import {
  mapAppointment,
  mapClient,
  mapMembership,
  mapSale,
  mapService,
  mapTransaction,
  STATUSES,
  type Mapping,
} from './map.js';
import type { Row } from './row.js';

const mapping: Mapping = { zone: 'America/New_York', statuses: statusWords(STATUSES), currency: 'USD' };
const at = (iso: string) => Date.parse(iso);
const dataOf = (records: SourceRecord[] | null, n = 0) => ({ ...records?.[n] }) as { id?: string; data?: unknown };

const booking = {
  ...{
    Id: 17,
    Status: 'Booked',
    StartDateTime: '2026-03-20T09:00:00',
    EndDateTime: '2026-03-20T09:50:00',
    ClientId: '100017',
  },
  ...{ StaffId: 5, LocationId: 1, SessionTypeId: 9, Duration: 50, Notes: 'never kept', IsWaitlist: false },
};
const status = (more: Row) => dataOf(mapAppointment({ ...booking, ...more }, mapping)).data;

describe('appointments', () => {
  it('stand at the site’s local time, whatever the season', () => {
    expect(dataOf(mapAppointment(booking, mapping))).toMatchObject({
      id: '17',
      data: {
        ...{ patientId: '100017', startsAt: at('2026-03-20T13:00:00Z'), endsAt: at('2026-03-20T13:50:00Z') },
        ...{ status: 'booked', rawStatus: 'Booked', practitionerId: '5', locationId: '1', serviceId: '9' },
      },
    });
    expect(status({ StartDateTime: '2026-01-20T09:00:00' })).toMatchObject({ startsAt: at('2026-01-20T14:00:00Z') });
  });

  it.each([
    ['Requested', 'pending'],
    ['Booked', 'booked'],
    ['Confirmed', 'confirmed'],
    ['Arrived', 'arrived'],
    ['Completed', 'completed'],
    ['NoShow', 'no_show'],
    ['Cancelled', 'cancelled'],
    ['LateCancelled', 'late_cancelled'],
    ['None', 'unknown'],
    ['Parked', 'unknown'],
  ])('that are %s are %s', (Status, ours) => {
    expect(status({ Status })).toMatchObject({ status: ours, rawStatus: Status });
  });

  it('that wait for a place are no booking, and time set aside for nobody is none at all', () => {
    expect(status({ IsWaitlist: true })).toMatchObject({ status: 'waitlist' });
    expect(mapAppointment({ ...booking, ClientId: undefined }, mapping)).toBeNull();
  });
});

describe('clients', () => {
  const client = {
    ...{
      Id: '100017',
      UniqueId: 42,
      FirstName: 'Ada',
      LastName: 'Yarrowby',
      BirthDate: '1980-02-29T00:00:00',
      Active: true,
    },
    ...{ Email: 'ada@example.com', MobilePhone: '+12125550143', HomePhone: '+12125550144', HomeLocation: { Id: 1 } },
    ...{ SendPromotionalEmails: true, SendPromotionalTexts: false, LastModifiedDateTime: '2026-03-01T10:00:00Z' },
    ...{ CreationDate: '2025-01-02T08:30:00', RedAlert: 'never kept', Notes: 'never kept' },
  };

  it('are patients with what they said of being written to', () => {
    const records = mapClient(client, mapping);
    expect(records[0]).toMatchObject({
      ...{ id: '100017', createdAt: at('2025-01-02T13:30:00Z'), updatedAt: at('2026-03-01T10:00:00Z') },
      data: { givenName: 'Ada', birthDate: '1980-02-29', phone: '+12125550143', archivedAt: null, locationId: '1' },
    });
    expect(records.slice(1).map((record) => dataOf([record]).data)).toMatchObject([
      { channel: 'email', state: 'granted' },
      { channel: 'sms', state: 'denied' },
    ]);
    expect(JSON.stringify(records)).not.toContain('never kept');
  });

  it('that are inactive are archived, and flags that are not told stay unsaid', () => {
    const records = mapClient({ Id: 7, Active: false, LastModifiedDateTime: '2026-03-01T10:00:00Z' }, mapping);
    expect(records[0]).toMatchObject({ id: '7', data: { archivedAt: at('2026-03-01T10:00:00Z'), email: null } });
    expect(dataOf(records, 1).data).toMatchObject({ state: null });
  });
});

describe('money', () => {
  it('of sales comes by its payments; what goes back is a refund', () => {
    const Payments = [
      { Id: 1, Amount: 450.5, Type: 'Credit Card' },
      { Id: 2, Amount: -20, Type: 'Cash' },
    ];
    const records = mapSale({ Id: 88, SaleDateTime: '2026-03-02T16:00:00', ClientId: '100017', Payments }, mapping);
    expect(records).toMatchObject([
      { id: 'sale-88-1', data: { amountMinor: 45_050, kind: 'payment', at: at('2026-03-02T21:00:00Z') } },
      { id: 'sale-88-2', data: { amountMinor: 2_000, kind: 'refund', patientId: '100017' } },
    ]);
  });

  it('of cards is told where they were refused; the client is a number there', () => {
    const tried = {
      TransactionId: 9,
      SaleId: 88,
      ClientId: 100017,
      Amount: 99,
      TransactionTime: '2026-03-08T09:00:00',
    };
    expect(dataOf(mapTransaction({ ...tried, Status: 'Declined' }, mapping))).toMatchObject({
      id: 'tx-9',
      data: { patientId: '100017', status: 'failed', failureCode: 'Declined', amountMinor: 9_900 },
    });
    expect(mapTransaction({ ...tried, Status: 'Approved' }, mapping)).toBeNull();
  });
});

describe('what was bought', () => {
  it('says how many visits are left and until when', () => {
    const bought = { Id: 3, ClientID: '100017', Name: 'Six facials', Count: 6, Remaining: 4, Current: true };
    const dates = { PaymentDate: '2026-02-01T00:00:00', ExpirationDate: '2026-09-01T00:00:00' };
    expect(dataOf(mapService({ ...bought, ...dates }, mapping)).data).toMatchObject({
      ...{ unitsTotal: 6, unitsUsed: 2, expiresOn: '2026-09-01', purchasedAt: at('2026-02-01T05:00:00Z') },
    });
    expect(dataOf(mapService({ ...bought, ...dates, Returned: true }, mapping)).data).toMatchObject({
      status: 'returned',
    });
  });

  it('S4-01 is a membership while it runs', () => {
    const row = {
      Id: 4,
      Name: 'Glow',
      Current: true,
      ActiveDate: '2026-01-01T00:00:00',
      ExpirationDate: '2026-12-31T00:00:00',
    };
    expect(dataOf(mapMembership(row, '100017', mapping)).data).toMatchObject({
      ...{
        patientId: '100017',
        status: 'active',
        startedAt: at('2026-01-01T05:00:00Z'),
        endsAt: at('2026-12-31T05:00:00Z'),
      },
    });
  });
});
