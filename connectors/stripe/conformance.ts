import { createHmac } from 'node:crypto';
import type { WebhookRequest } from '@keepwell/connector-sdk';
import { openTestContext, type Conformance, type WebhookScenario } from '@keepwell/connector-sdk/testing';
import { stripe } from './src/connector.js';
import { anAccount, closeAccounts, NOW, openIn, someBooks, ZONE } from './test/account.js';

const key = { api_key: 'rk_test_invented' };
const SECRETS = { ours: 'whsec_invented', another: 'whsec_somebody_else' };

const event = (id: string) =>
  JSON.stringify({
    ...{ id, object: 'event', type: 'invoice.payment_failed', created: NOW / 1000, api_version: '2025-02-24.acacia' },
    data: { object: { id: 'in_1', object: 'invoice', charge: 'ch_1' } },
  });

function signed(body: Buffer, { at, secret }: { at: number; secret: 'ours' | 'another' }): WebhookRequest {
  const seconds = Math.floor(at / 1000);
  const signature = createHmac('sha256', SECRETS[secret]).update(`${seconds}.`).update(body).digest('hex');
  const old = createHmac('sha256', 'whsec_before_it_was_rolled').update(body).digest('hex');
  return {
    ...{ method: 'POST', body, receivedAt: NOW, url: 'https://keepwell.example/api/hooks/connections/p/c' },
    headers: { 'content-type': 'application/json', 'stripe-signature': `t=${seconds},v1=${old},v1=${signature}` },
  };
}

const webhook: WebhookScenario = {
  title: 'a payment failed',
  open: async () => openTestContext(stripe, { settings: { ...key, webhook_secret: SECRETS.ours }, now: () => NOW }),
  ...{ body: event('evt_1'), otherBody: event('evt_2'), sign: signed, signedBy: ['stripe-signature'] },
  verified: 'strong',
  expect: [
    { kind: 'invoice', id: 'in_1' },
    { kind: 'payment', id: 'ch_1' },
  ],
  toleranceMs: 300_000,
};

let small: ReturnType<typeof anAccount> | null = null;

/** One account for all openings of the same source: nothing in it moves. */
function smallAccount() {
  small ??= anAccount().then((server) => {
    server.world.put(someBooks());
    server.world.advance(3_600_000);
    return server;
  });
  return small;
}

/** What `checkConnector` drives this connector with. */
export const conformance: Conformance = {
  connector: stripe,
  scenarios: {
    wrongSettings: [
      { title: 'no key', settings: {}, field: 'api_key' },
      { title: 'a key for web pages', settings: { api_key: 'pk_live_invented' }, field: 'api_key' },
      { title: 'a key with a line break', settings: { api_key: 'rk_live_a\nb' }, field: 'api_key' },
      { title: 'an account that is none', settings: { ...key, account: 'cus_1' }, field: 'account' },
      { title: 'a secret that is none', settings: { ...key, webhook_secret: 'secret' }, field: 'webhook_secret' },
      { title: 'a field of signs', settings: { ...key, patient_field: 'a[b]' }, field: 'patient_field' },
    ],
    sources: [
      {
        title: 'a small account',
        open: async () => openIn((await smallAccount()).world),
        limit: 2,
        expect: { records: { membership: 3, invoice: 2, payment: 5 }, unreadable: 0 },
      },
    ],
    errors: [
      {
        title: 'another key',
        open: async () => openIn((await anAccount()).world, { api_key: 'rk_test_wrong' }),
        ...{ error: 'SettingsWrong', says: 'does not accept our sign-in', neverSays: ['rk_test_wrong'] },
      },
      {
        title: 'a key that may not see charges',
        open: async () => openIn((await anAccount({ forbids: ['charges'] })).world),
        ...{ error: 'SettingsWrong', says: 'forbids the list of charges' },
      },
    ],
    worlds: [
      {
        title: 'Stripe as the simulator speaks it',
        open: async () => (await anAccount()).world,
        timezone: ZONE,
        faithful: {
          membership: ['patientId', 'name', 'status', 'startedAt', 'renewsAt', 'priceMinor', 'currency'],
          // Not the status: what is paid in part is "open" there.
          invoice: ['patientId', 'issuedAt', 'totalMinor', 'balanceMinor', 'currency'],
          payment: ['patientId', 'at', 'amountMinor', 'currency', 'kind', 'status', 'failureCode'],
        },
      },
    ],
    webhooks: [webhook],
  },
  async close() {
    await closeAccounts();
    small = null;
  },
};
