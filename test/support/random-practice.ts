import type { AppointmentStatus, Instant, SourceRecord } from '@keepwell/domain/records';
import fc from 'fast-check';
import { record } from './source-records.js';

/** The first instant at which a random practice is looked at; all its records are written before. */
export const START: Instant = Date.UTC(2025, 5, 2, 12);
const DAY = 86_400_000;

const STATUSES: AppointmentStatus[] = [
  ...(['completed', 'completed', 'completed', 'arrived', 'booked', 'booked', 'confirmed'] as const),
  ...([
    'cancelled',
    'cancelled',
    'late_cancelled',
    'no_show',
    'no_show',
    'rescheduled',
    'waitlist',
    'unknown',
  ] as const),
];

const oneOf = <T>(...values: T[]) => fc.constantFrom(...values);

const anAppointment = fc.record({
  /** Quarter hours from the start: half a year back to six weeks ahead. */
  place: fc.integer({ min: -180 * 96, max: 40 * 96 }),
  bookedDaysBefore: fc.integer({ min: 0, max: 60 }),
  status: oneOf(...STATUSES),
  service: oneOf<string | null>('knee', 'knee', 'back', 'back', 'scale', null),
  by: oneOf<'patient' | 'clinic' | 'system' | null>('patient', 'patient', 'clinic', 'system', null),
  walkIn: oneOf(null, null, null, true),
  hasInvoice: oneOf(false, false, true),
});

const aPerson = fc.record({
  birthDate: oneOf(null, '1980-01-01', '1980-01-01', '2012-05-05', '2007-06-10'),
  givenName: oneOf(null, 'Sam', 'Sam', 'Kim'),
  familyName: oneOf('Field', 'Brook'),
  phone: oneOf(null, '01632 960001', '01632 960002'),
  householdId: oneOf(null, 'h1', 'h2'),
  flag: oneOf('none', 'none', 'none', 'none', 'deceased', 'doNotContact', 'archived', 'movedAway', 'hold', 'test'),
  /** Place of another person this one turns out to be. */
  mergedInto: oneOf<number | null>(null, null, null, null, null, 0, 1),
  plan: oneOf<'none' | 'open' | 'discharged'>('none', 'none', 'open', 'discharged'),
  appointments: fc.array(anAppointment, { maxLength: 7 }),
});

export const aRandomPractice = fc.record({
  persons: fc.array(aPerson, { minLength: 1, maxLength: 5 }),
  /** Keys to shuffle by, and where to cut into what arrives together. */
  order: fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 40, maxLength: 40 }),
  batchSize: fc.integer({ min: 1, max: 30 }),
  /** Hours between an arrival and the next look. */
  waits: fc.array(fc.integer({ min: 0, max: 120 }), { minLength: 8, maxLength: 8 }),
});

export type RandomPractice = typeof aRandomPractice extends fc.Arbitrary<infer T> ? T : never;
type RandomPerson = RandomPractice['persons'][number];
type RandomAppointment = RandomPerson['appointments'][number];

/** What belongs to the practice and not to a patient: it arrives first, for its order is part of what it says (Q12). */
export const practiceRecords: SourceRecord[] = [
  record('location', 'main', { timezone: 'Europe/London', openDays: [1, 2, 3, 4, 5] }),
  record('service', 'knee', { line: 'Knee', intervalDays: 7, specialty: 'PT' }),
  // No interval of its own: answers rest on the median of the practice (Q10).
  record('service', 'back', { line: 'back ', intervalDays: null, specialty: 'PT' }),
  record('service', 'scale', { line: 'hygiene', intervalDays: null, specialty: 'DE' }),
];

/** Every version of every record of its patients, in the order in which they were written. */
export function recordsOf({ persons }: RandomPractice): SourceRecord[] {
  return persons.flatMap((person, place) => [
    ...patientVersions(person, place, persons.length),
    ...planRecords(person, place),
    ...person.appointments.flatMap((appointment, i) => appointmentRecords(appointment, `p${place}`, `p${place}-a${i}`)),
  ]);
}

function patientVersions(person: RandomPerson, place: number, count: number): SourceRecord[] {
  const { birthDate, givenName, familyName, phone, householdId, flag, mergedInto } = person;
  const early = { created: START - 300 * DAY, updated: START - 300 * DAY };
  const first = { birthDate, givenName, familyName, phone, householdId };
  const flags = {
    deceasedAt: flag === 'deceased' ? START - 3 * DAY : null,
    doNotContact: flag === 'doNotContact' ? true : null,
    archivedAt: flag === 'archived' ? START - 20 * DAY : null,
    movedAwayAt: flag === 'movedAway' ? START - 20 * DAY : null,
    hold: flag === 'hold' ? 'complaint' : null,
    testRecord: flag === 'test' ? true : null,
    mergedInto: mergedInto === null || mergedInto === place || mergedInto >= count ? null : `p${mergedInto}`,
  };
  return [
    record('patient', `p${place}`, first, early),
    record('patient', `p${place}`, { ...first, ...flags }, { ...early, updated: START - 2 * DAY }),
  ];
}

function planRecords({ plan }: RandomPerson, place: number): SourceRecord[] {
  if (plan === 'none') return [];
  const closed = plan === 'discharged' ? { status: 'discharged' as const, closedAt: START - 5 * DAY } : {};
  const data = { patientId: `p${place}`, line: 'knee', startedAt: START - 60 * DAY, ...closed };
  return [record('plan', `p${place}-plan`, data, { created: START - 60 * DAY, updated: START - 5 * DAY })];
}

function appointmentRecords(given: RandomAppointment, patientId: string, id: string): SourceRecord[] {
  const startsAt = START + given.place * 900_000;
  const created = Math.min(startsAt, START) - given.bookedDaysBefore * DAY - 3_600_000;
  const updated = Math.max(created + 60_000, Math.min(startsAt + 1_800_000, START - 7_200_000));
  const isLost = ['cancelled', 'late_cancelled', 'rescheduled'].includes(given.status);
  const base = { patientId, startsAt, serviceId: given.service, walkIn: given.walkIn };
  const records = [
    record('appointment', id, { ...base, status: 'booked' }, { created, updated: created }),
    record(
      'appointment',
      id,
      {
        ...base,
        status: given.status,
        cancelledAt: isLost ? updated : null,
        cancelledBy: isLost ? given.by : null,
      },
      { created, updated },
    ),
  ];
  if (!given.hasInvoice) return records;
  const invoice = { patientId, appointmentId: id, issuedAt: startsAt, status: 'open' as const };
  return [...records, record('invoice', `${id}-i`, invoice, { created, updated })];
}

/** The same records in the order that the keys say, cut into what arrives together. */
export function arrivals(records: SourceRecord[], { order, batchSize }: RandomPractice): SourceRecord[][] {
  const keyed = records.map((each, i) => ({ each, key: order[(i * 7 + records.length) % order.length] ?? 0, i }));
  keyed.sort((one, other) => one.key - other.key || one.i - other.i);
  const batches: SourceRecord[][] = [];
  for (let from = 0; from < keyed.length; from += batchSize) {
    batches.push(keyed.slice(from, from + batchSize).map(({ each }) => each));
  }
  return batches;
}
