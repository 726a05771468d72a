import type { Instant, RecordKind, SourceRecord } from '@keepwell/domain/records';
import { RECORD_KINDS } from '@keepwell/domain/records';
import { fieldsOf } from '../record-shape.js';
import type { Faithful } from './vendor-world.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Words that are in the sample's patients and nowhere else: they must appear in no address, log, cursor or sentence. */
export const PATIENT_WORDS = ['Quillfeather', 'Umberdale', '5550142'];

export type Data = Record<string, unknown>;

/** What a field holds where the connector carries it; the others are null. */
type Samples = Record<RecordKind, ((n: number, now: Instant, ids: Ids) => Data)[]>;

/** The ids that the vendor gave, by kind, in the order in which they were put in. */
export type Ids = Record<RecordKind, string[]>;

export const noIds = (): Ids => Object.fromEntries(RECORD_KINDS.map((kind) => [kind, [] as string[]])) as Ids;

/** Needed by records.ts whatever a vendor can say. */
const ALWAYS: Partial<Record<RecordKind, string[]>> = {
  location: ['timezone', 'openDays', 'opensAt', 'closedOn'],
  appointment: ['patientId', 'startsAt', 'status'],
  payment: ['at', 'amountMinor'],
  communication: ['patientId', 'at'],
};

const status = (word: string, more: Data = {}) => ({ status: word, rawStatus: null, ...more });

const SAMPLES: Samples = {
  location: [() => ({ name: 'North', openDays: [1, 2, 3, 4, 5], opensAt: '09:00', closedOn: [] })],
  practitioner: [() => ({ name: 'Dr. Adeyemi', active: true }), () => ({ name: 'Dr. Brandt', active: true })],
  service: [
    () => ({ name: 'Knee', line: 'knee', kind: 'treatment', intervalDays: 7, specialty: 'PT' }),
    () => ({ name: 'Shoulder', line: 'shoulder', kind: 'treatment', intervalDays: 7, specialty: 'PT' }),
  ],
  patient: ['Ada', 'Bo', 'Cy', 'Di', 'Em'].map((givenName, n) => () => ({
    givenName,
    familyName: n % 2 === 0 ? 'Quillfeather' : 'Umberdale',
    birthDate: `198${n}-0${n + 1}-12`,
    email: `person${n}@example.com`,
    phone: `+1212555014${n}`,
    language: 'en',
    doNotContact: false,
    testRecord: false,
  })),
  appointment: [
    (n, now) => at(n, now - 20 * DAY, status('completed')),
    (n, now) => at(n, now - 12 * DAY, status('no_show')),
    (n, now) =>
      at(
        n,
        now - 6 * DAY,
        status('cancelled', { cancelledAt: now - 7 * DAY, cancelledBy: 'patient', cancelReason: null }),
      ),
    (n, now) => at(n, now + 2 * DAY, status('booked')),
    (n, now) => at(n, now + 3 * DAY, status('booked')),
    (n, now) => at(n, now + 9 * DAY, status('booked')),
    (n, now) => at(n, now + 16 * DAY, status('booked')),
  ],
  plan: [
    (_n, now) => ({ line: 'knee', prescribedVisits: 10, intervalDays: 7, startedAt: now - 30 * DAY, status: 'open' }),
    (_n, now) => ({ line: 'knee', prescribedVisits: 6, intervalDays: 14, startedAt: now - 60 * DAY, status: 'open' }),
  ],
  recall: [
    (_n, now) => ({ type: 'hygiene', dueOn: dateOf(now + 30 * DAY), intervalMonths: 6 }),
    (_n, now) => ({ type: 'hygiene', dueOn: dateOf(now - 30 * DAY), intervalMonths: 6 }),
  ],
  package: [
    (_n, now) => ({ name: 'Ten visits', unitsTotal: 10, unitsUsed: 4, purchasedAt: now - 40 * DAY, status: 'active' }),
  ],
  membership: [
    (_n, now) => ({
      name: 'Monthly',
      status: 'active',
      startedAt: now - 90 * DAY,
      renewsAt: now + 10 * DAY,
      priceMinor: 4900,
      currency: 'USD',
    }),
    (_n, now) => ({
      name: 'Monthly',
      status: 'past_due',
      startedAt: now - 60 * DAY,
      priceMinor: 4900,
      currency: 'USD',
    }),
  ],
  program: [(_n, now) => ({ name: 'Back to running', startedAt: now - 20 * DAY, status: 'active' })],
  invoice: [
    (_n, now) => ({ issuedAt: now - 20 * DAY, totalMinor: 12_000, balanceMinor: 0, currency: 'USD', status: 'paid' }),
    (_n, now) => ({ issuedAt: now - 3 * DAY, totalMinor: 8_050, balanceMinor: 8_050, currency: 'USD', status: 'open' }),
  ],
  payment: [
    (_n, now) => ({ at: now - 20 * DAY, amountMinor: 12_000, currency: 'USD', kind: 'payment', status: 'succeeded' }),
    (_n, now) => ({
      at: now - 2 * DAY,
      amountMinor: 4_900,
      currency: 'USD',
      kind: 'payment',
      status: 'failed',
      failureCode: 'card_declined',
    }),
  ],
  score: [
    (_n, now) => ({
      instrument: 'PHQ-9',
      domain: 'mood',
      value: 12,
      takenAt: now - 10 * DAY,
      direction: 'lower_better',
    }),
  ],
  consent: [(_n, now) => ({ channel: 'sms', purpose: 'marketing', state: 'granted', at: now - 100 * DAY })],
  communication: [(_n, now) => ({ at: now - 5 * DAY, direction: 'in', channel: 'sms', kind: null })],
};

function at(n: number, day: Instant, more: Data): Data {
  const startsAt = Math.floor(day / DAY) * DAY + 13 * HOUR + (n % 4) * 30 * MINUTE;
  return { startsAt, endsAt: startsAt + 30 * MINUTE, ...more };
}

const dateOf = (instant: Instant) => new Date(instant).toISOString().slice(0, 10);

/** References between the samples, where the vendor carries them. */
function references(kind: RecordKind, n: number, ids: Ids): Data {
  const one = (of: RecordKind, index = n): string | null => ids[of][index % Math.max(ids[of].length, 1)] ?? null;
  const patientId = one('patient') ?? `patient-${n}`;
  if (kind === 'patient') return { locationId: one('location'), practitionerId: one('practitioner') };
  if (kind === 'appointment') {
    return { patientId, practitionerId: one('practitioner'), locationId: one('location'), serviceId: one('service') };
  }
  if (kind === 'location') return { timezone: null };
  return ['practitioner', 'service'].includes(kind) ? {} : { patientId };
}

/** How many samples there are of a kind. */
export const sampleCount = (kind: RecordKind): number => SAMPLES[kind].length;

/**
 * Sample number `n` of a kind: the fields that survive this vendor are filled in, the others are null. `now` is rounded, since vendors
 * write minutes or seconds.
 */
export function sample(
  kind: RecordKind,
  n: number,
  faithful: Faithful,
  ids: Ids,
  { now, timezone, more = {} }: { now: Instant; timezone: string; more?: Data },
): SourceRecord {
  const minute = Math.floor(now / MINUTE) * MINUTE;
  const make = SAMPLES[kind][n % SAMPLES[kind].length]!;
  const whole: Data = { ...make(n, minute, ids), ...references(kind, n, ids), ...more };
  if (kind === 'location') whole['timezone'] = timezone;
  const carried = new Set([...(faithful[kind] ?? []), ...(ALWAYS[kind] ?? [])]);
  if (fieldsOf(kind).includes('patientId')) carried.add('patientId');
  const data = Object.fromEntries(
    fieldsOf(kind).map((field) => [field, carried.has(field) ? (whole[field] ?? null) : null]),
  );
  return recordOf(kind, `${kind}-${n + 1}`, data);
}

/** A record as the kit hands it to a world: ids and times of change are the world's to give. */
export function recordOf(kind: RecordKind, id: string, data: Data): SourceRecord {
  return { kind, op: 'upsert', id, createdAt: null, updatedAt: null, versionId: null, data } as unknown as SourceRecord;
}
