import { latencySentence } from './latency.js';

const measured = (medianSeconds: number, p95Seconds: number, changes: number) =>
  latencySentence({ latency: { medianSeconds, p95Seconds, changes }, latencyMissing: null });

describe('S2-07 how long a change takes to be read', () => {
  it.each([
    [7.4, 19.2, 1204, 'within 8 s (median of 1,204 changes; 95 of 100 within 20 s)'],
    [59.5, 301, 2, 'within 1 min (median of 2 changes; 95 of 100 within 6 min)'],
    [43_201, 90_000, 9, 'within 12 h 1 min (median of 9 changes; 95 of 100 within 2 d)'],
    [0.2, 0.2, 1, 'within 1 s (one change measured)'],
  ])('is rounded up: %d s and %d s of %d changes', (median, p95, changes, says) => {
    expect(measured(median, p95, changes)).toContain(says);
  });

  it.each([
    ['first_read', /once the first read has ended/],
    ['no_change', /No appointment has changed there since the first read/],
    ['no_clock', /no time of change, or one ahead of our clock/],
  ] as const)('says why it is not known: %s', (latencyMissing, says) => {
    expect(latencySentence({ latency: null, latencyMissing })).toMatch(says);
  });
});
