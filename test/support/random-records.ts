import fc from 'fast-check';
import type { RecordVersion } from '../../libs/domain/src/facts.js';
import type { Instant, RecordData, RecordKind } from '../../libs/domain/src/records.js';
import { version } from '../../libs/domain/src/testing/a-person.js';
import { anInstant, maybe, PATIENTS, sometimes, text } from './random-instants.js';

/** Records of the kinds beside appointments and plans: money, memberships, programs, recalls, scores, messages. */

const aDate = anInstant.map((instant) => text(instant).slice(0, 10));
const patientId = fc.constantFrom(...PATIENTS);
const line = maybe(fc.constantFrom('pt', ' PT ', 'de', 'ms', 'neuro toxin'));

type Owned = Exclude<RecordKind, 'patient' | 'location' | 'practitioner' | 'service' | 'appointment' | 'plan'>;
const DATA: { [K in Owned]: fc.Arbitrary<RecordData[K]> } = {
  recall: fc.record({
    patientId,
    type: maybe(fc.constantFrom('PT', 'de', 'dpc', 'toxin', 'Wrinkles', 'nothing known')),
    dueOn: maybe(aDate),
    intervalMonths: maybe(fc.constantFrom(1, 6, 12, 36)),
    disabledUntil: sometimes(aDate),
    doneAt: sometimes(anInstant),
  }),
  package: fc.record({
    patientId,
    name: fc.constant(null),
    line,
    unitsTotal: maybe(fc.constant(10)),
    unitsUsed: maybe(fc.integer({ min: 0, max: 10 })),
    purchasedAt: maybe(anInstant),
    expiresOn: maybe(aDate),
    status: sometimes(fc.constantFrom('Active', 'refunded')),
    priceMinor: fc.constant(10000),
    currency: fc.constant('GBP'),
  }),
  membership: fc.record({
    patientId,
    name: fc.constant(null),
    tier: fc.constant(null),
    status: maybe(
      fc.constantFrom(
        ...(['active', 'active', 'trialing', 'past_due', 'paused', 'paused', 'cancelled', 'expired'] as const),
      ),
    ),
    startedAt: maybe(anInstant),
    renewsAt: maybe(anInstant),
    endsAt: sometimes(anInstant),
    pausedUntil: maybe(anInstant),
    cancelRequestedAt: sometimes(anInstant),
    priceMinor: fc.constant(5000),
    currency: fc.constant('GBP'),
    cardExpiresOn: maybe(aDate),
    specialty: maybe(fc.constantFrom('MB' as const, 'DPC' as const)),
  }),
  program: fc.record({
    patientId,
    name: fc.constant(null),
    startedAt: maybe(anInstant),
    endsAt: maybe(anInstant),
    coordinator: fc.constant(null),
    status: maybe(fc.constantFrom('open', 'completed', 'cancelled')),
    handoffAt: maybe(anInstant),
  }),
  invoice: fc.record({
    patientId,
    appointmentId: fc.constant(null),
    issuedAt: anInstant,
    dueAt: fc.constant(null),
    totalMinor: fc.constant(100),
    balanceMinor: fc.constant(100),
    currency: fc.constant('GBP'),
    status: fc.constantFrom('uncollectible' as const, 'paid' as const),
  }),
  payment: fc.record({
    patientId,
    invoiceId: fc.constant(null),
    membershipId: maybe(fc.integer({ min: 0, max: 11 }).map((index) => `membership${index}`)),
    at: anInstant,
    amountMinor: fc.constant(5000),
    currency: fc.constant('GBP'),
    kind: fc.constantFrom(...(['charge', 'payment', 'refund'] as const)),
    status: fc.constantFrom(...(['failed', 'failed', 'succeeded', 'disputed'] as const)),
    failureCode: maybe(fc.constant('expired_card')),
    attempt: maybe(fc.integer({ min: 1, max: 3 })),
    nextAttemptAt: fc.constant(null),
  }),
  score: fc.record({
    patientId,
    instrument: fc.constantFrom('odi', 'survey'),
    domain: maybe(fc.constantFrom('Experience', 'pain')),
    value: maybe(fc.integer({ min: 0, max: 10 })),
    takenAt: maybe(anInstant),
    dueAt: maybe(anInstant),
    direction: maybe(fc.constantFrom('higher_better' as const, 'lower_better' as const)),
    detectableChange: maybe(fc.constant(2)),
  }),
  consent: fc.record({
    patientId,
    channel: fc.constantFrom('any' as const, 'sms' as const),
    purpose: fc.constant('any' as const),
    state: fc.constantFrom('denied' as const, 'granted' as const),
    at: anInstant,
    source: fc.constant(null),
  }),
  communication: fc.record({
    patientId,
    at: anInstant,
    direction: maybe(fc.constantFrom('in' as const, 'out' as const)),
    channel: maybe(fc.constantFrom('sms', 'call')),
    needsReply: maybe(fc.boolean()),
    repliedAt: sometimes(anInstant),
    kind: maybe(fc.constantFrom('complaint', 'cancel_request', 'pause_request', 'reminder')),
  }),
};

interface RandomOther {
  kind: Owned;
  data: RecordData[Owned];
  /** Some sources keep clocks of their own, most do not. */
  updatedAt: Instant | null;
}

export const other: fc.Arbitrary<RandomOther> = fc.oneof(
  ...(Object.keys(DATA) as Owned[]).map((kind) =>
    fc.record({
      kind: fc.constant(kind),
      data: DATA[kind] as fc.Arbitrary<RecordData[Owned]>,
      updatedAt: sometimes(anInstant),
    }),
  ),
);

export function otherVersion({ kind, data, updatedAt }: RandomOther, sequence: number): [Owned, RecordVersion] {
  const clocks = { sequence, ...(updatedAt === null ? {} : { updatedAt: text(updatedAt) }) };
  return [kind, version(kind, `${kind}${sequence}`, data as never, clocks) as RecordVersion];
}
