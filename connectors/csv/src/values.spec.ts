import { readDate, readTime, ZoneClock } from './instants.js';
import { readCurrency, readMinorUnits } from './money.js';
import { readClosedOn, readOpenDays, readOpensAt } from './open-days.js';
import { Row } from './row.js';

describe('instants', () => {
  it.each([
    ['2026-05-01T10:00:00Z', '2026-05-01T10:00:00.000Z'],
    ['2026-05-01T10:00z', '2026-05-01T10:00:00.000Z'],
    ['2026-05-01 10:00:30.5+02:00', '2026-05-01T08:00:30.500Z'],
    ['2026-05-01t10:00:00-0530', '2026-05-01T15:30:00.000Z'],
    ['2026-05-01T10:00:00.123456+01', '2026-05-01T09:00:00.123Z'],
    ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59.000Z'],
  ])('reads %s', (text, expected) => {
    const written = readTime(text);
    expect(written?.shape === 'instant' && new Date(written.at).toISOString()).toBe(expected);
  });

  it.each([
    '01/05/2026',
    '2026-5-1',
    '2026-02-29',
    '2026-13-01',
    '2026-05-01T24:00Z',
    '2026-05-01T10',
    '0000-01-01',
    '2026-05-01T10:00+25:00',
    'soon',
  ])('refuses %s', (text) => expect(readTime(text)).toBeNull());

  it('reads the date of a time written in full', () => {
    expect([readDate('1990-05-01'), readDate('1990-05-01 00:00'), readDate('1 May 1990')]).toEqual([
      '1990-05-01',
      '1990-05-01',
      null,
    ]);
  });

  it('begins a local day at its first instant, where midnight is skipped too', () => {
    const clock = new ZoneClock();
    const start = (zone: string, date: string) =>
      new Date(clock.startOfDay(zone, date, Date.parse(date))).toISOString();
    expect(start('America/New_York', '2026-07-01')).toBe('2026-07-01T04:00:00.000Z');
    expect(start('America/Santiago', '2026-09-06')).toBe('2026-09-06T04:00:00.000Z');
  });
});

describe('money', () => {
  it.each([
    ['120.50', 'GBP', 12050],
    ['120.5', null, 12050],
    ['-0.005', 'USD', -1],
    ['0.004', 'USD', 0],
    ['1234', 'JPY', 1234],
    ['1.234', 'KWD', 1234],
    ['0.29', 'USD', 29],
    ['1,234.00', 'USD', null],
    ['£5', 'GBP', null],
    ['99999999999999', 'USD', null],
  ])('reads %s %s as %s minor units', (text, currency, expected) => {
    expect(readMinorUnits(text, currency)).toBe(expected);
  });

  it('knows a currency by its shape', () => {
    expect([readCurrency('usd'), readCurrency('US$'), readCurrency('')]).toEqual(['USD', null, null]);
  });
});

describe('opening', () => {
  it.each([
    [null, [1, 2, 3, 4, 5]],
    ['1-4 6', [1, 2, 3, 4, 6]],
    ['1-4,6', [1, 2, 3, 4, 6]],
    ['7 1', [1, 7]],
    ['1-3 holiday', [1, 2, 3]],
  ])('reads open days %j (Q16)', (text, expected) => expect(readOpenDays(text)).toEqual(expected));

  it.each(['weekdays', '8', '5-1'])('puts a location with open days %j aside (Q16)', (text) => {
    expect(() => readOpenDays(text)).toThrow('open_days names no weekday');
  });

  it('reads opening times and closed dates', () => {
    expect([readOpensAt('8:30'), readOpensAt('07:15:00'), readOpensAt('early'), readOpensAt(null)]).toEqual([
      '08:30',
      '07:15',
      '09:00',
      '09:00',
    ]);
    expect(readClosedOn('2026-12-25 2026-12-26')).toEqual(['2026-12-25', '2026-12-26']);
    expect(() => readClosedOn('Christmas')).toThrow('closed_on');
  });
});

describe('phases (Q32)', () => {
  const phases = (cell: string) =>
    new Row(new Map([['phases', 0]]), [cell], { clock: new ZoneClock(), firstZone: null, zoneOf: () => null }).phases(
      'phases',
    );

  it('reads visits at days, and nothing when one phase cannot be read', () => {
    expect(phases('6@3 4@7 2@14')).toEqual([
      { visits: 6, days: 3 },
      { visits: 4, days: 7 },
      { visits: 2, days: 14 },
    ]);
    expect([phases('6@3 weekly'), phases('0@3'), phases('')]).toEqual([null, null, null]);
  });
});
