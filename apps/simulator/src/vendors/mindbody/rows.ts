import { Temporal } from 'temporal-polyfill';
import type { AppointmentStatus, Instant, ZoneId } from '@keepwell/domain/records';
import type { LivingPractice, Standing } from '../../living/living-practice.js';
import type { VendorIds } from '../vendor-ids.js';

export type Row = Record<string, unknown>;

export interface Beside {
  living: LivingPractice;
  ids: VendorIds;
  zone: ZoneId;
  siteId: number;
  /** Status words that somebody invented, by our id of the appointment. */
  words: Map<string, string>;
}

/** The site's local time, without a zone. */
export function local(at: Instant | null, zone: ZoneId): string | null {
  if (at === null) return null;
  const there = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  return there.toPlainDateTime().toString({ smallestUnit: 'second' });
}

export function fromLocal(text: string, zone: ZoneId): Instant {
  return Temporal.PlainDateTime.from(text.slice(0, 19)).toZonedDateTime(zone).epochMilliseconds;
}

const WORDS: Partial<Record<AppointmentStatus, string>> = {
  ...{ proposed: 'Requested', pending: 'Requested', booked: 'Booked', confirmed: 'Confirmed', arrived: 'Arrived' },
  ...{ in_progress: 'Arrived', completed: 'Completed', cancelled: 'Cancelled', rescheduled: 'Cancelled' },
  ...{ late_cancelled: 'LateCancelled', no_show: 'NoShow', waitlist: 'Booked' },
};

/** Without the fields of which a row says nothing. */
function said(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null && value !== undefined));
}

const numbered = ({ ids }: Beside, kind: string, id: string | null) => (id === null ? null : Number(ids.of(kind, id)));

export function appointmentRow(beside: Beside, { id, data }: Standing<'appointment'>, key: string | null): Row {
  const { zone, ids, words } = beside;
  const endsAt = data.endsAt ?? data.startsAt + 1_800_000;
  return said({
    ...{ Id: numbered(beside, 'appointment', id), Status: words.get(id) ?? WORDS[data.status] ?? 'None' },
    ...{ StartDateTime: local(data.startsAt, zone), EndDateTime: local(endsAt, zone), PartnerExternalId: key },
    ...{ Duration: Math.round((endsAt - data.startsAt) / 60_000), ClientId: ids.of('patient', data.patientId) },
    ...{ StaffId: numbered(beside, 'practitioner', data.practitionerId), IsWaitlist: data.status === 'waitlist' },
    LocationId: numbered(beside, 'location', data.locationId),
    SessionTypeId: numbered(beside, 'service', data.serviceId),
  });
}

/** Everybody in one class, and the class. */
export function classRow(beside: Beside, visits: Standing<'appointment'>[]): Row {
  const { zone } = beside;
  const [first] = visits;
  if (first === undefined) return {};
  const { data } = first;
  const booked = visits.filter(({ data: { status } }) => status !== 'late_cancelled');
  return said({
    ...{ Id: numbered(beside, 'class', data.classId), ClassScheduleId: numbered(beside, 'series', data.seriesId) },
    ...{ StartDateTime: local(data.startsAt, zone), EndDateTime: local(data.endsAt, zone) },
    ...{ TotalBooked: booked.length, IsCanceled: visits.every((one) => one.data.cancelledBy === 'clinic') },
    Staff: said({ Id: numbered(beside, 'practitioner', data.practitionerId) }),
    Location: said({ Id: numbered(beside, 'location', data.locationId) }),
    ClassDescription: { SessionType: said({ Id: numbered(beside, 'service', data.serviceId) }) },
  });
}

/** Flags where appointments have a word. */
export function classVisitRow(beside: Beside, { id, data, updatedAt }: Standing<'appointment'>): Row {
  return said({
    ...{ Id: numbered(beside, 'visit', id), ClassId: numbered(beside, 'class', data.classId) },
    ...{ ClientId: beside.ids.of('patient', data.patientId), StartDateTime: local(data.startsAt, beside.zone) },
    ...{ SignedIn: ['arrived', 'in_progress', 'completed'].includes(data.status), Missed: data.status === 'no_show' },
    ...{ LateCancelled: data.status === 'late_cancelled', LastModifiedDateTime: local(updatedAt, beside.zone) },
    ...{ StaffId: numbered(beside, 'practitioner', data.practitionerId), SiteId: beside.siteId },
  });
}

export function contractRow(beside: Beside, { id, data }: Standing<'membership'>): Row {
  const { zone } = beside;
  const ended = data.status === 'cancelled' || data.status === 'expired';
  const price = data.priceMinor === null ? null : major(data.priceMinor);
  const coming = { ClientContractId: numbered(beside, 'contract', id), ScheduleDate: local(data.renewsAt, zone) };
  return said({
    ...{ Id: numbered(beside, 'contract', id), ContractName: data.name, SiteId: beside.siteId },
    ...{ PayerClientId: numbered(beside, 'patient', data.patientId), StartDate: local(data.startedAt, zone) },
    AutopayStatus: ended ? 'Inactive' : data.status === 'paused' ? 'Suspended' : 'Active',
    ...{ IsMonthToMonth: data.endsAt === null, EndDate: local(data.endsAt, zone), NormalAutoPay: price },
    TerminationDate: data.status === 'cancelled' ? local(data.endsAt ?? data.cancelRequestedAt, zone) : null,
    UpcomingAutopayEvents: data.renewsAt === null ? [] : [{ ...coming, ChargeAmount: price ?? 0 }],
  });
}

export function clientRow(beside: Beside, one: Standing<'patient'>, isStaff: boolean): Row {
  const { id, data, createdAt, updatedAt } = one;
  const consents = beside.living.all('consent').filter((consent) => consent.data.patientId === id);
  const promotional = (channel: string) =>
    consents.findLast(({ data: it }) => it.channel === channel && it.purpose === 'marketing')?.data.state === 'granted';
  const own = {
    ...{
      Email: data.email,
      MobilePhone: data.phone,
      BirthDate: data.birthDate === null ? null : `${data.birthDate}T00:00:00`,
    },
    ...{ SendPromotionalEmails: promotional('email'), SendPromotionalTexts: promotional('sms') },
  };
  return said({
    ...{ Id: beside.ids.of('patient', id), UniqueId: Number(beside.ids.of('unique', id)), IsProspect: false },
    ...{ FirstName: data.givenName, LastName: data.familyName, Active: data.archivedAt === null },
    ...{ CreationDate: local(createdAt, beside.zone), LastModifiedDateTime: new Date(updatedAt).toISOString() },
    ...(isStaff ? own : {}),
  });
}

export function staffRow(beside: Beside, { id, data }: Standing<'practitioner'>): Row {
  const end = local(data.leftAt, beside.zone);
  return said({
    Id: numbered(beside, 'practitioner', id),
    DisplayName: data.name,
    Name: data.name,
    EmploymentEnd: end,
  });
}

export function locationRow(beside: Beside, { id, data }: Standing<'location'>): Row {
  return said({ Id: numbered(beside, 'location', id), Name: data.name, SiteID: beside.siteId });
}

export function sessionTypeRow(beside: Beside, { id, data }: Standing<'service'>): Row {
  const Type = data.kind === 'class' ? 'Class' : 'Appointment';
  return said({ Id: numbered(beside, 'service', id), Name: data.name, Type, Category: data.line });
}

/** Decimals, as the vendor writes money. */
const major = (minor: number) => minor / 100;

export function saleRow(beside: Beside, { id, data }: Standing<'payment'>): Row {
  const when = local(data.at, beside.zone);
  const Amount = major(data.kind === 'refund' ? -data.amountMinor : data.amountMinor);
  return said({
    ...{ Id: numbered(beside, 'sale', id), SaleDateTime: when, SaleDate: when, PurchasedItems: [] },
    ClientId: data.patientId === null ? null : beside.ids.of('patient', data.patientId),
    Payments: [{ Id: numbered(beside, 'payment', id), Amount, Method: 16, Type: 'Credit Card' }],
  });
}

/** Here the same client has a number. */
export function transactionRow(beside: Beside, { id, data }: Standing<'payment'>): Row {
  const declined = data.status === 'failed';
  return said({
    ...{
      TransactionId: numbered(beside, 'transaction', id),
      Status: declined ? 'Declined' : 'Approved',
      Settled: !declined,
    },
    ...{ Amount: major(data.amountMinor), TransactionTime: local(data.at, beside.zone) },
    ClientId: numbered(beside, 'patient', data.patientId),
  });
}

export function membershipRow(beside: Beside, { id, data }: Standing<'membership'>): Row {
  return said({
    ...{ Id: numbered(beside, 'membership', id), Name: data.name, Current: true, SiteId: beside.siteId },
    ...{ ActiveDate: local(data.startedAt, beside.zone), ExpirationDate: local(data.endsAt, beside.zone) },
  });
}

export function serviceRow(beside: Beside, { id, data }: Standing<'package'>): Row {
  const left = (data.unitsTotal ?? 0) - (data.unitsUsed ?? 0);
  return said({
    ...{
      Id: numbered(beside, 'package', id),
      Name: data.name,
      Count: data.unitsTotal,
      Remaining: left,
      Current: left > 0,
    },
    ...{ ClientID: beside.ids.of('patient', data.patientId), PaymentDate: local(data.purchasedAt, beside.zone) },
    ...{ ExpirationDate: data.expiresOn === null ? null : `${data.expiresOn}T00:00:00`, SiteId: beside.siteId },
  });
}
