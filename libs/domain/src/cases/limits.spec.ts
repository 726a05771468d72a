import { at } from '../testing/a-person.js';
import { zoneOf } from '../zones/zone.js';
import { coolUntil } from './cool-down.js';
import { limitAfterPublishing, surgeLimit } from './surge.js';

describe('E07 a household that was spoken with', () => {
  const zone = zoneOf('Europe/London');
  const now = at('2025-03-31T08:00Z');
  const until = (contactedAt: string, specialty: Parameters<typeof coolUntil>[1]) => {
    const instant = coolUntil({ contactedAt: at(contactedAt), claimedUntil: null }, specialty, zone, now);
    return instant === null ? null : new Date(instant).toISOString();
  };

  // The clocks go forward on 30 March: the last of these local days begins an hour before UTC's.
  it.each([
    ['PT', '2025-03-31T23:00:00.000Z', '2025-03-25T09:00Z'],
    ['PR', '2025-03-31T23:00:00.000Z', '2025-03-27T09:00Z'],
    ['MS', '2025-03-31T23:00:00.000Z', '2025-03-18T09:00Z'],
    ['DE', '2025-03-31T23:00:00.000Z', '2025-03-02T09:00Z'],
    ['MB', '2025-03-31T23:00:00.000Z', '2025-03-25T09:00Z'],
    ['DPC', '2025-03-31T23:00:00.000Z', '2025-03-02T09:00Z'],
    [null, '2025-03-31T23:00:00.000Z', '2025-03-25T09:00Z'],
  ] as const)(
    'E07 rests as long as %s says, until the first instant of the local day',
    (specialty, end, contactedAt) => {
      expect(until(contactedAt, specialty)).toBe(end);
      const dayBefore = new Date(at(contactedAt) - 86_400_000).toISOString();
      expect(until(dayBefore, specialty)).toBeNull();
    },
  );

  it('E07 and as long as somebody has them in hand', () => {
    const claimedUntil = now + 600_000;
    expect(coolUntil({ contactedAt: null, claimedUntil }, 'PT', zone, now)).toBe(claimedUntil);
    expect(coolUntil({ contactedAt: null, claimedUntil: now }, 'PT', zone, now)).toBeNull();
    expect(coolUntil({ contactedAt: at('2025-03-30T09:00Z'), claimedUntil }, 'PT', zone, now)).toBe(
      at('2025-04-05T23:00Z'),
    );
  });
});

describe('K30 how many new cases a day may bring', () => {
  it('K30 is three times the median of the days that brought any, at least ten', () => {
    expect(surgeLimit([4, 6, 5, 0, 0, 5, 7, 3, 90])).toBe(15);
    expect(surgeLimit([1, 2, 1, 1, 1, 2, 1])).toBe(10);
    expect(surgeLimit([4, 5, 4, 5, 4, 5, 4, 5])).toBe(13);
  });

  it('K30 lets as many more through as were published, and never fewer than on any day', () => {
    expect([limitAfterPublishing(10, 40), limitAfterPublishing(10, 3)]).toEqual([40, 10]);
  });

  it('K30 is not known before there were seven such days', () => {
    expect(surgeLimit([4, 6, 5, 5, 7, 3])).toBeNull();
    expect(surgeLimit([0, 0, 0, 0, 0, 0, 0, 4])).toBeNull();
  });
});
