import { ConnectorBroken, RetryLater } from '../errors.js';
import {
  createRetryBudget,
  parseRetryAfter,
  readWithRetries,
  retryDelayMs,
  type RetrySurroundings,
} from './retries.js';

/** A clock that only sleeping moves. */
function virtualTime(random = 0.5) {
  const slept: number[] = [];
  const around: RetrySurroundings = {
    sleep: async (ms) => void slept.push(ms),
    random: () => random,
    signal: new AbortController().signal,
    budget: createRetryBudget(),
  };
  return { slept, around };
}

const failing = (times: number, error: () => Error) => {
  let attempts = 0;
  return {
    attempts: () => attempts,
    read: async () => {
      attempts += 1;
      if (attempts <= times) throw error();
      return 'read';
    },
  };
};

describe('V-02 retries of reads', () => {
  it('V-02 waits with full jitter between 1 and 60 s, over a growing window', () => {
    for (let retry = 1; retry <= 10; retry += 1) {
      const window = Math.min(1000 * 2 ** retry, 60_000);
      expect(retryDelayMs(retry, null, () => 0)).toBe(1_000);
      expect(retryDelayMs(retry, null, () => 0.999999)).toBeLessThanOrEqual(window);
      expect(retryDelayMs(retry, null, () => 0.999999)).toBeGreaterThan(window * 0.9);
    }
  });

  it('V-02 reads again until it works', async () => {
    const { slept, around } = virtualTime();
    const vendor = failing(3, () => new RetryLater('busy'));
    await expect(readWithRetries(vendor.read, around)).resolves.toBe('read');
    expect(slept).toEqual([1500, 2500, 4500]);
  });

  it('V-02 gives up after five retries, saying how long to stay away', async () => {
    const { slept, around } = virtualTime();
    const vendor = failing(99, () => new RetryLater('busy'));
    await expect(readWithRetries(vendor.read, around)).rejects.toMatchObject({ name: 'RetryLater', afterMs: 30_500 });
    expect(vendor.attempts()).toBe(6);
    expect(slept).toHaveLength(5);
  });

  it('V-02 honours Retry-After up to an hour', async () => {
    const { slept, around } = virtualTime();
    const waits = [120_000, 7_200_000];
    const vendor = failing(2, () => new RetryLater('busy', waits[slept.length]!));
    await readWithRetries(vendor.read, around);
    expect(slept).toEqual([120_000, 3_600_000]);
  });

  it('V-02 leaves a wait beyond the patience of the caller to the caller', async () => {
    const { slept, around } = virtualTime();
    const vendor = failing(1, () => new RetryLater('busy', 600_000));
    await expect(readWithRetries(vendor.read, { ...around, patienceMs: 60_000 })).rejects.toMatchObject({
      afterMs: 600_000,
    });
    expect(slept).toEqual([]);
  });

  it('V-02 repeats nothing that a repetition cannot cure', async () => {
    const { around } = virtualTime();
    const vendor = failing(1, () => new ConnectorBroken('not FHIR'));
    await expect(readWithRetries(vendor.read, around)).rejects.toThrow('not FHIR');
    expect(vendor.attempts()).toBe(1);
  });

  it('V-02 keeps repetitions to a tenth of all requests when a vendor stays sick', async () => {
    const { around } = virtualTime();
    let attempts = 0;
    for (let request = 0; request < 1000; request += 1) {
      await readWithRetries(async () => {
        attempts += 1;
        throw new RetryLater('busy');
      }, around).catch((error: unknown) => expect(error).toBeInstanceOf(RetryLater));
    }
    expect(attempts).toBeGreaterThan(1_050);
    expect(attempts).toBeLessThanOrEqual(1_100);
  });

  it.each([
    ['120', 120_000],
    ['0', 0],
    ['99999', 3_600_000],
    ['Sat, 21 Nov 2026 12:01:30 GMT', 90_000],
    ['Sat, 21 Nov 2026 11:00:00 GMT', 0],
    ['Sun, 22 Nov 2026 12:00:00 GMT', 3_600_000],
    ['soon', null],
    ['-5', null],
    ['', null],
    [null, null],
  ])('V-02 understands Retry-After: %s', (header, ms) => {
    expect(parseRetryAfter(header, Date.parse('2026-11-21T12:00:00Z'))).toBe(ms);
  });
});
