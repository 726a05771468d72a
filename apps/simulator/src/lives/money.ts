import type { Instant } from '@keepwell/domain/records';
import { DAY, MINUTE } from '../calendar.js';
import type { Offer } from '../practice/services.js';
import type { Person } from './person.js';

/** An invoice for a visit. Most pay at the desk, some later, a few need time. */
export function invoiceVisit(person: Person, appointmentId: string, offer: Offer, endedAt: Instant): void {
  if (offer.priceMinor === 0) return;
  const { chart, random, setting, patientId } = person;
  const issuedAt = endedAt + random.between(1, 6) * MINUTE;
  const invoice = chart.open('invoice', issuedAt, {
    patientId,
    appointmentId,
    issuedAt: Math.round(issuedAt / 1000) * 1000,
    dueAt: Math.round(issuedAt / 1000) * 1000 + 14 * DAY,
    totalMinor: offer.priceMinor,
    balanceMinor: offer.priceMinor,
    currency: setting.currency,
    status: 'open',
  });
  const paysAt = issuedAt + (random.chance(0.86) ? random.between(1, 4) * MINUTE : random.between(2, 40) * DAY);
  if (random.chance(0.015)) return;
  const writtenAt = chart.revise(invoice, paysAt, { balanceMinor: 0, status: 'paid' });
  chart.open('payment', writtenAt, {
    patientId,
    invoiceId: invoice.id,
    membershipId: null,
    at: writtenAt,
    amountMinor: offer.priceMinor,
    currency: setting.currency,
    kind: 'payment',
    status: 'succeeded',
    failureCode: null,
    attempt: 1,
    nextAttemptAt: null,
  });
}
