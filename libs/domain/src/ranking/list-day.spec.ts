import { openingDaysOf } from '../zones/opening-days.js';
import { zoneOf } from '../zones/zone.js';
import { listDay } from './list-day.js';

const place = (timezone: string, opensAt = '09:00', closedOn: string[] = []) =>
  openingDaysOf({ timezone, openDays: [1, 2, 3, 4, 5], opensAt, closedOn });
const at = (text: string) => Date.parse(text);
const inLondon = (now: string, ...openings: ReturnType<typeof place>[]) => {
  const { day, until } = listDay(openings, zoneOf('Europe/London'), at(now));
  return [day, new Date(until).toISOString()];
};

it('a day lasts from opening to opening; Friday’s holds over the weekend', () => {
  const london = place('Europe/London');
  expect(inLondon('2026-01-09T08:59:59Z', london)).toEqual(['2026-01-08', '2026-01-09T09:00:00.000Z']);
  expect(inLondon('2026-01-09T09:00:00Z', london)).toEqual(['2026-01-09', '2026-01-12T09:00:00.000Z']);
  expect(inLondon('2026-01-11T12:00:00Z', london)).toEqual(['2026-01-09', '2026-01-12T09:00:00.000Z']);
});

it('K20 a closed day has no places of its own', () => {
  const closed = place('Europe/London', '09:00', ['2026-01-12']);
  expect(inLondon('2026-01-12T12:00:00Z', closed)).toEqual(['2026-01-09', '2026-01-13T09:00:00.000Z']);
});

it('K07 opening time stays where it is on the clock when the clocks change', () => {
  expect(inLondon('2026-03-28T12:00:00Z', place('Europe/London'))).toEqual(['2026-03-27', '2026-03-30T08:00:00.000Z']);
});

it('the first location to open begins the day', () => {
  const [early, late] = [place('Europe/London', '07:30'), place('Europe/London', '11:00')];
  expect(inLondon('2026-01-09T08:00:00Z', late, early)).toEqual(['2026-01-09', '2026-01-09T11:00:00.000Z']);
});

it('where nothing ever opens the day is the date', () => {
  const never = openingDaysOf({ timezone: 'Europe/London', openDays: [], opensAt: '09:00', closedOn: [] });
  expect(inLondon('2026-01-09T08:00:00Z', never)).toEqual(['2026-01-09', '2026-01-10T00:00:00.000Z']);
});
