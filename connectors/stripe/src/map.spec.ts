import { readFileSync } from 'node:fs';
import { RecordUnreadable } from '@keepwell/connector-sdk';
import type { Membership, Payment, SourceRecord } from '@keepwell/domain/records';
import { mapCharge, mapIntent, mapInvoice, mapRefund, mapSubscription, type Mapping } from './map.js';
import { minor, type Row } from './row.js';

const objects = JSON.parse(readFileSync('connectors/stripe/fixtures/objects.json', 'utf8')) as Record<string, Row>;
const at = (iso: string) => Date.parse(iso);
const seconds = (iso: string) => Date.parse(iso) / 1000;

const mapping: Mapping = {
  patientField: 'patient_id',
  productName: (id) => Promise.resolve(id === 'prod_1' ? 'Maintenance plan' : null),
  disputeOf: (id) => Promise.resolve(id === 'ch_won' ? 'won' : 'needs_response'),
};
const customer = { id: 'cus_1', object: 'customer', metadata: { patient_id: '4711' } };

async function one(mapped: Promise<SourceRecord[] | null>): Promise<SourceRecord> {
  const [record] = (await mapped) ?? [];
  if (record === undefined) throw new Error('Nothing was made of it');
  return record;
}
const dataOf = async <T>(mapped: Promise<SourceRecord[] | null>) => (({ ...(await one(mapped)) }) as { data?: T }).data;

const price = (more: Row = {}) => ({
  ...{ id: 'price_1', nickname: null, product: 'prod_1', unit_amount: 4_900, currency: 'usd' },
  ...{ recurring: { interval: 'month', interval_count: 1 }, ...more },
});
const subscription = (more: Row = {}) => ({
  ...{ id: 'sub_1', object: 'subscription', status: 'active', currency: 'usd', customer, metadata: {} },
  ...{ created: seconds('2026-01-05T10:00:00Z'), start_date: seconds('2026-01-05T10:00:00Z') },
  ...{ current_period_end: seconds('2026-04-05T10:00:00Z'), cancel_at: null, cancel_at_period_end: false },
  ...{ canceled_at: null, ended_at: null, pause_collection: null, cancellation_details: { reason: null } },
  items: { data: [{ id: 'si_1', quantity: 1, price: price() }] },
  ...more,
});
const membership = (more: Row) => dataOf<Membership>(mapSubscription(subscription(more), mapping));

describe('subscriptions', () => {
  it('S4-01 are memberships of the patient their customer names', async () => {
    const card = { default_payment_method: { card: { exp_year: 2026, exp_month: 2 } } };
    expect(await one(mapSubscription(subscription(card), mapping))).toEqual({
      ...{ op: 'upsert', kind: 'membership', id: 'sub_1', versionId: null, updatedAt: null },
      createdAt: at('2026-01-05T10:00:00Z'),
      data: {
        ...{ patientId: '4711', name: 'Maintenance plan', tier: null, status: 'active', specialty: null },
        ...{ startedAt: at('2026-01-05T10:00:00Z'), renewsAt: at('2026-04-05T10:00:00Z'), endsAt: null },
        ...{ pausedUntil: null, cancelRequestedAt: null, priceMinor: 4_900, currency: 'USD' },
        cardExpiresOn: '2026-02-28',
      },
    });
  });

  it.each([
    ['trialing', 'trialing'],
    ['active', 'active'],
    ['past_due', 'past_due'],
    ['unpaid', 'past_due'],
    ['paused', 'paused'],
    ['canceled', 'cancelled'],
    ['incomplete_expired', 'expired'],
  ])('S4-01 that are %s are %s', async (word, status) => {
    expect(await membership({ status: word })).toMatchObject({ status });
  });

  it('that have not begun are left alone, and a word nobody knows is put aside', async () => {
    expect(await mapSubscription(subscription({ status: 'incomplete' }), mapping)).toBeNull();
    await expect(mapSubscription(subscription({ status: 'dozing' }), mapping)).rejects.toThrow('"dozing"');
  });

  it('that are cancelled for the end of the period say when it was asked for and when they end', async () => {
    const asked = seconds('2026-03-08T09:00:00Z');
    expect(await membership({ cancel_at_period_end: true, canceled_at: asked })).toMatchObject({
      ...{ status: 'active', renewsAt: null, endsAt: at('2026-04-05T10:00:00Z') },
      cancelRequestedAt: at('2026-03-08T09:00:00Z'),
    });
  });

  it('that Stripe ended for want of payment were asked for by nobody', async () => {
    const ended = seconds('2026-03-08T09:00:00Z');
    const details = { cancellation_details: { reason: 'payment_failed' } };
    expect(await membership({ status: 'canceled', canceled_at: ended, ended_at: ended, ...details })).toMatchObject({
      ...{ status: 'cancelled', cancelRequestedAt: null, endsAt: at('2026-03-08T09:00:00Z') },
    });
  });

  it('whose collection is paused are paused, until when it is known', async () => {
    const until = seconds('2026-05-01T00:00:00Z');
    expect(await membership({ pause_collection: { behavior: 'void', resumes_at: until } })).toMatchObject({
      ...{ status: 'paused', pausedUntil: at('2026-05-01T00:00:00Z') },
    });
  });

  it('S4-02 cost per month whatever they are billed by; what is counted afterwards has no price', async () => {
    const billed = (more: Row, quantity = 1) => ({ items: { data: [{ quantity, price: price(more) }] } });
    const yearly = { unit_amount: 60_000, recurring: { interval: 'year', interval_count: 1 } };
    const quarterly = { unit_amount: 15_000, recurring: { interval: 'month', interval_count: 3 } };
    expect(await membership(billed(yearly))).toMatchObject({ priceMinor: 5_000 });
    expect(await membership(billed(quarterly, 2))).toMatchObject({ priceMinor: 10_000 });
    expect(await membership(billed({ unit_amount: null }))).toMatchObject({ priceMinor: null });
  });

  it('S4-06 of a customer who names nobody are that payer’s; without a customer they are put aside with what to do', async () => {
    expect(await membership({ customer: { id: 'cus_1', metadata: {} } })).toMatchObject({ patientId: 'payer:cus_1' });
    const nobody = mapSubscription(subscription({ customer: null }), mapping);
    await expect(nobody).rejects.toThrow(RecordUnreadable);
    await expect(nobody).rejects.toThrow('metadata "patient_id"');
  });

  it('S4-02 come in the newest shape as well: the period stands with the items', async () => {
    const row = { ...objects['subscription'], customer };
    expect(await dataOf<Membership>(mapSubscription(row, mapping))).toMatchObject({
      ...{ status: 'paused', priceMinor: 2_000, currency: 'USD', endsAt: 1234567890_000 },
    });
    const open = { ...row, cancel_at: null, cancel_at_period_end: false, ended_at: null, pause_collection: null };
    expect(await dataOf<Membership>(mapSubscription(open, mapping))).toMatchObject({
      status: 'active',
      renewsAt: 976287773_000,
    });
  });
});

describe('invoices', () => {
  const row = { ...objects['invoice'], customer };

  it('keep their money and their state; paid in part is a state of its own', async () => {
    const open = { ...row, status: 'open', total: 1_000, amount_paid: 400, amount_remaining: 600 };
    expect(await dataOf(mapInvoice(open, mapping))).toEqual({
      ...{ patientId: '4711', appointmentId: null, issuedAt: 1234567890_000, dueAt: 1234567890_000, totalMinor: 1_000 },
      ...{ balanceMinor: 600, currency: 'USD', status: 'partial' },
    });
  });

  it('that are void are owed by nobody, and drafts that were deleted are gone', async () => {
    expect(await dataOf(mapInvoice({ ...row, status: 'void' }, mapping))).toMatchObject({
      status: 'void',
      balanceMinor: 0,
    });
    expect(await one(mapInvoice({ id: 'in_1', deleted: true }, mapping))).toMatchObject({ op: 'delete', id: 'in_1' });
  });
});

describe('payments', () => {
  const charge = (more: Row = {}) => ({ ...objects['charge'], captured: true, customer, ...more });
  const bill = (more: Row = {}) => ({
    ...{ id: 'in_1', charge: objects['charge']?.['id'], subscription: 'sub_1', attempt_count: 2, metadata: {} },
    ...{ next_payment_attempt: seconds('2026-03-12T08:00:00Z'), ...more },
  });
  const paid = (more: Row) => dataOf<Payment>(mapCharge(charge(more), mapping));

  it('S4-06 of a customer who names nobody have no patient: people find them', async () => {
    expect(await paid({ customer: null })).toMatchObject({
      patientId: null,
      status: 'succeeded',
      amountMinor: 100,
      currency: 'USD',
    });
    expect(await paid({ customer: { id: 'cus_1', metadata: {} } })).toMatchObject({ patientId: 'payer:cus_1' });
    expect(await paid({ metadata: { patient_id: '12' } })).toMatchObject({ patientId: '12' });
  });

  it('that failed say why, which attempt it was and when the next is', async () => {
    const failed = { status: 'failed', failure_code: 'card_declined', outcome: { reason: 'insufficient_funds' } };
    expect(await paid({ ...failed, invoice: bill() })).toMatchObject({
      ...{ status: 'failed', failureCode: 'insufficient_funds', attempt: 2, nextAttemptAt: at('2026-03-12T08:00:00Z') },
      ...{ invoiceId: 'in_1', membershipId: 'sub_1' },
    });
  });

  it('that were tried again since do not promise another attempt', async () => {
    const older = {
      status: 'failed',
      failure_code: 'expired_card',
      outcome: null,
      invoice: bill({ charge: 'ch_later' }),
    };
    expect(await paid(older)).toMatchObject({ failureCode: 'expired_card', attempt: null, nextAttemptAt: null });
  });

  it('know their subscription in the newest shape of an invoice', async () => {
    const invoice = { id: 'in_1', parent: { subscription_details: { subscription: 'sub_9' } } };
    expect(await paid({ invoice })).toMatchObject({ membershipId: 'sub_9' });
  });

  it('that are disputed are, until the dispute is won', async () => {
    expect(await paid({ disputed: true })).toMatchObject({ status: 'disputed' });
    expect(await paid({ id: 'ch_won', disputed: true })).toMatchObject({ status: 'succeeded' });
  });

  it('that were only set aside are pending, and cancelled when they were let go', async () => {
    expect(await paid({ captured: false })).toMatchObject({ status: 'pending' });
    expect(await paid({ captured: false, refunded: true })).toMatchObject({ status: 'cancelled' });
  });

  it('that go back are refunds', async () => {
    const refund = { ...objects['refund'], charge: charge({ invoice: bill() }) };
    expect(await dataOf(mapRefund(refund, mapping))).toMatchObject({
      ...{ kind: 'refund', patientId: '4711', amountMinor: 100, status: 'succeeded', invoiceId: 'in_1' },
    });
  });

  it('that were refused before there was a charge are told once, by their intent', async () => {
    const error = { type: 'card_error', code: 'payment_intent_authentication_failure' };
    const intent = {
      id: 'pi_1',
      created: 1,
      amount: 500,
      currency: 'usd',
      status: 'requires_payment_method',
      customer,
    };
    expect(
      await dataOf(mapIntent({ ...intent, last_payment_error: error, latest_charge: null }, mapping)),
    ).toMatchObject({
      ...{ status: 'failed', failureCode: 'payment_intent_authentication_failure', patientId: '4711' },
    });
    expect(await mapIntent({ ...intent, last_payment_error: error, latest_charge: 'ch_1' }, mapping)).toBeNull();
    expect(await mapIntent({ ...intent, last_payment_error: null, latest_charge: null }, mapping)).toBeNull();
  });
});

describe('money', () => {
  it.each([
    [1_099, 'USD', 1_099],
    [1_099, 'JPY', 1_099],
    [5_124, 'KWD', 5_124],
    [500, 'ISK', 5],
    [500, 'UGX', 5],
  ])('%d in %s is %d of ours', (amount, currency, ours) => {
    expect(minor(amount, currency, 'ch_1')).toBe(ours);
  });

  it('is never rounded', () => {
    expect(() => minor(501, 'ISK', 'ch_1')).toThrow(RecordUnreadable);
  });
});
