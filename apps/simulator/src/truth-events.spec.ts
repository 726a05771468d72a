import { bothOutcomes, Contacts } from './persuasion.js';
import { simulatePractice } from './simulate-practice.js';
import { truthEvents } from './truth-events.js';
import { openGapsOf } from './truth.js';
import { versionAt, type EpisodeTruth, type Life } from './world.js';

const asOf = Date.parse('2026-11-02T09:00:00Z');
const HOUR = 3_600_000;
const practice = simulatePractice({ seed: 5, patients: 800, asOf, flaws: { walk_ins: 0.05 } });
const lives = [...practice.people()];
const contacts = new Contacts('5');
const lineOf = new Map(practice.setting.services.map(({ id, versions }) => [id, versions[0]!.data.line]));

/** Booked in the line for later, as the tidy file has it. */
function isBooked(life: Life, { line }: EpisodeTruth, at: number): boolean {
  return life.records.some((record) => {
    if (record.kind !== 'appointment') return false;
    const data = versionAt(record, at)?.data;
    if (data === undefined || data.deletedAt !== null || lineOf.get(data.serviceId ?? '') !== line) return false;
    return data.startsAt > at && (data.status === 'booked' || data.status === 'confirmed');
  });
}

const onlyOneOfLine = ({ truth }: Life, { line }: EpisodeTruth): boolean =>
  truth.episodes.filter((other) => other.line === line).length === 1;

describe('the truth, event by event', () => {
  it('agrees with a tidy file: in every pause nothing is booked in the line', () => {
    const wrong: string[] = [];
    let checked = 0;
    for (const life of lives) {
      for (const episode of life.truth.episodes.filter((each) => onlyOneOfLine(life, each))) {
        for (const { from, until } of episode.pauses) {
          const end = until ?? practice.until;
          if (end - from < HOUR) continue;
          checked += 1;
          if (isBooked(life, episode, from + (end - from) / 2))
            wrong.push(`${life.patientId} ${new Date(from).toISOString()}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(checked).toBeGreaterThan(500);
  });

  it('keeps the order of a gap: the last commitment, what was agreed, then the gap, then the coming back', () => {
    const gaps = lives.flatMap(({ truth }) => truth.episodes.flatMap((episode) => episode.gaps));
    expect(gaps.length).toBeGreaterThan(500);
    for (const { committedUntil, agreedUntil, since, endedAt } of gaps) {
      expect(committedUntil).toBeLessThanOrEqual(agreedUntil);
      expect(agreedUntil).toBeLessThanOrEqual(since);
      if (endedAt !== null) expect(endedAt).toBeGreaterThanOrEqual(since);
    }
  });

  it('says for every instant who is off-track, as the truth at that instant does', () => {
    for (const life of lives.slice(0, 300)) {
      const events = truthEvents(life, contacts);
      expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).sort());
      for (const at of [asOf, asOf - 90 * 24 * HOUR]) {
        const told = events.filter((each) => Date.parse(each.at) <= at);
        const opened = told.filter(({ event }) => event === 'off_track').length;
        const ended = told.filter(({ event }) => event === 'back').length;
        const open = life.truth.episodes.flatMap(({ gaps }) =>
          gaps.filter((gap) => gap.since <= at && (gap.endedAt === null || gap.endedAt > at)),
        );
        expect(opened - ended).toBe(open.length);
        const counting = life.truth.episodes.flatMap((episode) => openGapsOf(episode, at));
        expect(open).toEqual(expect.arrayContaining(counting));
      }
    }
  });
});

describe('both outcomes of a contact', () => {
  const gaps = lives.flatMap(({ patientId, truth }) =>
    truth.episodes.flatMap((episode) => episode.gaps.map((gap) => ({ patientId, gap }))),
  );

  it('are the same for the same seed, and others for another', () => {
    const told = (seed: string) => gaps.map(({ patientId, gap }) => new Contacts(seed).persuasionOf(patientId, gap));
    expect(told('a')).toEqual(told('a'));
    expect(told('a')).not.toEqual(told('b'));
  });

  it('never contradict each other: a contact brings back earlier, changes nothing, or puts off', () => {
    const seen = new Set<string>();
    for (const { patientId, gap } of gaps) {
      const persuasion = contacts.persuasionOf(patientId, gap);
      const { alone, contacted } = bothOutcomes(gap, persuasion, gap.since + HOUR);
      expect(alone).toBe(gap.endedAt);
      seen.add(persuasion.ifContacted);
      if (gap.endedAt !== null && gap.endedAt <= gap.since + HOUR) expect(contacted).toBe(alone);
      else if (persuasion.ifContacted === 'put_off') expect(contacted).toBeNull();
      else if (persuasion.ifContacted === 'no_effect') expect(contacted).toBe(alone);
      else expect(contacted).toBeLessThanOrEqual(alone ?? Infinity);
    }
    expect([...seen].sort()).toEqual(['no_effect', 'put_off', 'returns']);
  });

  it('follow their stated chance', () => {
    const drawn = gaps.map(({ patientId, gap }) => contacts.persuasionOf(patientId, gap));
    const share = drawn.filter(({ ifContacted }) => ifContacted === 'returns').length / drawn.length;
    const stated = drawn.reduce((sum, { effect }) => sum + effect, 0) / drawn.length;
    expect(Math.abs(share - stated)).toBeLessThan(0.05);
  });
});
