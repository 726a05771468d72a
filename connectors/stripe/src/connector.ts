import { ConnectorBroken, defineConnector } from '@keepwell/connector-sdk';
import { checkStripe } from './check.js';
import { fetchOne } from './fetch-one.js';
import { pullPage } from './pull.js';
import { sessionOf } from './session.js';
import { settingsSchema, stripeSettings } from './settings.js';
import { COURSES, streamOf } from './streams.js';
import { readStripeWebhook } from './webhook.js';

const given = { mode: 'delta', deletes: 'none', merges: 'none', confidence: 'verified' } as const;

export const stripe = defineConnector({
  id: 'stripe',
  version: 1,
  name: 'Stripe',
  description: 'Memberships, invoices and payments beside a booking system; it knows no appointments.',
  settings: settingsSchema,
  manifest: {
    waysIn: ['poll', 'webhook'],
    gives: {
      membership: { ...given, note: 'Subscriptions whose customer names the patient in metadata.' },
      invoice: { ...given, deletes: 'explicit', note: 'As memberships; only drafts can be deleted.' },
      payment: {
        ...given,
        note: 'Each attempt, refund and dispute. Without a named patient it is listed as unmatched.',
      },
    },
    writes: {},
    throttle: { scope: 'connection', keyFields: ['api_key', 'account'], budgets: [{ requests: 25, perMs: 1_000 }] },
  },
  keeps: {
    membership: [
      ...['patientId', 'name', 'status', 'startedAt', 'renewsAt', 'endsAt', 'pausedUntil', 'cancelRequestedAt'],
      ...['priceMinor', 'currency', 'cardExpiresOn'],
    ],
    invoice: ['patientId', 'issuedAt', 'dueAt', 'totalMinor', 'balanceMinor', 'currency', 'status'],
    payment: [
      ...['patientId', 'invoiceId', 'membershipId', 'at', 'amountMinor', 'currency', 'kind', 'status', 'failureCode'],
      ...['attempt', 'nextAttemptAt'],
    ],
  },
  streams(context) {
    sessionOf(context);
    return Promise.resolve(COURSES.map(streamOf));
  },
  check: checkStripe,
  async pull(context, stream, cursor, options) {
    const session = sessionOf(context);
    const course = COURSES.find(({ name }) => name === stream);
    if (course === undefined) throw new ConnectorBroken(`Stripe has no stream ${stream} (any more).`);
    return pullPage(context, session, course, cursor, options);
  },
  fetchOne,
  readWebhook: (context, request) => Promise.resolve(readStripeWebhook(stripeSettings(context), request)),
});
