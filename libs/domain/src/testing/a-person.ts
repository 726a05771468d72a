import { emptyPerson } from '../audit/group-persons.js';
import type { PersonFacts, RecordVersion } from '../facts.js';
import type { Instant, Patient, RecordData, RecordKind } from '../records.js';
import { recordedAtOf } from '../timeline/recorded-at.js';

/** Small persons for tests: only what matters is said, the rest is empty. Instants are ISO texts with an offset. */

type Text<T> = { [F in keyof T]?: NonNullable<T[F]> extends Instant ? T[F] | string : T[F] };
interface Clocks {
  createdAt?: string;
  updatedAt?: string;
  sequence?: number;
  source?: string;
}

export const at = (text: string): Instant => {
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) throw new Error(`${text} is no instant`);
  return instant;
};

const NO_PATIENT: Patient = {
  givenName: null,
  familyName: null,
  birthDate: null,
  email: null,
  phone: '+44 1632 960001',
  language: null,
  timezone: null,
  deceasedAt: null,
  archivedAt: null,
  movedAwayAt: null,
  doNotContact: null,
  hold: null,
  testRecord: null,
  locationId: null,
  practitionerId: null,
  householdId: null,
  mergedInto: null,
  referralSource: null,
};

const NO_APPOINTMENT = {
  endsAt: null,
  rawStatus: null,
  practitionerId: null,
  locationId: null,
  serviceId: null,
  planId: null,
  cancelledAt: null,
  cancelledBy: null,
  cancelReason: null,
  deletedAt: null,
  seriesId: null,
  classId: null,
  telehealth: null,
  walkIn: null,
  pendingRequest: null,
} as const;

let sequence = 0;

/** Fields whose name ends in `At`, and `at`, are instants: texts are read. */
function readInstants<T>(data: T): T {
  const read: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(data as Record<string, unknown>)) {
    read[name] =
      typeof value === 'string' && (name === 'at' || name === 'pausedUntil' || name.endsWith('At')) ? at(value) : value;
  }
  return read as T;
}

export function version<K extends RecordKind>(
  kind: K,
  id: string,
  data: RecordData[K],
  clocks: Clocks = {},
): RecordVersion<K> {
  const createdAt = clocks.createdAt === undefined ? null : at(clocks.createdAt);
  const updatedAt = clocks.updatedAt === undefined ? null : at(clocks.updatedAt);
  sequence += 1;
  return {
    id,
    source: clocks.source ?? '',
    createdAt,
    updatedAt,
    recordedAt: recordedAtOf(kind, createdAt, updatedAt, data),
    sequence: clocks.sequence ?? sequence,
    data,
  };
}

type PersonRows = Exclude<RecordKind, 'patient' | 'location' | 'practitioner' | 'service'>;
const LIST_OF = {
  appointment: 'appointments',
  plan: 'plans',
  recall: 'recalls',
  package: 'packages',
  membership: 'memberships',
  program: 'programs',
  invoice: 'invoices',
  payment: 'payments',
  score: 'scores',
  consent: 'consents',
  communication: 'communications',
} as const satisfies Record<PersonRows, keyof PersonFacts>;

const EMPTY: { [K in PersonRows]: Omit<RecordData[K], 'patientId'> } = {
  appointment: { startsAt: 0, status: 'booked', ...NO_APPOINTMENT },
  plan: {
    line: null,
    prescribedVisits: null,
    intervalDays: null,
    phases: null,
    startedAt: null,
    endsAt: null,
    status: 'open',
    closedAt: null,
    closeReason: null,
    specialty: null,
  },
  recall: { type: null, dueOn: null, intervalMonths: null, disabledUntil: null, doneAt: null },
  package: {
    name: null,
    line: null,
    unitsTotal: null,
    unitsUsed: null,
    purchasedAt: null,
    expiresOn: null,
    status: null,
    priceMinor: null,
    currency: null,
  },
  membership: {
    name: null,
    tier: null,
    status: 'active',
    startedAt: null,
    renewsAt: null,
    endsAt: null,
    pausedUntil: null,
    cancelRequestedAt: null,
    priceMinor: null,
    currency: null,
    cardExpiresOn: null,
    specialty: null,
  },
  program: { name: null, startedAt: null, endsAt: null, coordinator: null, status: null, handoffAt: null },
  invoice: {
    appointmentId: null,
    issuedAt: null,
    dueAt: null,
    totalMinor: null,
    balanceMinor: null,
    currency: null,
    status: 'open',
  },
  payment: {
    invoiceId: null,
    membershipId: null,
    at: 0,
    amountMinor: 0,
    currency: null,
    kind: 'payment',
    status: 'succeeded',
    failureCode: null,
    attempt: null,
    nextAttemptAt: null,
  },
  score: {
    instrument: null,
    domain: null,
    value: null,
    takenAt: null,
    dueAt: null,
    direction: null,
    detectableChange: null,
  },
  consent: { channel: 'any', purpose: 'any', state: 'granted', at: null, source: null },
  communication: { at: 0, direction: null, channel: null, needsReply: null, repliedAt: null, kind: null },
};

export class APerson {
  readonly facts: PersonFacts;
  private count = 0;

  constructor(
    readonly id: string,
    patient: Text<Patient> = {},
    clocks: Clocks = {},
  ) {
    this.facts = emptyPerson(id);
    this.facts.patients.push([version('patient', id, readInstants({ ...NO_PATIENT, ...patient }) as Patient, clocks)]);
  }

  /** A row of any kind; the id is the kind's initial and a number unless given. */
  with<K extends PersonRows>(
    kind: K,
    data: Text<Omit<RecordData[K], 'patientId'>> & { id?: string },
    clocks: Clocks = {},
  ): this {
    const { id, ...rest } = data as { id?: string };
    this.count += 1;
    const row = readInstants({ ...EMPTY[kind], ...rest, patientId: this.id }) as unknown as RecordData[K];
    const list = this.facts[LIST_OF[kind]] as RecordVersion<K>[];
    list.push(version(kind, id ?? `${kind[0]}${this.count}`, row, clocks));
    return this;
  }

  visit(startsAt: string, data: Text<RecordData['appointment']> & { id?: string } = {}, clocks: Clocks = {}): this {
    return this.with('appointment', { startsAt, status: 'completed', ...data }, clocks);
  }

  booking(startsAt: string, data: Text<RecordData['appointment']> & { id?: string } = {}, clocks: Clocks = {}): this {
    return this.with('appointment', { startsAt, status: 'booked', ...data }, clocks);
  }

  cancel(
    startsAt: string,
    cancelledAt: string,
    data: Text<RecordData['appointment']> & { id?: string } = {},
    clocks: Clocks = {},
  ): this {
    return this.with(
      'appointment',
      { startsAt, cancelledAt, status: 'cancelled', cancelledBy: 'patient', ...data },
      clocks,
    );
  }

  noShow(startsAt: string, data: Text<RecordData['appointment']> & { id?: string } = {}, clocks: Clocks = {}): this {
    return this.with('appointment', { startsAt, status: 'no_show', ...data }, clocks);
  }

  /** What staff agreed with them; `line`: absent for whatever they come for. */
  agreed(days: number, setAt: string, { line = null, endedAt }: { line?: string | null; endedAt?: string } = {}): this {
    this.facts.ownIntervals ??= [];
    this.facts.ownIntervals.push({ line, days, setAt: at(setAt), endedAt: endedAt === undefined ? null : at(endedAt) });
    return this;
  }

  plan(data: Text<RecordData['plan']> & { id?: string }, clocks: Clocks = {}): this {
    return this.with('plan', data, clocks);
  }
}

export const aPerson = (id = 'p1', patient: Text<Patient> = {}, clocks: Clocks = {}): APerson =>
  new APerson(id, patient, clocks);
