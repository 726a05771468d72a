import fc from 'fast-check';
import { groupPersons, type RecordsByKind } from '../../libs/domain/src/audit/group-persons.js';
import type { PersonFacts, PracticeFacts, RecordVersion } from '../../libs/domain/src/facts.js';
import { APPOINTMENT_STATUSES, SPECIALTIES, type Instant, type PlanPhase } from '../../libs/domain/src/records.js';
import { aPerson, version } from '../../libs/domain/src/testing/a-person.js';
import { practiceFacts } from '../../libs/domain/src/testing/a-practice.js';
import { anInstant, DAY_MS, DAYS, HOUR_MS, maybe, PATIENTS, sometimes, START, text } from './random-instants.js';
import { other, otherVersion } from './random-records.js';

export { anInstant, DAYS, START } from './random-instants.js';

/** Random small practices: every status, missing clocks, several versions, merges, twins, households, odd zones. */

const ZONES = ['Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'];
const SERVICES = [
  'pt',
  'de',
  'ms',
  'pr',
  'mb',
  'dpc',
  'odd',
  'nameless',
  'consult',
  'touch',
  'review',
  'toxin',
  'hygiene',
];

interface Clocked {
  createdAt: Instant | null;
  updatedAt: Instant | null;
}
const clocksOf = (created: Instant | null, later: number | null): Clocked => ({
  createdAt: created,
  updatedAt: later === null ? null : (created ?? START) + later * HOUR_MS,
});
const clocks = fc
  .tuple(maybe(anInstant), maybe(fc.integer({ min: 0, max: 24 * 60 })))
  .map(([created, later]) => clocksOf(created, later));

const options = ({ createdAt, updatedAt }: Clocked) => ({
  ...(createdAt === null ? {} : { createdAt: text(createdAt) }),
  ...(updatedAt === null ? {} : { updatedAt: text(updatedAt) }),
});

const appointment = fc.record({
  id: fc.integer({ min: 1, max: 60 }),
  patientId: fc.constantFrom(...PATIENTS),
  startsAt: anInstant,
  status: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom('completed' as const) },
    { weight: 2, arbitrary: fc.constantFrom('cancelled' as const, 'no_show' as const, 'booked' as const) },
    { weight: 1, arbitrary: fc.constantFrom(...APPOINTMENT_STATUSES) },
  ),
  leadDays: maybe(fc.integer({ min: 0, max: 60 })),
  updatedHours: maybe(fc.integer({ min: 0, max: 24 * 70 })),
  serviceId: fc.oneof(
    { weight: 3, arbitrary: fc.constant('pt') },
    { weight: 2, arbitrary: maybe(fc.constantFrom(...SERVICES)) },
  ),
  planId: sometimes(fc.constantFrom('plan1', 'plan2', 'plan9')),
  locationId: maybe(fc.constantFrom('l1', 'l2', 'nowhere')),
  practitionerId: fc.oneof(
    { weight: 3, arbitrary: fc.constant('dr1') },
    { weight: 1, arbitrary: maybe(fc.constantFrom('dr2', 'dr9')) },
  ),
  seriesId: sometimes(fc.constantFrom('series1')),
  cancelledDaysBefore: maybe(fc.integer({ min: 0, max: 5 })),
  cancelledBy: maybe(fc.constantFrom('patient' as const, 'clinic' as const, 'system' as const, 'unknown' as const)),
  deletedAt: sometimes(anInstant),
  walkIn: sometimes(fc.boolean()),
  pendingRequest: maybe(fc.boolean()),
});

type RandomAppointment = typeof appointment extends fc.Arbitrary<infer T> ? T : never;

function appointmentVersion(random: RandomAppointment, sequence: number): RecordVersion<'appointment'> {
  const { id, patientId, leadDays, updatedHours, cancelledDaysBefore, deletedAt, startsAt, ...rest } = random;
  const createdAt = leadDays === null ? null : startsAt - leadDays * DAY_MS;
  const isCancel = ['cancelled', 'late_cancelled', 'rescheduled'].includes(random.status);
  const person = aPerson(patientId).with(
    'appointment',
    {
      ...rest,
      id: `a${id}`,
      startsAt,
      deletedAt,
      cancelledAt: isCancel && cancelledDaysBefore !== null ? startsAt - cancelledDaysBefore * DAY_MS : null,
    },
    { ...options(clocksOf(createdAt, updatedHours)), sequence },
  );
  return person.facts.appointments[0]!;
}

const patient = fc.record({
  phone: maybe(fc.constantFrom('01632 960001', '(01632) 960-001', '555-0100')),
  givenName: maybe(fc.constantFrom('Ada', 'Grace')),
  familyName: maybe(fc.constantFrom('Example')),
  birthDate: maybe(fc.constantFrom('1980-02-29', '1980-02-29', '1991-12-01', '2007-05-01')),
  householdId: maybe(fc.constantFrom('h1', 'h2')),
  locationId: maybe(fc.constantFrom('l1', 'l2')),
  mergedInto: sometimes(fc.constantFrom('p1', 'p2', 'p3', 'nobody')),
  deceasedAt: sometimes(anInstant),
  archivedAt: sometimes(anInstant),
  movedAwayAt: sometimes(anInstant),
  doNotContact: sometimes(fc.boolean()),
  hold: sometimes(fc.constantFrom('collections', 'clinical')),
  testRecord: sometimes(fc.boolean()),
  clocks,
});

const plan = fc.record({
  id: fc.constantFrom('plan1', 'plan2', 'plan3'),
  patientId: fc.constantFrom(...PATIENTS),
  line: maybe(fc.constantFrom('pt', ' PT ', 'de', 'ms')),
  prescribedVisits: maybe(fc.integer({ min: 1, max: 6 })),
  intervalDays: maybe(fc.integer({ min: 1, max: 30 })),
  phases: sometimes(
    fc.constant<PlanPhase[]>([
      { visits: 2, days: 3 },
      { visits: 2, days: 14 },
    ]),
  ),
  startedAt: maybe(anInstant),
  status: maybe(fc.constantFrom('open' as const, 'completed' as const, 'discharged' as const)),
  closedAt: sometimes(anInstant),
  endsAt: sometimes(anInstant),
  closeReason: sometimes(fc.constantFrom(' Goals met', 'moved')),
  specialty: maybe(fc.constantFrom(...SPECIALTIES)),
  clocks: fc.oneof({ weight: 2, arbitrary: fc.constant(clocksOf(null, null)) }, { weight: 1, arbitrary: clocks }),
});

export interface RandomPractice {
  facts: PracticeFacts;
  records: RecordsByKind;
  personsAt(asOf: Instant, records?: RecordsByKind): PersonFacts[];
}

export const randomPractice: fc.Arbitrary<RandomPractice> = fc
  .record({
    zones: fc.tuple(fc.constantFrom(...ZONES), fc.constantFrom(...ZONES)),
    closedDays: fc.array(fc.integer({ min: 0, max: DAYS }), { maxLength: 8 }),
    patients: fc.tuple(patient, patient, patient, patient),
    appointments: fc.array(appointment, { minLength: 1, maxLength: 40, size: 'max' }),
    plans: fc.array(plan, { maxLength: 4 }),
    others: fc.array(other, { maxLength: 12 }),
    leftAt: maybe(anInstant),
    active: maybe(fc.boolean()),
  })
  .map(({ zones, closedDays, patients, appointments, plans, others, leftAt, active }) => {
    const closedOn = closedDays.map((day) => text(START + day * DAY_MS).slice(0, 10));
    const facts = practiceFacts({
      locations: {
        l1: { timezone: zones[0], closedOn },
        l2: { timezone: zones[1], openDays: [1, 3, 6], opensAt: '02:30' },
      },
      services: {
        consult: { line: 'pt', kind: 'consult', specialty: 'PT' },
        touch: { line: 'pr', kind: 'touchpoint', specialty: 'PR' },
        review: { line: 'pr', kind: 'review', specialty: 'PR' },
        hygiene: { line: 'Hygiene', kind: 'recall', specialty: 'DE' },
        toxin: { line: 'Neuro toxin', kind: null, specialty: 'MS', name: 'Wrinkles' },
      },
      practitioners: { dr1: { leftAt }, dr2: { active } },
    });
    const records: RecordsByKind = {
      patient: patients.map(({ clocks: clocked, ...data }, index) =>
        version('patient', PATIENTS[index]!, aPerson('x', data).facts.patients[0]![0]!.data, {
          ...options(clocked),
          sequence: index,
        }),
      ),
      appointment: appointments.map(appointmentVersion),
      plan: plans.map(
        ({ clocks: clocked, patientId, ...data }, index) =>
          aPerson(patientId).plan(data, { ...options(clocked), sequence: index }).facts.plans[0]!,
      ),
    };
    others.forEach((random, index) => {
      const [kind, row] = otherVersion(random, index);
      Object.assign(records, { [kind]: [...(records[kind] ?? []), row] });
    });
    return { facts, records, personsAt: (asOf, given = records) => groupPersons(given, asOf) };
  });
