import { judge } from '../test/judge.js';
import { simulatePractice } from './simulate-practice.js';
import { versionAt, type Life } from './world.js';

const asOf = Date.parse('2026-11-02T09:00:00Z');
const practice = simulatePractice({ seed: 5, patients: 1500, asOf });
const lives = [...practice.people()];

function bookings(life: Life) {
  return life.records.filter((record) => record.kind === 'appointment');
}

function lineOf(serviceId: string | null | undefined): string | null {
  return practice.setting.services.find(({ id }) => id === serviceId)?.versions[0]?.data.line ?? null;
}

describe('the truth', () => {
  it('agrees with what is on file: nothing was booked in the line while a gap of a plan stood open', () => {
    const wrong: string[] = [];
    let checked = 0;
    for (const life of lives) {
      for (const episode of life.truth.episodes.filter(({ specialty }) => specialty === 'PT' || specialty === 'PR')) {
        for (const gap of episode.gaps) {
          const end = gap.endedAt ?? Math.min(episode.closedAt ?? practice.until, practice.until);
          const during = (gap.since + end) / 2;
          const standing = bookings(life)
            .map((record) => versionAt(record, during)?.data)
            .filter((data) => data && lineOf(data.serviceId) === episode.line && data.startsAt > during)
            .filter((data) => data?.deletedAt === null && (data.status === 'booked' || data.status === 'confirmed'));
          // A second course of the same line may have begun after the first was left.
          if (life.truth.episodes.filter(({ line }) => line === episode.line).length === 1) {
            if (standing.length > 0) wrong.push(`${life.patientId} ${new Date(during).toISOString()}`);
            checked += 1;
          }
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(checked).toBeGreaterThan(200);
  });

  it('keeps its word: who comes back by themselves books at that moment', () => {
    const broken: string[] = [];
    let checked = 0;
    for (const life of lives) {
      for (const { gaps } of life.truth.episodes) {
        for (const gap of gaps) {
          if (gap.endedAt === null || gap.cause === 'payment_failed') continue;
          if (!bookings(life).some(({ versions }) => versions[0]?.at === gap.endedAt)) broken.push(life.patientId);
          checked += 1;
        }
      }
    }
    expect(broken).toEqual([]);
    expect(checked).toBeGreaterThan(300);
  });

  it('counts the visits that are on file, and those whose outcome nobody entered', () => {
    for (const life of lives) {
      const onFile = bookings(life).filter(({ versions }) => versions.at(-1)?.data.status === 'completed').length;
      const told = life.truth.episodes.reduce((sum, { visits }) => sum + visits, 0);
      expect(told).toBeGreaterThanOrEqual(onFile);
      expect(told - onFile).toBeLessThanOrEqual(3);
    }
  });

  it('is found by the rules: nine in ten of those whose gap is four days old and in reach of today’s rules', () => {
    const inReach = new Set(['R01', 'R05', 'R06', 'R07', 'R10', 'R15']);
    let expected = 0;
    let found = 0;
    for (const { truth, evaluation } of judge(practice, asOf)) {
      if (!truth.offTrack || !truth.expectedRules.some((rule) => inReach.has(rule))) continue;
      const settled = truth.episodes.some(({ gaps }) =>
        gaps.some((gap) => gap.open && inReach.has(gap.expectedRule) && Date.parse(gap.since) < asOf - 12 * 86_400_000),
      );
      if (!settled || evaluation.state === 'excluded') continue;
      expected += 1;
      if (evaluation.state === 'off_track') found += 1;
    }
    expect(expected).toBeGreaterThan(60);
    expect(found / expected).toBeGreaterThan(0.9);
  });
});
