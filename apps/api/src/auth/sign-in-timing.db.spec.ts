import { apiUnderTest } from '../../../../test/support/api-under-test.js';
import type { ApiUnderTest } from '../../../../test/support/api-under-test.js';

const TRIES = 200;
const many = { failures: 1_000_000, seconds: 60 };
let api: ApiUnderTest;

beforeAll(async () => {
  // An eighth of the real cost: what is compared is the way, and it is the same way.
  api = await apiUnderTest({
    passwordCost: { memoryKib: 5888, passes: 1, lanes: 1 },
    signInLimits: { perAccountAndAddress: many, perAccount: many, perAddress: many, delayMs: 0 },
  });
});
afterAll(() => api.close());

it('I-08 a known and an unknown user wait equally long for their refusal', async () => {
  const practice = await api.practice();
  const user = await api.user(practice.id, ['manager']);
  const times = { known: [] as number[], unknown: [] as number[] };
  for (let i = 0; i < 2 * TRIES; i += 1) {
    // In pairs that change places, so that neither always follows the other.
    const who = i % 4 === 0 || i % 4 === 3 ? 'known' : 'unknown';
    const email = who === 'known' ? user.email : `nobody-${i}@example.org`;
    const from = performance.now();
    const { status } = await api.browser().post('/api/v1/session', { email, password: 'not the password' });
    times[who].push(performance.now() - from);
    expect(status).toBe(401);
  }
  const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  expect(times.known).toHaveLength(TRIES);
  expect(Math.abs(median(times.known) - median(times.unknown))).toBeLessThan(10);
}, 60_000);
