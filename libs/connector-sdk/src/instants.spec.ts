import { localDateOf, parseInstant } from './instants.js';

const utc = (text: string) => Date.parse(text);

describe('parseInstant', () => {
  it.each([
    ['2026-03-01T09:00:00Z', null, utc('2026-03-01T09:00:00Z')],
    ['2026-03-01T09:00:00.123456+02:00', null, utc('2026-03-01T07:00:00.123Z')],
    ['2026-03-01T00:30:00+05:45', null, utc('2026-02-28T18:45:00Z')],
    ['2024-02-29T12:00:00.0009Z', null, utc('2024-02-29T12:00:00.000Z')],
    ['1999-12-31T23:00:00-11:30', null, utc('2000-01-01T10:30:00Z')],
    ['2026-03-01 09:00z', null, utc('2026-03-01T09:00:00Z')],
    ['2026-03-01T09:00-0500', null, utc('2026-03-01T14:00:00Z')],
    ['2026-07-01T09:00', 'Europe/London', utc('2026-07-01T08:00:00Z')],
    ['2026-07-01', 'America/New_York', utc('2026-07-01T04:00:00Z')],
    ['2026-03-29T01:30', 'Europe/London', utc('2026-03-29T01:30:00Z')],
    ['2026-10-25T01:30', 'Europe/London', utc('2026-10-25T00:30:00Z')],
    ['2016-12-31T23:59:60Z', null, utc('2016-12-31T23:59:59Z')],
  ])('reads %s in %s', (text, zone, instant) => {
    expect(parseInstant(text, zone)).toBe(instant);
  });

  it.each(['2026-03-01T09:00', '2026-03-01'])('does not guess the zone of %s', (text) => {
    expect(parseInstant(text, null)).toBe('zone_missing');
  });

  it.each([
    '',
    'tomorrow',
    '2026-02-30',
    '2026-02-30T10:00Z',
    '2026-13-01',
    '01/02/2026',
    '2026-03-01T25:00Z',
    '2025-02-29T10:00Z',
    '2026-01-01T10:00:61Z',
    '2026-01-01T10:60Z',
    '2026-01-01T10:00+24:00',
    '2026',
  ])('does not read %j', (text) => {
    expect(parseInstant(text, 'Europe/London')).toBe('invalid');
  });

  it('knows the date on the wall', () => {
    expect(localDateOf(utc('2026-07-01T23:30:00Z'), 'Europe/London')).toBe('2026-07-02');
  });
});
