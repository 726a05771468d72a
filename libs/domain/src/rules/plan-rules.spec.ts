import { aPerson } from '../testing/a-person.js';
import { aPractice, evaluate, firing } from '../testing/a-practice.js';

const practice = aPractice();
const knee = {
  id: 'plan1',
  line: 'pt',
  prescribedVisits: 10,
  intervalDays: 3,
  startedAt: '2025-03-03T08:00Z',
  specialty: 'PT',
} as const;

describe('R01 NO_NEXT_BOOKING', () => {
  // Monday 3 March 2025 10:00; three open days later is Thursday 6 March, 09:00.
  const person = aPerson().plan(knee).visit('2025-03-03T10:00Z', { serviceId: 'pt' });

  it('fires from opening time of the third open day after the visit, that instant included (Q03)', () => {
    expect(firing(practice, person, '2025-03-06T08:59:59.999Z')).toBe('R10');
    expect(firing(practice, person, '2025-03-06T09:00Z')).toBe('R10 R01');
  });

  it('says when its answer can next change', () => {
    const before = evaluate(practice, person, '2025-03-05T12:00Z');
    expect(new Date(before.nextChangeAt ?? 0).toISOString()).toBe('2025-03-06T09:00:00.000Z');
    const after = evaluate(practice, person, '2025-03-06T09:00Z');
    // R04 joins on the 30th local day.
    expect(new Date(after.nextChangeAt ?? 0).toISOString()).toBe('2025-04-02T00:00:00.000Z');
  });
});
