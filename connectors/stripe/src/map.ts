import { RecordUnreadable } from '@keepwell/connector-sdk';
import {
  payerId,
  type Invoice,
  type LocalDate,
  type Membership,
  type Payment,
  type RecordData,
  type RecordKind,
  type SourceRecord,
} from '@keepwell/domain/records';
import { at, currencyOf, idIn, idOf, inside, listed, minor, text, whole, type Row } from './row.js';

/** What an object is read with besides itself. */
export interface Mapping {
  /** The metadata field that holds the practice's own id of the patient. */
  patientField: string;
  /** Names of products, where prices have none of their own. */
  productName: (id: string) => Promise<string | null>;
  /** How the newest dispute over a charge stands; null: there is none. */
  disputeOf: (chargeId: string) => Promise<string | null>;
}

function upsert<K extends RecordKind>(kind: K, id: string, row: Row, data: RecordData[K]): SourceRecord {
  // Stripe says when an object was made, never when it was changed.
  return {
    op: 'upsert',
    kind,
    id,
    createdAt: at(row, 'created'),
    updatedAt: null,
    versionId: null,
    data,
  } as SourceRecord;
}

/** What the practice wrote into the metadata: on the object itself, else on the first of the others. */
export function patientIn(field: string, ...rows: (Row | null)[]): string | null {
  for (const row of rows) {
    const said = text(inside(row, 'metadata'), field);
    if (said !== null) return said;
  }
  return null;
}

/** Whose it is, as somebody wrote it there; else who pays, and people say whose they are. Null: paid by nobody who is known there. */
function whose({ patientField }: Mapping, paid: Row | null, ...others: (Row | null)[]): string | null {
  const said = patientIn(patientField, ...others);
  if (said !== null) return said;
  const customer = idIn(paid, 'customer');
  return customer === null ? null : payerId(customer);
}

function mustName(patientId: string | null, id: string, what: string, { patientField }: Mapping): string {
  if (patientId !== null) return patientId;
  throw new RecordUnreadable(
    id,
    `The ${what} names neither a patient nor a customer: write their id into its metadata "${patientField}".`,
  );
}

const STATUSES: Record<string, Membership['status'] | 'not_begun'> = {
  ...{ trialing: 'trialing', active: 'active', past_due: 'past_due', unpaid: 'past_due', paused: 'paused' },
  ...{ canceled: 'cancelled', incomplete: 'not_begun', incomplete_expired: 'expired' },
};

/** Reasons for which Stripe ended it, and not the person. */
const NOT_ASKED_FOR = ['payment_failed', 'payment_disputed'];

export async function mapSubscription(row: Row, mapping: Mapping): Promise<SourceRecord[] | null> {
  const id = idOf(row);
  const word = text(row, 'status') ?? '';
  const status = STATUSES[word];
  if (status === undefined)
    throw new RecordUnreadable(id, `The status "${word.slice(0, 40)}" of a subscription is not known.`);
  // Its first payment is still open: within a day it is active or expired.
  if (status === 'not_begun') return null;
  const items = listed(row, 'items');
  const period = at(items[0] ?? null, 'current_period_end') ?? at(row, 'current_period_end');
  const ending = row['cancel_at_period_end'] === true ? period : at(row, 'cancel_at');
  const ended = status === 'cancelled' || status === 'expired';
  const pause = inside(row, 'pause_collection');
  const paused = pause !== null && !ended;
  const asked = !NOT_ASKED_FOR.includes(text(inside(row, 'cancellation_details'), 'reason') ?? '');
  const price = monthlyPrice(row, items);
  return [
    upsert('membership', id, row, {
      patientId: mustName(whose(mapping, row, row, inside(row, 'customer')), id, 'subscription', mapping),
      ...{ name: await nameOf(row, items, mapping), tier: null, status: paused ? 'paused' : status },
      startedAt: at(row, 'start_date'),
      renewsAt: ended || ending !== null ? null : period,
      endsAt: at(row, 'ended_at') ?? ending,
      pausedUntil: paused ? at(pause, 'resumes_at') : null,
      cancelRequestedAt: asked && (ended || ending !== null) ? at(row, 'canceled_at') : null,
      ...{ priceMinor: price, currency: currencyOf(row), cardExpiresOn: cardEnd(row), specialty: null },
    }),
  ];
}

async function nameOf(row: Row, items: Row[], { productName }: Mapping): Promise<string | null> {
  const price = inside(items[0] ?? null, 'price') ?? inside(items[0] ?? null, 'plan');
  const own = text(price, 'nickname') ?? text(row, 'description');
  const product = idIn(price, 'product');
  return own ?? (product === null ? null : await productName(product));
}

/** How many of an interval make a month. */
const PER_MONTH: Record<string, number> = { day: 365 / 12, week: 52 / 12, month: 1, year: 1 / 12 };

/** What it costs in a month, whatever the interval; null where the amount is known only afterwards (tiers, metered). */
function monthlyPrice(row: Row, items: Row[]): number | null {
  if (items.length === 0) return null;
  let sum = 0;
  for (const item of items) {
    const price = inside(item, 'price') ?? inside(item, 'plan');
    const recurring = inside(price, 'recurring') ?? price;
    const amount = minor(whole(price, 'unit_amount') ?? whole(price, 'amount'), currencyOf(row), idOf(row));
    const factor = PER_MONTH[text(recurring, 'interval') ?? ''];
    if (amount === null || factor === undefined) return null;
    sum += (amount * (whole(item, 'quantity') ?? 1) * factor) / (whole(recurring, 'interval_count') ?? 1);
  }
  return Math.round(sum);
}

/** The last day on which the card that pays is good. */
function cardEnd(row: Row): LocalDate | null {
  const card = inside(inside(row, 'default_payment_method'), 'card');
  const [year, month] = [whole(card, 'exp_year'), whole(card, 'exp_month')];
  if (year === null || month === null || month < 1 || month > 12) return null;
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

const INVOICES = ['draft', 'open', 'paid', 'void', 'uncollectible'] as const;

export async function mapInvoice(row: Row, mapping: Mapping): Promise<SourceRecord[]> {
  const id = idOf(row);
  if (row['deleted'] === true)
    return [{ op: 'delete', kind: 'invoice', id, createdAt: null, updatedAt: null, versionId: null }];
  const word = text(row, 'status');
  const known = INVOICES.find((status) => status === word);
  if (known === undefined)
    throw new RecordUnreadable(id, `The status "${(word ?? '').slice(0, 40)}" of an invoice is not known.`);
  const currency = currencyOf(row);
  const partly = known === 'open' && (whole(row, 'amount_paid') ?? 0) > 0;
  const status: Invoice['status'] = partly ? 'partial' : known;
  return [
    upsert('invoice', id, row, {
      patientId: mustName(whose(mapping, row, row, inside(row, 'customer')), id, 'invoice', mapping),
      appointmentId: null,
      issuedAt: at(inside(row, 'status_transitions'), 'finalized_at') ?? at(row, 'created'),
      dueAt: at(row, 'due_date'),
      totalMinor: minor(whole(row, 'total') ?? whole(row, 'amount_due'), currency, id),
      balanceMinor: known === 'void' ? 0 : minor(whole(row, 'amount_remaining'), currency, id),
      ...{ currency, status },
    }),
  ];
}

/** The subscription of an invoice: at the top until 2025, below `parent` since. */
export function subscriptionOf(invoice: Row | null): string | null {
  return (
    idIn(invoice, 'subscription') ?? idIn(inside(inside(invoice, 'parent'), 'subscription_details'), 'subscription')
  );
}

const CHARGES: Record<string, Payment['status']> = { succeeded: 'succeeded', pending: 'pending', failed: 'failed' };

/** How disputes end well for the practice: the payment counts again. */
const DISPUTE_OVER = ['won', 'warning_closed', 'prevented'];

/** One attempt to be paid. A person whose payment names no patient is found by people (the list of unmatched payments). */
export async function mapCharge(row: Row, mapping: Mapping): Promise<SourceRecord[]> {
  const id = idOf(row);
  const known = CHARGES[text(row, 'status') ?? ''];
  if (known === undefined) throw new RecordUnreadable(id, 'The status of a charge is not known.');
  const invoice = inside(row, 'invoice');
  // Of several attempts at one invoice, the invoice speaks of the last.
  const isLast = invoice !== null && (idIn(invoice, 'charge') ?? id) === id;
  const failed = known === 'failed';
  return [
    upsert('payment', id, row, {
      patientId: whose(mapping, row, row, inside(row, 'customer'), invoice),
      invoiceId: idIn(row, 'invoice'),
      membershipId: subscriptionOf(invoice),
      ...moneyOf(row, id),
      ...{ kind: 'payment', status: await chargeStatus(row, id, known, mapping) },
      failureCode: failed ? (text(inside(row, 'outcome'), 'reason') ?? text(row, 'failure_code')) : null,
      attempt: isLast ? whole(invoice, 'attempt_count') : null,
      nextAttemptAt: isLast && failed ? at(invoice, 'next_payment_attempt') : null,
    }),
  ];
}

async function chargeStatus(
  row: Row,
  id: string,
  known: Payment['status'],
  { disputeOf }: Mapping,
): Promise<Payment['status']> {
  if (known !== 'succeeded') return known;
  // The money is set aside and may be taken, or not.
  if (row['captured'] === false) return row['refunded'] === true ? 'cancelled' : 'pending';
  if (row['disputed'] !== true) return known;
  const dispute = await disputeOf(id);
  return dispute !== null && DISPUTE_OVER.includes(dispute) ? 'succeeded' : 'disputed';
}

function moneyOf(row: Row, id: string): Pick<Payment, 'at' | 'amountMinor' | 'currency'> {
  const currency = currencyOf(row);
  const [created, amount] = [at(row, 'created'), minor(whole(row, 'amount'), currency, id)];
  if (created === null || amount === null) throw new RecordUnreadable(id, 'A payment without amount or time.');
  return { at: created, amountMinor: amount, currency };
}

/** A payment that was refused before there was a charge: the bank asked the person, and they did not answer. */
export async function mapIntent(row: Row, mapping: Mapping): Promise<SourceRecord[] | null> {
  const id = idOf(row);
  const error = inside(row, 'last_payment_error');
  const isOnly = error !== null && text(error, 'type') !== null && idIn(row, 'latest_charge') === null;
  if (!isOnly) return null;
  const invoice = inside(row, 'invoice');
  return [
    upsert('payment', id, row, {
      patientId: whose(mapping, row, row, inside(row, 'customer'), invoice),
      ...{
        invoiceId: idIn(row, 'invoice'),
        membershipId: subscriptionOf(invoice),
        ...moneyOf(row, id),
        kind: 'payment',
      },
      status: text(row, 'status') === 'canceled' ? 'cancelled' : 'failed',
      failureCode: text(error, 'decline_code') ?? text(error, 'code'),
      attempt: whole(invoice, 'attempt_count'),
      nextAttemptAt: at(invoice, 'next_payment_attempt'),
    }),
  ];
}

const REFUNDS: Record<string, Payment['status']> = {
  ...{
    succeeded: 'succeeded',
    pending: 'pending',
    requires_action: 'pending',
    failed: 'failed',
    canceled: 'cancelled',
  },
};

export async function mapRefund(row: Row, mapping: Mapping): Promise<SourceRecord[]> {
  const id = idOf(row);
  const status = REFUNDS[text(row, 'status') ?? ''];
  if (status === undefined) throw new RecordUnreadable(id, 'The status of a refund is not known.');
  const charge = inside(row, 'charge');
  const invoice = inside(charge, 'invoice');
  return [
    upsert('payment', id, row, {
      patientId: whose(mapping, charge, row, charge, inside(charge, 'customer'), invoice),
      ...{
        invoiceId: idIn(charge, 'invoice'),
        membershipId: subscriptionOf(invoice),
        ...moneyOf(row, id),
        kind: 'refund',
      },
      ...{ status, failureCode: text(row, 'failure_reason'), attempt: null, nextAttemptAt: null },
    }),
  ];
}
