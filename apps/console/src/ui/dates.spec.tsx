import { ageInYears, durationText, instantDate, instantText, relativeDay, relativeText, shortDate } from './dates.js';
import { moneyText } from './money.js';

const now = Date.parse('2026-11-21T19:00:00Z');
const at = (shift: number) => new Date(now + shift).toISOString();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('how dates are written', () => {
  it.each([
    [-20_000, 'just now'],
    // The screen's clock lags a little behind the server's news.
    [20_000, 'just now'],
    [-5 * MINUTE, '5 min ago'],
    [90 * MINUTE, 'in 1 h'],
    [-6 * DAY, '6 d ago'],
    [-6 * DAY - 23 * HOUR, null],
    [-7 * DAY, null],
    [7 * DAY, null],
  ])('is relative only under a week: %i ms is %s', (shift, text) => {
    expect(relativeText(at(shift), now, 'UTC')).toBe(text);
  });

  it.each([
    // 21 November 2026 is a Saturday; Monday 09:00 is 38 hours away, Sunday 23:00 is 28.
    ['2026-11-23T09:00:00Z', 'Europe/London', 'in 2 d'],
    ['2026-11-22T23:00:00Z', 'Europe/London', 'tomorrow'],
    ['2026-11-22T23:00:00Z', 'Asia/Tokyo', 'tomorrow'],
    ['2026-11-22T23:00:00Z', 'Pacific/Kiritimati', 'tomorrow'],
    ['2026-11-20T04:00:00Z', 'Europe/London', 'yesterday'],
    ['2026-11-20T04:00:00Z', 'America/Los_Angeles', '2 d ago'],
    ['2026-11-22T09:00:00Z', 'Europe/London', 'in 14 h'],
  ])('counts from a day on by the calendar of the clinic: %s in %s is %s', (instant, zone, text) => {
    expect(relativeText(instant, now, zone)).toBe(text);
  });

  it('belongs to the zone it is written in', () => {
    expect(instantText('2026-07-01T23:30:00Z', 'Europe/London')).toBe('2 Jul 2026, 00:30');
    expect(instantText('2026-07-01T23:30:00Z', 'America/Los_Angeles')).toBe('1 Jul 2026, 16:30');
    expect(instantDate('2025-12-31T23:30:00Z', 'Asia/Tokyo', now)).toBe('1 Jan');
    expect(instantDate('2025-12-31T23:30:00Z', 'UTC', now)).toBe('31 Dec 2025');
  });

  it('counts days by the calendar and never shifts a date without a zone', () => {
    expect(relativeDay('2026-11-20', '2026-11-21')).toBe('yesterday');
    expect(relativeDay('2026-11-15', '2026-11-21')).toBe('6 d ago');
    expect(relativeDay('2026-11-14', '2026-11-21')).toBeNull();
    expect(shortDate('2026-03-01', '2026-11-21')).toBe('1 Mar');
    expect(shortDate('2025-03-01', '2026-11-21')).toBe('1 Mar 2025');
  });

  it('reckons ages by birthdays', () => {
    expect(ageInYears('1984-02-29', '2026-02-28')).toBe(41);
    expect(ageInYears('1984-02-29', '2026-03-01')).toBe(42);
  });

  it.each([
    [9, '9 s'],
    [300, '5 min'],
    [3600, '1 h'],
    [11_400, '3 h 10 min'],
    [200_000, '2 d'],
  ])('says how long %i s are', (seconds, text) => {
    expect(durationText(seconds)).toBe(text);
  });
});

describe('how money is written', () => {
  it.each([
    [42_000, 'GBP', '£420'],
    [42_050, 'GBP', '£420.50'],
    [42_000, 'JPY', '¥42,000'],
    [12_345, 'KWD', 'KWD 12.345'],
  ])('takes the decimals from the currency: %i %s', (amountMinor, currency, text) => {
    expect(moneyText({ amountMinor, currency }).replaceAll('\u00a0', ' ')).toBe(text);
  });
});
