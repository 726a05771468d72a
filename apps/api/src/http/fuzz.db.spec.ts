import fc from 'fast-check';
import { ROLES } from '@keepwell/database';
import type { Role } from '@keepwell/database';
import { apiUnderTest } from '../../../../test/support/api-under-test.js';
import type { ApiUnderTest, Browser } from '../../../../test/support/api-under-test.js';
import { fillWorklist } from '../../../../test/support/worklist-rows.js';

const RUNS = 400;
let api: ApiUnderTest;
let browser: Browser;
let connectionId: string;

beforeAll(async () => {
  api = await apiUnderTest({
    signInLimits: { perAccountAndAddress: many, perAccount: many, perAddress: many, delayMs: 0 },
  });
  const practice = await api.practice();
  ({ connectionId } = await fillWorklist(api.database, practice.id, { cases: 5, watch: 2 }));
  browser = await api.signedIn(practice.id, [...ROLES] as Role[]);
});
afterAll(() => api.close());

const many = { failures: 1_000_000, seconds: 60 };

/** Words that open doors in carelessly written servers, beside anything at all. */
const nasty = fc.constantFrom(
  '',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202e',
  "' or 1=1 --",
  '"; drop table patient; --',
  '%',
  '_',
  '\\',
  '../../etc/passwd',
  '__proto__',
  'constructor',
  '9'.repeat(30),
  '-1',
  'NaN',
  '1e308',
  'true',
  'null',
  '00000000-0000-0000-0000-000000000000',
  '{{7*7}}',
  '<script>',
);
const text = fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 40 }));
const value = fc.oneof(
  text,
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.array(text, { maxLength: 3 }),
  fc.dictionary(text, text, { maxKeys: 3 }),
);
const knownKey = fc.constantFrom(
  'tab',
  'sort',
  'rule',
  'state',
  'locationId',
  'practitionerId',
  'cursor',
  'limit',
  'q',
  'email',
  'password',
  'token',
  'displayName',
  'roles',
  'connector',
  'name',
  'settings',
  'pollSeconds',
  'practiceId',
  'event',
  'subjectId',
);
const cursor = fc
  .record({
    tab: fc.constantFrom('today', 'all', 'at_risk'),
    sort: fc.constantFrom('since', 'value', 'name', 'priority'),
    key: text,
    id: fc.oneof(text, fc.uuid()),
    at: text,
  })
  .map((parts) => Buffer.from(JSON.stringify(parts)).toString('base64url'));
const body = fc.oneof(
  fc.dictionary(fc.oneof(knownKey, text), value, { maxKeys: 6 }),
  fc.record({ q: text, tab: fc.constantFrom('today', 'all', 'at_risk'), sort: fc.constantFrom('name', 'since') }),
  fc.record({
    connector: fc.constant('csv'),
    name: text,
    settings: fc.dictionary(fc.constantFrom('dir', 'timezone', 'mapping'), text),
  }),
  fc.record({
    email: fc.constantFrom('a@example.org', 'b@example.org'),
    displayName: text,
    roles: fc.array(fc.constantFrom(...ROLES), { maxLength: 2 }),
  }),
  fc.record({ email: fc.constant('a@example.org'), password: text }),
);

it('W-03 whatever is sent, the answer is never a 500', async () => {
  const posts = [
    '/worklist/search',
    '/session',
    '/session/link',
    '/session/practice',
    '/connections',
    '/connections/check',
    '/users',
    `/connections/${connectionId}/sync`,
  ];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...posts), body, async (path, sent) => {
      const { status, text: said } = await browser.post(`/api/v1${path}`, sent);
      if (status >= 500) throw new Error(`${path} ${status} ${said}`);
    }),
    { numRuns: RUNS },
  );
}, 120_000);

it('W-03 X-34 whatever is asked for, the answer is never a 500', async () => {
  const gets = [
    '/worklist',
    '/audit-events',
    `/connections/${connectionId}/runs`,
    `/connections/${connectionId}/quarantine`,
    '/worklist/counts',
    '/patients/x',
  ];
  const query = fc.dictionary(
    knownKey,
    fc.oneof(text, cursor, fc.constantFrom('name', 'since', 'all', 'at_risk', '5')),
    { maxKeys: 4 },
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...gets), query, async (path, asked) => {
      const { status, text: said } = await browser.get(`/api/v1${path}?${new URLSearchParams(asked).toString()}`);
      if (status >= 500) throw new Error(`${path} ${JSON.stringify(asked)} ${status} ${said}`);
    }),
    { numRuns: RUNS },
  );
}, 120_000);
