import type { Evaluation, TimelineEntry } from '../../api.types.js';
import { knownThen } from './known-then.js';

const anEntry = (changes: Partial<TimelineEntry> = {}): TimelineEntry => ({
  kind: 'appointment',
  id: 'f1',
  sourceId: 'APT-1',
  connection: 'Northside PMS',
  connectionId: 'c1',
  effectiveAt: '2026-11-18T09:30:00.000Z',
  recordedAt: '2026-11-10T08:00:00.000Z',
  observedAt: '2026-11-10T08:05:00.000Z',
  title: 'Knee visit',
  status: 'no_show',
  detail: 'J. Lee',
  deleted: false,
  versions: [],
  evidenceFor: ['R04'],
  ...changes,
});
const THEN = '2026-11-12T09:00Z';

describe('what was known at a moment', () => {
  it('X09 leaves out what was recorded later, keeps what was always known', () => {
    const later = anEntry({ sourceId: 'APT-2', recordedAt: '2026-11-12T09:00:01.000Z' });
    const always = anEntry({ sourceId: 'APT-3', recordedAt: null });
    expect(knownThen([anEntry(), later, always], THEN, null).map(({ sourceId }) => sourceId)).toEqual([
      'APT-1',
      'APT-3',
    ]);
  });

  it('X09 shows a record that changed later as it stood then, and nothing of what it says now', () => {
    const moved = anEntry({
      recordedAt: '2026-11-18T18:00:00.000Z',
      versions: [
        { recordedAt: '2026-11-11T08:00:00.000Z', status: 'booked', startsAt: '2026-11-17T09:00:00.000Z' },
        { recordedAt: '2026-11-01T08:00:00.000Z', status: 'pending', startsAt: '2026-11-16T09:00:00.000Z' },
      ],
    });
    expect(knownThen([moved], THEN, null)).toEqual([
      {
        ...moved,
        ...{ recordedAt: '2026-11-11T08:00:00.000Z', status: 'booked', effectiveAt: '2026-11-17T09:00:00.000Z' },
        ...{ detail: null, deleted: false, evidenceFor: [], versions: [moved.versions[1]] },
      },
    ]);
  });

  it('X09 marks the evidence of then, not of now', () => {
    const fact = { kind: 'appointment', id: 'APT-1', source: 'c1', effectiveAt: null, recordedAt: null, says: '' };
    const evaluation = { findings: [{ rule: 'R06', facts: [fact, fact] }] } as unknown as Evaluation;
    expect(knownThen([anEntry()], THEN, evaluation)[0]?.evidenceFor).toEqual(['R06']);
  });
});
