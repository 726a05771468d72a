import { openTestContext, type Conformance, type OpenedContext } from '@keepwell/connector-sdk/testing';
import { acmeDental } from './src/connector.js';
import { startFakeVendor, type FakeVendor } from './test/fake-vendor.js';

const timezone = 'Europe/London';
const NOW = Date.parse('2026-03-10T12:00:00Z');
const opened: FakeVendor[] = [];

async function vendor(): Promise<FakeVendor> {
  const fake = await startFakeVendor();
  opened.push(fake);
  return fake;
}

const contextOf = (fake: FakeVendor): OpenedContext =>
  openTestContext(acmeDental, { settings: fake.settings, exceptions: [fake.origin], now: () => NOW, timezone });

/** What the conformance kit is told: for `src/conformance.spec.ts` and for `keepwell connector test connectors/acme-dental`. */
export const conformance: Conformance = {
  connector: acmeDental,
  scenarios: {
    wrongSettings: [
      { title: 'no key', settings: { url: 'https://api.example' }, field: 'api_key' },
      { title: 'a private address', settings: { url: 'https://10.0.0.1', api_key: 'secret-key' }, field: 'url' },
    ],
    sources: [
      {
        title: 'the recorded answers',
        open: async () => contextOf(await vendor()),
        limit: 2,
        expect: { records: { patient: 3, appointment: 4 }, unreadable: 0 },
      },
    ],
    errors: [
      {
        title: 'too many requests',
        error: 'RetryLater',
        says: 'slow down',
        neverSays: ['Fixture'],
        async open() {
          const fake = await vendor();
          fake.always = { status: 429, body: { error: 'Anna Fixture asks too often' } };
          return contextOf(fake);
        },
      },
      {
        title: 'a key that is not accepted',
        error: 'SettingsWrong',
        says: '401',
        async open() {
          const fake = await vendor();
          fake.always = { status: 401, body: {} };
          return contextOf(fake);
        },
      },
    ],
    wire: [
      {
        title: 'the recorded answers, over a bad line',
        timezone,
        limit: 2,
        open: async () => {
          const fake = await vendor();
          return { settings: fake.settings, origin: fake.origin, now: () => NOW, close: () => fake.close() };
        },
      },
    ],
  },
  async close() {
    await Promise.all(opened.map((fake) => fake.close()));
  },
};
