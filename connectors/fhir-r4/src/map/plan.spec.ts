import { dataOf, map, only, resource } from '../../test/mapped.js';
import { STAMP } from '../../test/resources.js';

describe('Q100 plans and recalls', () => {
  const timing = (count: number | null, period: number, unit = 'd') => ({
    repeat: { count, period, periodUnit: unit, frequency: 1 },
  });
  const activity = (scheduledTiming: unknown) => ({ detail: { code: { text: 'Physiotherapy' }, scheduledTiming } });

  it('Q100 a CarePlan that schedules visits is a plan', () => {
    const plan = resource('CarePlan', {
      status: 'active',
      subject: { reference: 'Patient/p1' },
      period: { start: '2026-01-01', end: '2026-03-01' },
      activity: [activity(timing(10, 1, 'wk'))],
      note: [{ text: 'very anxious' }],
    });
    expect(dataOf(plan, 'plan')).toMatchObject({
      line: 'Physiotherapy',
      prescribedVisits: 10,
      intervalDays: 7,
      phases: null,
      status: 'open',
      startedAt: Date.parse('2026-01-01T00:00:00Z'),
      endsAt: Date.parse('2026-03-01T00:00:00Z'),
      closedAt: null,
    });
    expect(dataOf({ ...plan, status: 'revoked' }, 'plan')).toMatchObject({
      status: 'cancelled',
      closedAt: Date.parse('2026-03-01T00:00:00Z'),
    });
    expect(map({ ...plan, status: 'entered-in-error' }).records).toEqual([
      expect.objectContaining({ op: 'delete', kind: 'plan' }),
    ]);
  });

  it('Q100 several scheduled activities are phases', () => {
    const plan = resource('CarePlan', {
      status: 'active',
      subject: { reference: 'Patient/p1' },
      activity: [activity(timing(6, 3)), activity(timing(4, 7))],
    });
    expect(dataOf(plan, 'plan')).toMatchObject({
      prescribedVisits: 10,
      intervalDays: 3,
      phases: [
        { visits: 6, days: 3 },
        { visits: 4, days: 7 },
      ],
    });
  });

  it('Q100 a CarePlan without a schedule is a clinical document', () => {
    const plan = {
      status: 'active',
      subject: { reference: 'Patient/p1' },
      activity: [{ detail: { code: { text: 'Rest' } } }],
    };
    expect(map(resource('CarePlan', plan)).ignored).toBe(1);
  });

  it('Q100 a ServiceRequest with a date is a recall, with a rhythm a plan', () => {
    const order = { status: 'active', subject: { reference: 'Patient/p1' }, code: { text: 'Hygiene' } };
    const recall = resource('ServiceRequest', { ...order, occurrenceDateTime: '2026-06-30T23:30:00Z' });
    expect(only(recall, 'recall')).toMatchObject({
      id: 'ServiceRequest/x1',
      data: { type: 'Hygiene', dueOn: '2026-07-01', doneAt: null },
    });
    expect(dataOf({ ...recall, status: 'completed' }, 'recall').doneAt).toBe(Date.parse(STAMP));
    expect(map({ ...recall, status: 'revoked' }).records[0]).toMatchObject({ op: 'delete', id: 'ServiceRequest/x1' });
    expect(map({ ...recall, category: [{ coding: [{ code: '108252007' }] }] }).ignored).toBe(1);
    const rhythm = resource('ServiceRequest', {
      ...order,
      occurrenceTiming: timing(null, 2, 'wk'),
      authoredOn: '2026-01-05',
    });
    expect(only(rhythm, 'plan')).toMatchObject({
      id: 'ServiceRequest/x1',
      data: { prescribedVisits: null, intervalDays: 14, startedAt: Date.parse('2026-01-05T00:00:00Z') },
    });
  });

  it('Q100 a Task that is due is a recall', () => {
    const task = resource('Task', {
      status: 'requested',
      for: { reference: 'Patient/p1' },
      code: { text: 'Review' },
      restriction: { period: { end: '2026-05-01' } },
    });
    expect(only(task, 'recall')).toMatchObject({
      id: 'Task/x1',
      data: { dueOn: '2026-05-01', type: 'Review', doneAt: null },
    });
    expect(map({ ...task, status: 'cancelled' }).records[0]).toMatchObject({ op: 'delete', id: 'Task/x1' });
  });
});
