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
