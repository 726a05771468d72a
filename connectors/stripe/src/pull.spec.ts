import type { PullPage } from '@keepwell/connector-sdk';
import { anAccount, closeAccounts, DAY, NOW, openIn, payment, someBooks } from '../test/account.js';
import { stripe } from './connector.js';
import { readStripeWebhook } from './webhook.js';
import { stripeSettings } from './settings.js';

afterAll(closeAccounts);

type Opened = ReturnType<typeof openIn>;

async function read({ context }: Opened, stream: string, from: PullPage['nextCursor'] = null) {
  const pages: PullPage[] = [];
  for (let cursor = from; ; cursor = pages.at(-1)?.nextCursor ?? null) {
    const page = await stripe.pull(context, stream, cursor, { limit: 100 });
    pages.push(page);
    if (page.done) return { records: pages.flatMap(({ records }) => records), cursor: page.nextCursor, pages };
  }
}

it('S4-06 payments are found once somebody writes into Stripe whose they are', async () => {
  const server = await anAccount({ unnamed: new Set(['p-ada']) });
  server.world.put([payment('late', { patientId: 'p-ada', at: NOW - 60 * DAY })]);
  server.world.advance(3_600_000);
  const opened = openIn(server.world);
  const first = await read(opened, 'Payments');
  expect(first.records.map((record) => record.op === 'upsert' && record.data)).toMatchObject([
    { patientId: expect.stringMatching(/^payer:cus_/) },
  ]);
  server.world.advance(3_600_000);
  server.nameCustomer('p-ada');
  server.world.advance(60_000);
  const next = await read(opened, 'Payments', first.cursor);
  expect(next.records.map((record) => record.op === 'upsert' && record.data)).toMatchObject([{ patientId: 'p-ada' }]);
  await opened.close();
});

it('whoever was away for longer than Stripe keeps events reads everything', async () => {
  const server = await anAccount();
  const { world } = server;
  world.put(someBooks());
  const opened = openIn(world);
  const first = await read(opened, 'Payments');
  world.advance(29 * DAY);
  const before = server.requests().length;
  const again = await read(opened, 'Payments', first.cursor);
  expect(again.records).toHaveLength(5);
  expect(
    server
      .requests()
      .slice(before)
      .some((request) => request.includes('/events')),
  ).toBe(false);
  await opened.close();
});

it('S2-29 the check names every permission the key lacks, and says what Stripe cannot give', async () => {
  const { world } = await anAccount({ forbids: ['events', 'refunds'] });
  const opened = openIn(world);
  const result = await stripe.check(opened.context);
  expect(result).toMatchObject({
    ok: false,
    problems: [expect.stringContaining('may not read refunds'), expect.stringContaining('may not read events')],
  });
  expect(result.missing.map(({ says }) => says)).toContain(
    'This source gives no appointments: no rule about visits can run.',
  );
  await opened.close();
});

it('the check counts whose subscriptions name their patient', async () => {
  const { world } = await anAccount({ unnamed: new Set(['p-bo']) });
  world.put(someBooks());
  const opened = openIn(world);
  const { ok, notes } = await stripe.check(opened.context);
  expect([ok, notes.join(' ')]).toEqual([true, expect.stringContaining('2 of the newest 3 subscriptions')]);
  await opened.close();
});

it('X-30 without a secret no webhook is believed, whatever it is signed with', () => {
  const settings = stripeSettings({ settings: { api_key: 'rk_test_invented' } });
  const request = {
    ...{ method: 'POST' as const, body: Buffer.from('{}'), url: 'https://keepwell.example', receivedAt: NOW },
    headers: { 'stripe-signature': `t=${NOW / 1000},v1=00` },
  };
  expect(readStripeWebhook(settings, request).verified).toBe('no');
});
