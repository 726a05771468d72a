import { Temporal } from 'temporal-polyfill';
import { aPlace } from './fixtures/contact-facts.js';
import type { ContactHours } from './contact.js';
import { isInWindow, nextContactAt } from './contact-window.js';
import { planSequence } from './plan-sequence.js';
import type { SequenceStep } from './sequence.js';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const MINUTES_ABOUT = [-3, -2, -1, 0, 1, 2, 3];
const ZONES = Intl.supportedValuesOf('timeZone');
const FIRST = Temporal.Instant.from('2026-01-01T00:00Z');
const LAST = Temporal.Instant.from('2030-01-01T00:00Z');

const everyDay = (from: number, to: number): ContactHours => {
  const day = { from, to };
  return { place: 'X', days: { 1: day, 2: day, 3: day, 4: day, 5: day, 6: day, 7: day }, notOnHolidays: false };
};

interface Change {
  at: number;
  offset: number;
}

/** The offsets of a zone over the years asked about, from a calendar that is not the code under test. */
function changesOf(zone: string): Change[] {
  const zoned = FIRST.toZonedDateTimeISO(zone);
  const changes = [{ at: zoned.epochMilliseconds, offset: zoned.offsetNanoseconds / 1e6 }];
  let next = zoned.getTimeZoneTransition('next');
  while (next !== null && Temporal.Instant.compare(next.toInstant(), LAST) < 0) {
    changes.push({ at: next.epochMilliseconds, offset: next.offsetNanoseconds / 1e6 });
    next = next.getTimeZoneTransition('next');
  }
  return changes;
}

const CHANGES = new Map(ZONES.map((zone) => [zone, changesOf(zone)]));

/** What the wall clock shows, as if it were UTC. */
function wallClock(changes: readonly Change[], at: number): number {
  return at + (changes.findLast((change) => change.at <= at) ?? changes[0]!).offset;
}

/** Midnights, as `wallClock` writes them, of the local dates on which the clock changes; an ordinary one where it never does. */
function changeDays(changes: readonly Change[]): number[] {
  const days = changes.slice(1).flatMap(({ at, offset }, index) => {
    const before = changes[index]!.offset;
    return [Math.floor((at - 1 + before) / DAY) * DAY, Math.floor((at + offset) / DAY) * DAY];
  });
  return days.length > 0 ? [...new Set(days)] : [Date.parse('2026-06-03')];
}

/** Every instant at which the wall clock shows this; after a skipped time, where the earlier offset puts it (T-02). */
function instantsOf(changes: readonly Change[], wall: number): number[] {
  const offsets = [...new Set(changes.map(({ offset }) => offset))];
  const shown = offsets.map((offset) => wall - offset).filter((at) => wallClock(changes, at) === wall);
  if (shown.length > 0) return shown.sort((one, other) => one - other);
  const gap = changes.findIndex(({ at, offset }, index) => {
    const before = changes[index - 1]?.offset;
    return before !== undefined && at + before <= wall && wall < at + offset;
  });
  return [wall - changes[gap - 1]!.offset];
}

describe('hours of contact', () => {
  it('T-02 an opening in a skipped hour moves forward, in a doubled hour the first counts', () => {
    const early = aPlace(['Europe/London'], { hours: everyDay(90, 1200) });
    const opening = (after: string): string => new Date(nextContactAt(early, Date.parse(after))!).toISOString();
    // 01:30 does not exist on 29 March 2026 and is there twice on 25 October.
    expect(opening('2026-03-29T00:00:00Z')).toBe('2026-03-29T01:30:00.000Z');
    expect(opening('2026-10-24T23:30:00Z')).toBe('2026-10-25T00:30:00.000Z');
  });

  it('T-02 answers the same whatever day the code runs', () => {
    const place = aPlace(['America/New_York', 'America/Chicago']);
    const answers = ['2020-01-01', '2026-10-25', '2026-03-08'].map((today) => {
      const realNow = Date.now;
      Date.now = () => Date.parse(today);
      try {
        return Array.from({ length: 400 }, (_, step) =>
          nextContactAt(place, Date.parse('2026-10-20T00:13:00Z') + step * 47 * MINUTE),
        );
      } finally {
        Date.now = realNow;
      }
    });
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  it('T-03 every zone, every transition 2026 to 2029, each minute about the edges: none outside', () => {
    const wrong: string[] = [];
    let asked = 0;
    for (const [zone, changes] of CHANGES) {
      const place = aPlace([zone]);
      for (const day of changeDays(changes).flatMap((change) => [change - DAY, change, change + DAY])) {
        const edges = [9, 20].flatMap((hour) => instantsOf(changes, day + hour * 60 * MINUTE));
        for (const at of edges.flatMap((edge) => MINUTES_ABOUT.map((minutes) => edge + minutes * MINUTE))) {
          const wall = new Date(wallClock(changes, at));
          const isRight = wall.getUTCDay() !== 0 && wall.getUTCHours() >= 9 && wall.getUTCHours() < 20;
          asked += 1;
          if (isInWindow(place, at) !== isRight) wrong.push(`${zone} ${wall.toISOString()}`);
          const next = nextContactAt(place, at);
          if (next === null || next < at || !isInWindow(place, next)) wrong.push(`next ${zone} ${wall.toISOString()}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(50_000);
  });

  it('T-03 an opening inside the skipped or doubled hour itself is right in every zone', () => {
    const wrong: string[] = [];
    for (const [zone, changes] of CHANGES) {
      for (const day of changeDays(changes)) {
        for (let from = 0; from < 240; from += 30) {
          const place = aPlace([zone], { hours: everyDay(from, 1200) });
          const expected = instantsOf(changes, day + from * MINUTE)[0]!;
          // From just before: where the day itself begins after a skipped midnight, that is inside already.
          const next = nextContactAt(place, expected - 1);
          const wasInside = isInWindow(place, expected - 1);
          if (next !== (wasInside ? expected - 1 : expected))
            wrong.push(`${zone} ${new Date(day).toISOString()} ${from}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('T-01 where several zones are possible only hours right in all of them count', () => {
    const place = aPlace(['America/New_York', 'America/Los_Angeles']);
    const at = (clock: string): number => Date.parse(`2026-06-03T${clock}:00-04:00`);
    expect(isInWindow(place, at('11:59'))).toBe(false);
    expect(isInWindow(place, at('12:00'))).toBe(true);
    expect(isInWindow(place, at('19:59'))).toBe(true);
    expect(isInWindow(place, at('20:00'))).toBe(false);
    expect(nextContactAt(place, at('08:00'))).toBe(at('12:00'));
    expect(nextContactAt(place, at('20:00'))).toBe(at('12:00') + DAY);
  });

  it('T-01 zones without an hour in common have no next one', () => {
    expect(nextContactAt(aPlace(['Europe/London', 'Pacific/Auckland']), Date.parse('2026-06-03T10:00Z'))).toBeNull();
    expect(nextContactAt(aPlace([]), 0)).toBeNull();
  });

  it('C-09 holidays count as the local date has them', () => {
    const place = aPlace(['Pacific/Auckland'], { holidays: ['2026-06-01'] });
    expect(isInWindow(place, Date.parse('2026-06-01T10:00:00+12:00'))).toBe(false);
    expect(new Date(nextContactAt(place, Date.parse('2026-05-31T23:00:00Z'))!).toISOString()).toBe(
      '2026-06-01T21:00:00.000Z',
    );
  });
});

describe('a sequence in time', () => {
  const step = (more: Partial<SequenceStep>): SequenceStep => ({
    afterDays: 0,
    afterHours: 0,
    channel: 'sms',
    template: 't',
    expiresAfterDays: 1,
    ...more,
  });
  const iso = (at: number): string => new Date(at).toISOString();
  const HOLD = 10_000;

  it('keeps the clock time over local days, waits for the window, and the first waits out the undo', () => {
    const start = Date.parse('2026-03-27T15:00:00Z');
    const plan = planSequence([step({}), step({ afterDays: 3 }), step({ afterHours: 5 })], start, aPlace(), HOLD)!;
    expect(plan.map(({ dueAt }) => iso(dueAt))).toEqual([
      '2026-03-27T15:00:10.000Z',
      // Summer time began between: three in the afternoon by the wall clock.
      '2026-03-30T14:00:00.000Z',
      // Five hours on is eight in the evening: closed.
      '2026-03-31T08:00:00.000Z',
    ]);
    expect(plan.map(({ step: position }) => position)).toEqual([0, 1, 2]);
  });

  it('T-06 is planned inside the window only, and worth sending until the end of a later local date', () => {
    const start = Date.parse('2026-06-06T21:00:00Z');
    const [first] = planSequence([step({ expiresAfterDays: 2 })], start, aPlace(), HOLD)!;
    expect(iso(first!.dueAt)).toBe('2026-06-08T08:00:00.000Z');
    expect(iso(first!.latestAt)).toBe('2026-06-10T23:00:00.000Z');
  });

  it('is not planned where no hour is right', () => {
    expect(planSequence([step({})], 0, aPlace(['Europe/London', 'Pacific/Auckland']), HOLD)).toBeNull();
  });

  it('T-04 a daily step falls on each local date exactly once over every change, in every zone', () => {
    const wrong: string[] = [];
    const daily = Array.from({ length: 6 }, () => step({ afterDays: 1 }));
    const allDay = everyDay(0, 1440);
    for (const [zone, changes] of CHANGES) {
      const place = aPlace([zone], { hours: allDay });
      for (const day of changeDays(changes)) {
        for (const clock of [0, 30, 90, 150, 195, 540, 1199, 1410]) {
          const start = instantsOf(changes, day - 3 * DAY + clock * MINUTE)[0]!;
          const dates = planSequence(daily, start, place, 0)!.map(
            ({ dueAt }) => Math.floor(wallClock(changes, dueAt) / DAY) - day / DAY,
          );
          if (dates.join() !== '-2,-1,0,1,2,3')
            wrong.push(`${zone} ${new Date(day).toISOString()} ${clock}: ${dates.join()}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});
