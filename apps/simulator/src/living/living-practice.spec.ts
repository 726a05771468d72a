import type { Patient } from '@keepwell/domain/records';
import { startClock } from '../clock.js';
import { LivingPractice } from './living-practice.js';

const T = Date.parse('2026-03-10T09:00:00Z');
const SOMEBODY: Patient = {
  ...{ givenName: 'Ada', familyName: 'Yarrowby', birthDate: null, email: null, phone: null, language: null },
  ...{ timezone: null, deceasedAt: null, archivedAt: null, movedAwayAt: null, doNotContact: null, hold: null },
  ...{ testRecord: null, locationId: null, practitionerId: null, householdId: null, mergedInto: null },
  referralSource: null,
};

function empty(habits = {}) {
  return new LivingPractice(null, startClock({ from: T, speed: 0 }), habits);
}

describe('the living practice', () => {
  it('tells every change as it becomes visible, in order, with what was there before', () => {
    const living = empty();
    const told: [string, string | null | undefined, string | null | undefined][] = [];
    living.onChange(({ id, data }, before) => {
      const name = (of: typeof data | undefined) => (of !== undefined && 'givenName' in of ? of.givenName : undefined);
      told.push([id, name(data), name(before?.data)]);
    });
    living.put('patient', 'p1', SOMEBODY);
    living.clock.advance(1_000);
    living.put('patient', 'p1', { ...SOMEBODY, givenName: 'Adah' });
    expect(told).toEqual([
      ['p1', 'Ada', undefined],
      ['p1', 'Adah', 'Ada'],
    ]);
    expect(living.get('patient', 'p1')).toMatchObject({ createdAt: T, updatedAt: T + 1_000, version: 2, change: 2 });
    expect(living.historyOf('patient', 'p1')).toHaveLength(2);
  });

  it('shows late what carries an earlier time, and never an older version after a newer one', () => {
    const living = empty({ lateCommitMs: 600_000 });
    living.put('patient', 'p1', SOMEBODY);
    living.setHabits({ lateCommitMs: 0 });
    living.put('patient', 'p1', { ...SOMEBODY, givenName: 'Adah' });
    expect(living.get('patient', 'p1')).toBeUndefined();
    living.clock.advance(600_000);
    living.settle();
    expect(living.get('patient', 'p1')).toMatchObject({ updatedAt: T, version: 2, data: { givenName: 'Adah' } });
  });

  it('stamps by its server’s clock, deletes, makes anew, and merges what belongs to the one into the other', () => {
    const living = empty({ skewMs: -60_000 });
    living.put('patient', 'p1', SOMEBODY);
    living.put('patient', 'p2', SOMEBODY);
    living.put('recall', 'r1', {
      ...{ patientId: 'p2', type: 'review', dueOn: '2026-04-01', intervalMonths: 6, disabledUntil: null, doneAt: null },
    });
    expect(living.get('patient', 'p1')?.updatedAt).toBe(T - 60_000);
    living.merge('p2', 'p1');
    expect(living.get('patient', 'p2')?.data.mergedInto).toBe('p1');
    expect(living.get('recall', 'r1')?.data.patientId).toBe('p1');
    expect(living.remove('recall', 'r1')).toBe(true);
    expect(living.remove('recall', 'r1')).toBe(false);
    expect(living.get('recall', 'r1')?.deletedAt).toBe(T - 60_000);
    living.touch('recall', 'r1');
    expect(living.get('recall', 'r1')?.deletedAt).not.toBeNull();
    expect(() => living.merge('p1', 'nobody')).toThrow('two patients');
  });
});
