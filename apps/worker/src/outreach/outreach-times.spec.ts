import { checkTimes, OUTREACH_TIMES, shortened } from './outreach-times.js';

describe('O-05 the times of sending', () => {
  it('are a provider of 10 s within a claim of 60 s within a wait of 15 min', () => {
    const { providerTimeoutMs, claimLeaseMs, unknownWaitMs, claimFreshMs, lookUpGapMs } = OUTREACH_TIMES;
    expect([claimFreshMs, providerTimeoutMs, claimLeaseMs, unknownWaitMs, lookUpGapMs]).toEqual([
      ...[5_000, 10_000, 60_000, 900_000, 600_000],
    ]);
    expect(checkTimes(OUTREACH_TIMES)).toBe(OUTREACH_TIMES);
    expect(checkTimes(shortened(OUTREACH_TIMES, 100)).claimLeaseMs).toBe(600);
  });

  it.each([
    ['a provider as slow as the claim', { providerTimeoutMs: 60_000 }, /Give the claim more than the provider/],
    ['a wait and a provider longer than the claim', { claimFreshMs: 50_000 }, /longer than its claim/],
    ['a claim as long as the wait', { claimLeaseMs: 900_000 }, /Give the wait more than the claim/],
    ['no lease at all', { claimLeaseMs: 0 }, /claimLeaseMs must be a number of milliseconds above 0/],
    ['no number', { lookUpGapMs: Number.NaN }, /lookUpGapMs must be a number/],
  ])('refuse to start with %s', (_what, wrong, says) => {
    expect(() => checkTimes({ ...OUTREACH_TIMES, ...wrong })).toThrow(says);
  });
});
