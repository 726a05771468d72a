import type { VendorWorld } from '@keepwell/connector-sdk/testing';
import { openTestContext, type OpenedContext } from '@keepwell/connector-sdk/testing';
import type { Invoice, Membership, Payment, RecordData, RecordKind, SourceRecord } from '@keepwell/domain/records';
import { serveStripe, startClock, type StripeMoods, type StripeServer } from '@keepwell/simulator';
import { stripe } from '../src/connector.js';

export const ZONE = 'America/New_York';
export const NOW = Date.parse('2026-03-10T15:00:00Z');
export const DAY = 86_400_000;

const servers: StripeServer[] = [];

export async function anAccount(moods: StripeMoods = {}): Promise<StripeServer> {
  const server = await serveStripe({ clock: startClock({ from: NOW, speed: 0 }), moods });
  servers.push(server);
  return server;
}

export async function closeAccounts(): Promise<void> {
  await Promise.all(servers.splice(0).map((server) => server.close().catch(() => undefined)));
}

export function openIn(world: VendorWorld, settings: Record<string, unknown> = {}): OpenedContext {
  return openTestContext(stripe, {
    settings: { ...world.settings, ...settings },
    exceptions: [world.origin],
    timezone: ZONE,
    now: () => world.now(),
  });
}

function upsert<K extends RecordKind>(kind: K, id: string, data: RecordData[K]): SourceRecord {
  return { op: 'upsert', kind, id, createdAt: null, updatedAt: null, versionId: null, data } as SourceRecord;
}

const MONTHLY: Membership = {
  ...{ patientId: 'p-ada', name: 'Monthly', tier: null, status: 'active', startedAt: NOW - 90 * DAY },
  ...{ renewsAt: NOW + 10 * DAY, endsAt: null, pausedUntil: null, cancelRequestedAt: null, priceMinor: 4_900 },
  ...{ currency: 'USD', cardExpiresOn: '2026-04-30', specialty: null },
};
const BILL: Invoice = {
  ...{ patientId: 'p-ada', appointmentId: null, issuedAt: NOW - 3 * DAY, dueAt: null, totalMinor: 4_900 },
  ...{ balanceMinor: 4_900, currency: 'USD', status: 'open' },
};
const PAID: Payment = {
  ...{ patientId: 'p-ada', invoiceId: null, membershipId: null, at: NOW - 20 * DAY, amountMinor: 4_900 },
  ...{ currency: 'USD', kind: 'payment', status: 'succeeded', failureCode: null, attempt: null, nextAttemptAt: null },
};

export const membership = (id: string, more: Partial<Membership>) => upsert('membership', id, { ...MONTHLY, ...more });
export const invoice = (id: string, more: Partial<Invoice>) => upsert('invoice', id, { ...BILL, ...more });
export const payment = (id: string, more: Partial<Payment>) => upsert('payment', id, { ...PAID, ...more });

/** Three memberships, a bill that failed once, a refund, a dispute, and a payment of nobody known. */
export function someBooks(): SourceRecord[] {
  return [
    membership('m-ada', {}),
    membership('m-bo', { patientId: 'p-bo', cancelRequestedAt: NOW - 2 * DAY, endsAt: NOW + 5 * DAY }),
    membership('m-cy', { patientId: 'p-cy', status: 'past_due' }),
    invoice('i-cy', { patientId: 'p-cy' }),
    invoice('i-ada', { status: 'paid', balanceMinor: 0 }),
    payment('t-ada', { invoiceId: 'i-ada' }),
    payment('t-cy', {
      ...{ patientId: 'p-cy', invoiceId: 'i-cy', membershipId: 'm-cy', status: 'failed', failureCode: 'card_declined' },
      ...{ at: NOW - 3 * DAY, attempt: 1, nextAttemptAt: NOW + DAY },
    }),
    payment('t-back', { kind: 'refund', amountMinor: 900, at: NOW - 10 * DAY }),
    payment('t-bo', { patientId: 'p-bo', status: 'disputed' }),
    payment('t-nobody', { patientId: null, amountMinor: 2_500 }),
  ];
}
