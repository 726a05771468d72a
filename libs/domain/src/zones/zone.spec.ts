import { Temporal } from 'temporal-polyfill';
import { addMonths, formatDate, parseDate, weekdayOf } from './calendar-date.js';
import { zoneOf, ZoneUnknown } from './zone.js';

const ZONES = [
  'Europe/London',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/Sao_Paulo',
  'Pacific/Apia',
  'Africa/Casablanca',
  'Asia/Beirut',
  'UTC',
];
const HOUR_MS = 3_600_000;
const day = (date: string): number => {
  const found = parseDate(date);
  if (found === null) throw new Error(`${date} is no date`);
  return found;
};
const iso = (instant: number): string => new Date(instant).toISOString();

describe.each(ZONES)('local days in %s', (id) => {
  const zone = zoneOf(id);

  it('agree with Temporal every seven hours for two years, clock changes included (K05, K06, K07)', () => {
    const wrong: string[] = [];
    for (let instant = Date.UTC(2011, 0, 1); instant < Date.UTC(2013, 0, 1); instant += 7 * HOUR_MS + 61_000) {
      const zoned = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(id);
      const same =
        formatDate(zone.dayOf(instant)) === zoned.toPlainDate().toString() &&
        zone.clockOf(instant) === zoned.hour * 60 + zoned.minute;
      if (!same) wrong.push(iso(instant));
    }
    expect(wrong).toEqual([]);
  });

  it('begin and open when Temporal says, also where midnight is skipped (K07)', () => {
    const wrong: string[] = [];
    let date = Temporal.PlainDate.from('2011-01-01');
    for (let count = 0; count < 400; count += 1) {
      const number = day(date.toString());
      const start = date.toZonedDateTime(id).startOfDay();
      if (zone.startOf(number) !== start.epochMilliseconds) wrong.push(`start ${date.toString()}`);
      for (const minutes of [45, 90, 150]) {
        const time = Temporal.PlainTime.from({ hour: Math.floor(minutes / 60), minute: minutes % 60 });
        const opening = date.toPlainDateTime(time).toZonedDateTime(id, { disambiguation: 'compatible' });
        if (zone.at(number, minutes) !== opening.epochMilliseconds) wrong.push(`${date.toString()} ${minutes}`);
      }
      date = date.add({ days: 1 });
    }
    expect(wrong).toEqual([]);
  });
});

it('a table that grows by what is asked agrees with Temporal, in whatever order years are asked for', () => {
  const years = [2026, 1931, 2099, 1969, 1970, 1900, 2050, 2009, 2010, 1940, 2029, 2030, 1919, 1920];
  const wrong: string[] = [];
  // The last changed its clocks the very moment a decade begins.
  const zones = [
    'Europe/Dublin',
    'America/Sao_Paulo',
    'Asia/Manila',
    'Africa/Monrovia',
    'Pacific/Kiritimati',
    'America/Cambridge_Bay',
  ];
  for (const id of zones) {
    const zone = zoneOf(id);
    for (const year of years) {
      for (
        let instant = Date.UTC(year, 0, 1) - 5 * HOUR_MS;
        instant < Date.UTC(year + 1, 0, 2);
        instant += 31 * HOUR_MS
      ) {
        const zoned = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(id);
        const isSame =
          formatDate(zone.dayOf(instant)) === zoned.toPlainDate().toString() &&
          zone.startOf(zone.dayOf(instant)) === zoned.startOfDay().epochMilliseconds;
        if (!isSame) wrong.push(`${id} ${iso(instant)}`);
      }
    }
  }
  expect(wrong).toEqual([]);
});

describe('calendar dates', () => {
  it('a visit at 23:30 belongs to its local date, though UTC says tomorrow (K06)', () => {
    expect(formatDate(zoneOf('America/New_York').dayOf(Date.parse('2025-03-04T04:30:00Z')))).toBe('2025-03-03');
  });

  it('months clamp to the end of the month (K28)', () => {
    expect(formatDate(addMonths(day('2025-08-31'), 6))).toBe('2026-02-28');
    expect(formatDate(addMonths(day('2023-08-31'), 6))).toBe('2024-02-29');
    expect(formatDate(addMonths(day('2024-02-29'), 12))).toBe('2025-02-28');
    expect(formatDate(addMonths(day('2025-01-15'), -12))).toBe('2024-01-15');
  });

  it('knows weekdays and refuses what is no date', () => {
    expect(weekdayOf(day('2025-03-03'))).toBe(1);
    expect(weekdayOf(day('1969-12-28'))).toBe(7);
    expect(parseDate('2025-02-30')).toBeNull();
    expect(parseDate('03/04/2025')).toBeNull();
  });

  it('names a zone that does not exist', () => {
    expect(() => zoneOf('Europe/Lundun')).toThrow(ZoneUnknown);
  });
});
