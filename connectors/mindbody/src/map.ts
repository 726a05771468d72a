import { parseMoney, RecordUnreadable, type StatusWords } from '@keepwell/connector-sdk';
import type { AppointmentStatus, RecordData, RecordKind, SourceRecord, ZoneId } from '@keepwell/domain/records';
import { at, date, flag, idOf, inside, number, rowsIn, text, type Row } from './row.js';

/** What a row is read with besides itself. */
export interface Mapping {
  zone: ZoneId;
  statuses: StatusWords;
  currency: string | null;
}

/** Mindbody's words. `None` says nothing and is left unknown. */
export const STATUSES: Record<string, AppointmentStatus> = {
  ...{ requested: 'pending', booked: 'booked', confirmed: 'confirmed', arrived: 'arrived', completed: 'completed' },
  ...{ noshow: 'no_show', cancelled: 'cancelled', latecancelled: 'late_cancelled' },
  // Of classes: flags there, words here.
  ...{ 'signed in': 'arrived', missed: 'no_show', 'late cancelled': 'late_cancelled', 'class cancelled': 'cancelled' },
};

export type Stamps = Partial<Pick<SourceRecord, 'createdAt' | 'updatedAt'>>;

export function upsert<K extends RecordKind>(
  kind: K,
  id: string,
  data: RecordData[K],
  stamps: Stamps = {},
): SourceRecord {
  return { op: 'upsert', kind, id, createdAt: null, updatedAt: null, versionId: null, ...stamps, data } as SourceRecord;
}

/** Mindbody does not say when a place is open: working days from nine. */
export function mapLocation(row: Row, { zone }: Mapping): SourceRecord[] {
  const hours = { openDays: [1, 2, 3, 4, 5], opensAt: '09:00', closedOn: [] };
  return [upsert('location', idOf(row), { name: text(row, 'Name'), timezone: zone, ...hours })];
}

export function mapStaff(row: Row, { zone }: Mapping): SourceRecord[] {
  const parts = [text(row, 'FirstName'), text(row, 'LastName')].filter((part) => part !== null).join(' ');
  const name = text(row, 'DisplayName') ?? text(row, 'Name') ?? (parts === '' ? null : parts);
  const leftAt = at(row, 'EmploymentEnd', zone);
  return [upsert('practitioner', idOf(row), { name, active: leftAt === null ? null : false, leftAt })];
}

export function mapSessionType(row: Row): SourceRecord[] {
  const name = text(row, 'Name');
  const line = text(row, 'Subcategory') ?? text(row, 'Category') ?? name;
  const kind = text(row, 'Type') === 'Class' ? 'class' : null;
  return [upsert('service', idOf(row), { name, line, kind, intervalDays: null, specialty: null })];
}

/** A client, and what they said of being written to. The flags of texts can only be read, and are read. */
export function mapClient(row: Row, { zone }: Mapping): SourceRecord[] {
  const id = idOf(row);
  const updatedAt = at(row, 'LastModifiedDateTime', zone);
  const stamps = { createdAt: at(row, 'CreationDate', zone), updatedAt };
  const patient = upsert(
    'patient',
    id,
    {
      ...{ givenName: text(row, 'FirstName'), familyName: text(row, 'LastName'), birthDate: date(row, 'BirthDate') },
      ...{ email: text(row, 'Email'), phone: text(row, 'MobilePhone') ?? text(row, 'HomePhone'), language: null },
      ...{ timezone: null, deceasedAt: null, archivedAt: flag(row, 'Active') === false ? updatedAt : null },
      ...{ movedAwayAt: null, doNotContact: null, hold: null, testRecord: null },
      ...{ locationId: text(inside(row, 'HomeLocation'), 'Id'), practitionerId: null, householdId: null },
      ...{ mergedInto: null, referralSource: text(row, 'ReferredBy') },
    },
    stamps,
  );
  const consents = (['email', 'sms'] as const).map((channel) => {
    const said = flag(row, channel === 'email' ? 'SendPromotionalEmails' : 'SendPromotionalTexts');
    const state = said === null ? null : said ? ('granted' as const) : ('denied' as const);
    const data = { patientId: id, channel, purpose: 'marketing' as const, state, at: null, source: null };
    return upsert('consent', `${id}:${channel}_marketing`, data, stamps);
  });
  return [patient, ...consents];
}

/** Nothing says when an appointment was made or changed. */
export function mapAppointment(row: Row, { zone, statuses }: Mapping): SourceRecord[] | null {
  const id = idOf(row);
  const [patientId, startsAt] = [text(row, 'ClientId'), at(row, 'StartDateTime', zone)];
  // Time that was set aside for nobody.
  if (patientId === null) return null;
  if (startsAt === null) throw new RecordUnreadable(id, 'The appointment has no StartDateTime.');
  const rawStatus = text(row, 'Status');
  const told = statuses.statusOf(rawStatus);
  const waits = flag(row, 'IsWaitlist') === true && told === 'booked';
  return [
    upsert('appointment', id, {
      ...{ patientId, startsAt, endsAt: at(row, 'EndDateTime', zone), status: waits ? 'waitlist' : told, rawStatus },
      ...{ practitionerId: text(row, 'StaffId'), locationId: text(row, 'LocationId') },
      ...{ serviceId: text(row, 'SessionTypeId'), planId: null, cancelledAt: null, cancelledBy: null },
      ...{ cancelReason: null, deletedAt: null, seriesId: null, classId: null, telehealth: null, walkIn: null },
      pendingRequest: told === 'pending' ? true : null,
    }),
  ];
}

/** Each payment of a sale. What goes back is written below zero. */
export function mapSale(row: Row, { zone, currency }: Mapping): SourceRecord[] {
  const id = idOf(row);
  const when = at(row, 'SaleDateTime', zone) ?? at(row, 'SaleDate', zone);
  if (when === null) throw new RecordUnreadable(`sale-${id}`, 'The sale has no SaleDateTime.');
  return rowsIn(row, 'Payments').map((payment) => {
    const own = `sale-${id}-${idOf(payment)}`;
    const amount = money(payment, 'Amount', currency, own);
    return upsert('payment', own, {
      ...{ patientId: text(row, 'ClientId'), invoiceId: null, membershipId: null, at: when },
      ...{ amountMinor: Math.abs(amount), currency, kind: amount < 0 ? 'refund' : 'payment', status: 'succeeded' },
      ...{ failureCode: null, attempt: null, nextAttemptAt: null },
    });
  });
}

/** A card that was refused. The others are payments of sales, and told there. */
export function mapTransaction(row: Row, { zone, currency }: Mapping): SourceRecord[] | null {
  const status = text(row, 'Status') ?? '';
  if (!/declin|fail|reject/i.test(status)) return null;
  const id = `tx-${idOf(row, 'TransactionId')}`;
  const when = at(row, 'TransactionTime', zone) ?? at(row, 'AuthTime', zone);
  if (when === null) throw new RecordUnreadable(id, 'The transaction has no TransactionTime.');
  return [
    upsert('payment', id, {
      ...{ patientId: text(row, 'ClientId'), invoiceId: null, membershipId: null, at: when, currency },
      ...{ amountMinor: Math.abs(money(row, 'Amount', currency, id)), kind: 'payment', status: 'failed' },
      ...{ failureCode: status, attempt: null, nextAttemptAt: null },
    }),
  ];
}

function money(row: Row, field: string, currency: string | null, id: string): number {
  const value = number(row, field);
  const amount = value === null ? null : parseMoney(value, currency);
  if (amount === null) throw new RecordUnreadable(id, `${field} is not an amount.`);
  return amount;
}

/** Only those that run are told: who is missing from the next reading has lapsed. */
export function mapMembership(row: Row, patientId: string, { zone }: Mapping): SourceRecord[] {
  return [
    upsert('membership', idOf(row), {
      ...{
        patientId,
        name: text(row, 'Name'),
        tier: null,
        status: flag(row, 'Current') === false ? 'expired' : 'active',
      },
      ...{ startedAt: at(row, 'ActiveDate', zone), renewsAt: null, endsAt: at(row, 'ExpirationDate', zone) },
      ...{ pausedUntil: null, cancelRequestedAt: null, priceMinor: null, currency: null, cardExpiresOn: null },
      specialty: null,
    }),
  ];
}

/** A series of visits that was bought: how many there were, and how many are left. */
export function mapService(row: Row, { zone }: Mapping): SourceRecord[] {
  const id = idOf(row);
  const patientId = text(row, 'ClientID') ?? text(row, 'ClientId');
  if (patientId === null) throw new RecordUnreadable(id, 'The pricing option names no client.');
  const [count, left] = [number(row, 'Count'), number(row, 'Remaining')];
  const status = flag(row, 'Returned') === true ? 'returned' : flag(row, 'Current') === false ? 'expired' : 'active';
  return [
    upsert('package', id, {
      ...{ patientId, name: text(row, 'Name'), line: text(inside(row, 'Program'), 'Name'), unitsTotal: count },
      ...{
        unitsUsed: count === null || left === null ? null : count - left,
        purchasedAt: at(row, 'PaymentDate', zone),
      },
      ...{ expiresOn: date(row, 'ExpirationDate'), status, priceMinor: null, currency: null },
    }),
  ];
}
