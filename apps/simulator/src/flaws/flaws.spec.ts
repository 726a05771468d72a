import { simulatePractice } from '../simulate-practice.js';
import type { AnyHistory, Life, RecordHistory } from '../world.js';
import { FLAW_NAMES, parseFlaws, USUAL_FLAWS, type Flaws } from './flaws.js';

const asOf = Date.parse('2026-11-02T09:00:00Z');
const livesWith = (flaws: Flaws): Life[] => [...simulatePractice({ seed: 21, patients: 80, asOf, flaws }).people()];
const clean = livesWith({});

function bookings(lives: readonly Life[]): RecordHistory<'appointment'>[] {
  return lives.flatMap(({ records }) => records.filter((record) => record.kind === 'appointment'));
}

function patients(lives: readonly Life[]): RecordHistory<'patient'>[] {
  return lives.flatMap(({ records }) => records.filter((record) => record.kind === 'patient'));
}

const newest = (record: RecordHistory<'appointment'>) => record.versions.at(-1)!.data;

describe('flaws of the files', () => {
  it.each(FLAW_NAMES.filter((name) => name !== 'walk_ins'))('%s spoils records and leaves the truth alone', (name) => {
    const spoilt = livesWith({ [name]: 1 });
    expect(JSON.stringify(spoilt.map(({ truth }) => truth))).toBe(JSON.stringify(clean.map(({ truth }) => truth)));
    expect(JSON.stringify(spoilt.map(({ records }) => records))).not.toBe(
      JSON.stringify(clean.map(({ records }) => records)),
    );
  });

  it.each([['usual', USUAL_FLAWS] as const, ...FLAW_NAMES.map((name) => [name, { [name]: 1 }] as const)])(
    '%s keeps clocks in order, and the same for the same seed',
    (_, flaws) => {
      const spoilt = livesWith(flaws);
      const outOfOrder = spoilt.flatMap(({ records }) => records.filter(isOutOfOrder).map(({ id }) => id));
      expect(outOfOrder).toEqual([]);
      expect(JSON.stringify(livesWith(flaws))).toBe(JSON.stringify(spoilt));
    },
  );

  it('draw each from a source of its own: one more moves no other', () => {
    const slipped = (lives: Life[]): string[] => {
      const starts = new Map(bookings(clean).map(({ id, versions }) => [id, versions[0]!.data.startsAt]));
      return bookings(lives)
        .filter(({ id, versions }) => starts.get(id) !== versions[0]!.data.startsAt)
        .map(({ id }) => id);
    };
    const alone = slipped(livesWith({ zone_slips: 0.1 }));
    expect(alone.length).toBeGreaterThan(20);
    expect(slipped(livesWith({ zone_slips: 0.1, missing_outcomes: 0.5, wrong_cancelled_by: 0.5 }))).toEqual(alone);
  });

  it('do what their names say', () => {
    const outcomes = ['arrived', 'completed', 'no_show'];
    expect(bookings(livesWith({ missing_outcomes: 1 })).filter((it) => outcomes.includes(newest(it).status))).toEqual(
      [],
    );
    const cameBy = bookings(livesWith({ walk_ins: 1 })).filter((it) => newest(it).walkIn === true);
    expect(cameBy.length).toBeGreaterThan(100);
    expect(cameBy.every(({ versions: [first] }) => first!.at > first!.data.startsAt - 300_000)).toBe(true);
    const late = bookings(livesWith({ back_dated: 1 })).filter((it) => newest(it).status === 'completed');
    expect(late.every(({ versions: [first] }) => first!.at > first!.data.startsAt + 86_400_000)).toBe(true);
    expect(
      livesWith({ missing_plans: 1 }).flatMap(({ records }) => records.filter(({ kind }) => kind === 'plan')),
    ).toEqual([]);
    expect(bookings(livesWith({ unlinked_plans: 1 })).filter((it) => newest(it).planId !== null)).toEqual([]);
    const twice = patients(livesWith({ duplicates: 1 })).filter(({ id }) => id.endsWith('-D'));
    expect(twice.length).toBeGreaterThan(20);
    expect(twice.some(({ versions }) => versions.some(({ data }) => data.mergedInto !== null))).toBe(false);
    const joined = patients(livesWith({ merges: 1 })).filter(({ id }) => id.endsWith('-J'));
    expect(joined.every(({ id, versions }) => versions.at(-1)!.data.mergedInto === id.slice(0, -2))).toBe(true);
  });

  it('are named on the command line, and a wrong name is answered with the right ones', () => {
    expect(parseFlaws('usual')).toEqual(USUAL_FLAWS);
    expect(parseFlaws('merges=0.2, walk_ins=1')).toEqual({ merges: 0.2, walk_ins: 1 });
    expect(() => parseFlaws('typos=1')).toThrow(/no flaw "typos": choose of late_outcomes/);
    expect(() => parseFlaws('merges=2')).toThrow(/between 0 and 1/);
    expect(() => parseFlaws('merges')).toThrow(/merges=0.05/);
  });
});

function isOutOfOrder({ versions }: AnyHistory): boolean {
  return versions.some(({ at }, index) => index > 0 && at < versions[index - 1]!.at);
}
