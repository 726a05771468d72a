import { at } from '../testing/a-person.js';
import { zoneOf } from '../zones/zone.js';
import { daysOf, lastCompleteWeek, nextBuildTime, owedWeeks, trailingWeeks, weekOf } from './week.js';

const london = zoneOf('Europe/London');
const iso = (instant: number) => new Date(instant).toISOString();

describe('the week of a report', () => {
  it.each([
    ['an ordinary one', '2025-03-05T12:00Z', '2025-03-03T00:00:00.000Z', '2025-03-10T00:00:00.000Z', 168],
    ['when clocks go forward', '2025-03-30T12:00Z', '2025-03-24T00:00:00.000Z', '2025-03-30T23:00:00.000Z', 167],
    ['when clocks go back', '2025-10-26T12:00Z', '2025-10-19T23:00:00.000Z', '2025-10-27T00:00:00.000Z', 169],
  ])('runs from local Monday to local Monday: %s', (_what, instant, from, to, hours) => {
    const week = weekOf(at(instant), london);
    expect([iso(week.from), iso(week.to), daysOf(week).hours]).toEqual([from, to, hours]);
  });

  it('begins at the first instant of Monday, also where midnight is skipped', () => {
    const week = weekOf(at('2024-04-24T12:00Z'), zoneOf('Africa/Cairo'));
    expect(daysOf(week)).toMatchObject({ firstDay: '2024-04-22', lastDay: '2024-04-28', hours: 167 });
  });

  it('is owed from local Monday six o’clock on, and not before', () => {
    const live = at('2025-03-05T12:00Z');
    const days = (now: string) => owedWeeks(live, at(now), london).map(({ firstDay }) => firstDay);
    expect(days('2025-03-10T05:59Z')).toEqual(['2025-02-24']);
    expect(days('2025-03-10T06:00Z')).toEqual(['2025-03-03']);
    expect(days('2025-03-31T05:00Z')).toEqual(['2025-03-03', '2025-03-10', '2025-03-17', '2025-03-24']);
    expect(owedWeeks(null, at('2025-03-10T06:00Z'), london)).toHaveLength(1);
  });

  it('comes back at local Monday six, summer and winter', () => {
    expect(iso(nextBuildTime(at('2025-03-10T05:59Z'), london))).toBe('2025-03-10T06:00:00.000Z');
    expect(iso(nextBuildTime(at('2025-03-24T06:00Z'), london))).toBe('2025-03-31T05:00:00.000Z');
  });

  it('looks back over twelve whole local weeks', () => {
    const { from, to } = trailingWeeks(lastCompleteWeek(at('2025-04-07T12:00Z'), london), london);
    expect([iso(from), iso(to)]).toEqual(['2025-01-13T00:00:00.000Z', '2025-04-06T23:00:00.000Z']);
  });
});
