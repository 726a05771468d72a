import type { Cursor } from './connector.js';
import { cursorOf } from './cursors.js';
import { nextOffset, nextPageNumber, nextRelay, nextToken, pageMark } from './pages.js';
import { askFrom, finishWalk, NO_MARKS, noteAnswer, OVERLAP_MS, slicesOf, watermarkOf, windowAround } from './walks.js';

const T = Date.parse('2026-03-10T12:00:00Z');

describe('the marks of a walk by change', () => {
  it('S-02 the next walk asks from the vendor’s time when the last one began, less five minutes', () => {
    const first = noteAnswer(NO_MARKS, T, [T - 50, null]);
    const marks = noteAnswer(first, T + 9_000, [T + 8_000]);
    expect(watermarkOf(marks)).toBe(T - OVERLAP_MS);
    const next = finishWalk(marks);
    expect(next).toEqual({ since: T, begun: null, newest: null });
    expect(askFrom(next)).toBe(T - OVERLAP_MS);
    expect(askFrom(NO_MARKS)).toBeNull();
  });

  it('S-02 goes by the newest stamp where the vendor tells no time, and stays where it saw nothing', () => {
    expect(finishWalk(noteAnswer(NO_MARKS, null, [T])).since).toBe(T);
    expect(finishWalk({ ...NO_MARKS, since: T }).since).toBe(T);
    expect(finishWalk(noteAnswer(NO_MARKS, T, [T - 60_000]), { trustDate: false }).since).toBe(T - 60_000);
    // A clock that was set back makes repeats, not gaps.
    expect(finishWalk({ since: T, begun: T - 10, newest: null }).since).toBe(T - 10);
  });

  it('S-02 never counts as read what is still to come, whatever a clock or a row of the vendor says', () => {
    const year = 365 * 86_400_000;
    expect(finishWalk(noteAnswer(NO_MARKS, T + year, [T]), { now: T }).since).toBe(T);
    expect(finishWalk(noteAnswer(NO_MARKS, null, [T + year]), { now: T }).since).toBe(T);
    expect(finishWalk({ ...NO_MARKS, since: T + year }, { now: T }).since).toBe(T);
    // Behind our clock, the vendor's counts.
    expect(finishWalk(noteAnswer(NO_MARKS, T - 600_000, []), { now: T }).since).toBe(T - 600_000);
  });

  it('cuts a window into slices without gaps', () => {
    const window = windowAround(T, { past: 30, future: 40 });
    const slices = slicesOf(window, 31);
    expect(slices).toHaveLength(3);
    expect(slices[0]?.from).toBe(window.from);
    expect(slices.at(-1)?.to).toBe(window.to);
    for (const [index, { to }] of slices.slice(0, -1).entries()) expect(slices[index + 1]?.from).toBe(to);
  });
});

describe('pages', () => {
  it('go on by number, by offset, by token, and end', () => {
    expect(nextPageNumber({ number: 1, size: 2, given: 2 })).toBe(2);
    expect(nextPageNumber({ number: 1, size: 2, given: 1 })).toBeNull();
    expect(nextPageNumber({ number: 1, size: 100, given: 25, total: 130 })).toBe(2);
    expect(nextPageNumber({ number: 2, size: 100, given: 0, total: 500 })).toBeNull();
    expect(nextOffset({ offset: 0, limit: 200, given: 100, total: 130 })).toBe(100);
    expect(nextOffset({ offset: 100, limit: 100, given: 30, total: 130 })).toBeNull();
    expect(nextToken('b', 'a', 'Acme')).toBe('b');
    expect(nextToken(null, 'a', 'Acme')).toBeNull();
    expect(nextRelay({ hasNextPage: true, endCursor: 'x' }, null, 'Acme')).toBe('x');
    expect(nextRelay({ hasNextPage: false, endCursor: 'x' }, null, 'Acme')).toBeNull();
  });

  it('never turn in a circle', () => {
    expect(() => nextToken('a', 'a', 'Acme')).toThrow('same next page twice');
    expect(() => nextRelay({ hasNextPage: true, endCursor: null }, 'x', 'Acme')).toThrow('not where');
    expect(() => nextRelay(null, null, 'Acme')).toThrow('pageInfo');
    const mark = pageMark(['1', '2'], null, 'Acme');
    expect(pageMark(['2', '3'], mark, 'Acme')).not.toBe(mark);
    expect(() => pageMark(['1', '2'], mark, 'Acme')).toThrow('again and again');
    expect(pageMark([], pageMark([], null, 'Acme'), 'Acme')).toBeTruthy();
  });
});

it('reads its own cursors, and begins again with any other', () => {
  const cursors = cursorOf(2, (value): value is { page: number } => {
    return typeof value === 'object' && value !== null && 'page' in value && typeof value.page === 'number';
  });
  expect(cursors.read(cursors.write({ page: 3 }))).toEqual({ page: 3 });
  const others: (Cursor | null)[] = [
    null,
    'x',
    3,
    [],
    { v: 1, at: { page: 3 } },
    { v: 2, at: { page: '3' } },
    { v: 2 },
  ];
  expect(others.map((other) => cursors.read(other))).toEqual(others.map(() => null));
});
