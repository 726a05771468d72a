import { leadDays, medianLeadDays } from './lead-days.js';

const DAY = 86_400_000;
const seen = Date.UTC(2026, 9, 1, 9);

describe('S2-06 how much earlier than a fixed 90-day rule', () => {
  it.each([
    ['two days after the visit', seen + 2 * DAY, 88],
    ['on the day of the fixed rule', seen + 90 * DAY, 0],
    ['a month later than it', seen + 120 * DAY, -30],
    ['before the visit: a loss that the visit did not answer', seen - 5 * DAY, 95],
  ])('counts a finding that held %s', (_, since, days) => {
    expect(leadDays(since, seen)).toBe(days);
  });

  it('has no answer for somebody never seen: the fixed rule never speaks of them', () => {
    expect(leadDays(seen, null)).toBeNull();
  });

  it.each([
    [[], null],
    [[7], 7],
    [[88, 60, 87], 87],
    [[88, 60], 74],
    [[-0.4], 0],
  ])('takes the median of %j', (days, median) => {
    expect(medianLeadDays(days)).toBe(median);
  });
});
