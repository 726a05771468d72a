import { measuredEffects, type AssignedCase } from './measured-effect.js';

const DAY = 86_400_000;
const NOW = Date.parse('2025-06-30T00:00Z');
const OPENED = NOW - 60 * DAY;
let number = 0;
const one = (
  arm: AssignedCase['arm'],
  cameAfterDays: number | null,
  more: Partial<AssignedCase> = {},
): AssignedCase => ({
  ...{
    experimentId: 'e',
    household: `h${number++}`,
    arm,
    rules: ['R05', 'R10'],
    specialty: 'PT' as const,
    openedAt: OPENED,
  },
  visitAt: cameAfterDays === null ? null : OPENED + cameAfterDays * DAY,
  ...more,
});
const many = (n: number, of: () => AssignedCase) => Array.from({ length: n }, of);

describe('what contacts were measured to bring (RC 7)', () => {
  it('RC 7 is the share that came where the team could work, less that of those held back: 56 of 70 v 48 of 80', () => {
    const cases = [
      ...many(56, () => one('contact', 20)),
      ...many(14, () => one('contact', null)),
      ...many(48, () => one('held_back', 30)),
      ...many(32, () => one('held_back', 31)),
    ];
    const { R05, ...others } = measuredEffects(cases, NOW);
    expect(R05).toMatchObject({
      ...{ n: 150, contact: { hits: 56, of: 70 }, heldBack: { hits: 48, of: 80 }, asOf: NOW },
      ...{ effect: expect.closeTo(0.2, 4) as number, low: expect.closeTo(0.0524, 4) as number },
      high: expect.closeTo(0.3339, 4) as number,
    });
    expect(others).toEqual({});
  });

  it('RC 7 counts a household once with its first case, and nobody whose horizon may still be filled in', () => {
    const cases = [...many(30, () => one('contact', 3)), ...many(30, () => one('held_back', null))];
    const again = one('held_back', 3, { household: cases.at(-1)!.household, openedAt: OPENED + DAY });
    // Thirty days of the horizon and fourteen in which the desk may still enter a visit.
    const young = one('contact', null, { openedAt: NOW - 44 * DAY + 1 });
    const dental = one('contact', null, { specialty: 'DE' });
    const bearsNoWaiting = one('held_back', 1, { rules: ['R05', 'R31'] });
    expect(measuredEffects([young, dental, again, bearsNoWaiting, ...cases], NOW).R05).toMatchObject({
      ...{ contact: { hits: 30, of: 30 }, heldBack: { hits: 0, of: 30 } },
    });
    const old = one('contact', null, { openedAt: NOW - 44 * DAY });
    expect(measuredEffects([old, ...cases], NOW).R05?.contact).toEqual({ hits: 30, of: 31 });
  });

  it('RC 7 counts for the reason that lists them, not for what is only watched and stands before it', () => {
    const rules = ['R25', 'R04'];
    const cases = [
      ...many(30, () => one('contact', 3, { rules })),
      ...many(30, () => one('held_back', null, { rules })),
    ];
    expect(Object.keys(measuredEffects(cases, NOW))).toEqual(['R04']);
  });

  it('RC 7 says nothing with fewer than thirty households in an arm', () => {
    const cases = [...many(200, () => one('contact', 3)), ...many(29, () => one('held_back', null))];
    expect(measuredEffects(cases, NOW)).toEqual({});
  });
});
