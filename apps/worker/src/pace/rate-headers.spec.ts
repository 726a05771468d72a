import { asksForPauseMs } from './rate-headers.js';

const NOW = Date.UTC(2026, 5, 9, 12);
const asks = (status: number, headers: Record<string, string>) =>
  asksForPauseMs({ status, header: (name) => headers[name] ?? null }, NOW);

describe('V-07 what a vendor says of its budget', () => {
  it.each([
    ['seconds to wait', 429, { 'retry-after': '7' }, 7_000],
    ['a date to wait for', 503, { 'retry-after': 'Tue, 09 Jun 2026 12:00:30 GMT' }, 30_000],
    ['no more than an hour', 429, { 'retry-after': '86400' }, 3_600_000],
    [
      'nothing left until a second of the epoch',
      200,
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1000 + 12) },
      12_000,
    ],
    [
      'nothing left until a millisecond of the epoch',
      200,
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW + 12_000) },
      12_000,
    ],
    ['nothing left for some seconds', 200, { 'ratelimit-remaining': '0', 'ratelimit-reset': '5' }, 5_000],
    ['something left', 200, { 'x-ratelimit-remaining': '3', 'x-ratelimit-reset': '5' }, 0],
    ['too many, and when again', 429, { 'x-ratelimit-reset': '9' }, 9_000],
    ['nothing', 200, {}, 0],
    ['nonsense', 429, { 'retry-after': 'soon', 'x-ratelimit-reset': 'later' }, 0],
  ])('V-07 hears %s', (_case, status, headers, ms) => {
    expect(asks(status, headers)).toBe(ms);
  });
});
