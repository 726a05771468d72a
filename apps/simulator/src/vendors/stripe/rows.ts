import type { Instant } from '@keepwell/domain/records';
import type { LivingPractice, Standing } from '../../living/living-practice.js';
import type { VendorIds } from '../vendor-ids.js';

export type Row = Record<string, unknown>;

/** What the rows of one practice need of one another. */
export interface Books {
  living: LivingPractice;
  ids: VendorIds;
  /** Customers whose metadata say nothing. */
  isUnnamed(patientId: string): boolean;
}

const PREFIX = { membership: 'sub_', invoice: 'in_', customer: 'cus_', charge: 'ch_', refund: 're_' } as const;
export type Table = keyof typeof PREFIX;

const seconds = (at: Instant | null): number | null => (at === null ? null : Math.floor(at / 1000));

export function stripeId({ ids }: Pick<Books, 'ids'>, table: Table, id: string): string {
  return `${PREFIX[table]}${ids.of(table, id)}`;
}

/** The record behind an id of Stripe's. */
export function ownId({ ids }: Pick<Books, 'ids'>, given: string): { table: Table; id: string } | null {
  for (const [table, prefix] of Object.entries(PREFIX) as [Table, string][]) {
    const id = given.startsWith(prefix) ? ids.back(table, given.slice(prefix.length)) : undefined;
    if (id !== undefined) return { table, id };
  }
  return null;
}

export function tableOf({ data }: Standing<'payment'>): 'charge' | 'refund' {
  return data.kind === 'refund' ? 'refund' : 'charge';
}

export function customerRow(books: Books, patientId: string): Row {
  const person = books.living.get('patient', patientId)?.data;
  const name = [person?.givenName, person?.familyName].filter(Boolean).join(' ');
  return {
    ...{ id: stripeId(books, 'customer', patientId), object: 'customer', name: name === '' ? null : name },
    ...{ email: person?.email ?? null, phone: person?.phone ?? null, livemode: false },
    metadata: books.isUnnamed(patientId) ? {} : { patient_id: patientId },
  };
}

const customerOf = (books: Books, patientId: string | null) =>
  patientId === null ? null : stripeId(books, 'customer', patientId);

export function subscriptionRow(books: Books, { id, data, createdAt }: Standing<'membership'>): Row {
  const ended = data.status === 'cancelled' || data.status === 'expired';
  const leaving = !ended && data.cancelRequestedAt !== null;
  const paused = data.status === 'paused' && data.pausedUntil !== null;
  const period = seconds(leaving ? (data.endsAt ?? data.renewsAt) : data.renewsAt);
  const currency = (data.currency ?? 'USD').toLowerCase();
  const STATUS: Record<string, string> = { cancelled: 'canceled', expired: 'incomplete_expired' };
  const status = paused ? 'active' : (STATUS[data.status ?? ''] ?? data.status ?? 'active');
  const price = {
    ...{ id: `price_${books.ids.of('price', data.name ?? '')}`, object: 'price', nickname: data.name },
    ...{ unit_amount: data.priceMinor, currency, recurring: { interval: 'month', interval_count: 1 } },
  };
  return {
    ...{ id: stripeId(books, 'membership', id), object: 'subscription', created: seconds(createdAt), status, currency },
    ...{ customer: customerOf(books, data.patientId), metadata: {}, start_date: seconds(data.startedAt) },
    ...{ current_period_end: period, cancel_at: null, cancel_at_period_end: leaving },
    canceled_at: seconds(data.cancelRequestedAt),
    ended_at: ended ? seconds(data.endsAt) : null,
    pause_collection: paused ? { behavior: 'void', resumes_at: seconds(data.pausedUntil) } : null,
    cancellation_details: { reason: data.cancelRequestedAt === null ? null : 'cancellation_requested' },
    default_payment_method: data.cardExpiresOn === null ? null : `pm_${books.ids.of('card', id)}`,
    items: { object: 'list', has_more: false, data: [{ object: 'subscription_item', quantity: 1, price }] },
  };
}

export function cardRow({ id, data }: Standing<'membership'>): Row {
  const [year, month] = (data.cardExpiresOn ?? '').split('-').map(Number);
  return { id: `pm_${id}`, object: 'payment_method', type: 'card', card: { exp_year: year, exp_month: month } };
}

/** Payments of an invoice, refunds left out, oldest first. */
function attemptsAt({ living }: Books, invoiceId: string): Standing<'payment'>[] {
  const found = living.all('payment').filter(({ data }) => data.invoiceId === invoiceId && data.kind !== 'refund');
  return [...found].sort((a, b) => a.data.at - b.data.at);
}

export function invoiceRow(books: Books, { id, data, createdAt }: Standing<'invoice'>): Row {
  const total = data.totalMinor ?? 0;
  const left = data.balanceMinor ?? (data.status === 'paid' ? 0 : total);
  const attempts = attemptsAt(books, id);
  const last = attempts.at(-1);
  const membershipId = last?.data.membershipId ?? null;
  return {
    ...{ id: stripeId(books, 'invoice', id), object: 'invoice', created: seconds(createdAt), metadata: {} },
    ...{ customer: customerOf(books, data.patientId), currency: (data.currency ?? 'USD').toLowerCase() },
    ...{
      status: data.status === 'partial' ? 'open' : (data.status ?? (left === 0 ? 'paid' : 'open')),
      total,
      amount_due: total,
      amount_paid: total - left,
    },
    ...{ amount_remaining: left, due_date: seconds(data.dueAt), billing_reason: 'subscription_cycle' },
    status_transitions: { finalized_at: seconds(data.issuedAt) },
    attempt_count: last?.data.attempt ?? attempts.length,
    next_payment_attempt: seconds(last?.data.nextAttemptAt ?? null),
    charge: last === undefined ? null : stripeId(books, 'charge', last.id),
    subscription: membershipId === null ? null : stripeId(books, 'membership', membershipId),
  };
}

export function chargeRow(books: Books, { id, data }: Standing<'payment'>): Row {
  const failed = data.status === 'failed';
  return {
    ...{ id: stripeId(books, 'charge', id), object: 'charge', created: seconds(data.at), amount: data.amountMinor },
    ...{ currency: (data.currency ?? 'USD').toLowerCase(), customer: customerOf(books, data.patientId), metadata: {} },
    invoice: data.invoiceId === null ? null : stripeId(books, 'invoice', data.invoiceId),
    status: failed || data.status === 'pending' ? data.status : 'succeeded',
    ...{
      captured: data.status !== 'cancelled',
      refunded: data.status === 'cancelled',
      disputed: data.status === 'disputed',
    },
    ...{
      failure_code: failed ? data.failureCode : null,
      outcome: { type: failed ? 'issuer_declined' : 'authorized', reason: null },
    },
  };
}

export function refundRow(books: Books, { id, data }: Standing<'payment'>): Row {
  const charge = books.living
    .all('payment')
    .find((one) => one.data.kind !== 'refund' && one.data.patientId === data.patientId && one.data.at <= data.at);
  return {
    ...{ id: stripeId(books, 'refund', id), object: 'refund', created: seconds(data.at), amount: data.amountMinor },
    ...{ currency: (data.currency ?? 'USD').toLowerCase(), metadata: {}, reason: null },
    charge: charge === undefined ? null : stripeId(books, 'charge', charge.id),
    status: data.status === 'cancelled' ? 'canceled' : (data.status ?? 'succeeded'),
  };
}
