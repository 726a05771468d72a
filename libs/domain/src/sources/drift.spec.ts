import { carriesSomething, vanishedFields, type ProfileHour } from './drift.js';

/** Newest first: so many records, of which so many carried the field. */
const hours = (...of: [seen: number, filled: number][]): ProfileHour[] =>
  of.map(([seen, filled], n) => ({ hour: -n, seen, filled: { line: filled } }));

describe('a field that falls silent', () => {
  it.each([
    ['after fifty records without it', hours([30, 0], [20, 0], [50, 10]), true],
    ['not after forty-nine', hours([49, 0], [50, 10]), false],
    ['not when one record in fifty still carries it', hours([50, 1], [50, 50]), false],
    ['not when it was always rare', hours([500, 0], [100, 19]), false],
    ['when one in five carried it', hours([50, 0], [100, 20]), true],
    ['not when too little was seen before', hours([500, 0], [49, 49]), false],
    ['not when it never carried anything', hours([500, 0], [500, 0]), false],
    ['though it was silent for a while before', hours([60, 0], [50, 25], [10, 0], [50, 25]), true],
  ])('X20 is seen %s', (_, profile, vanished) => {
    expect(vanishedFields(profile).map(({ field }) => field)).toEqual(vanished ? ['line'] : []);
  });

  it('X20 tells how it was before and for how long it is gone', () => {
    expect(vanishedFields(hours([30, 0], [40, 0], [100, 60]))).toEqual([
      { field: 'line', before: { seen: 100, filled: 60 }, since: 70 },
    ]);
  });

  it('carries nothing when it is empty, or says that it knows nothing', () => {
    expect([null, undefined, '', 'unknown', []].map(carriesSomething)).toEqual([false, false, false, false, false]);
    expect([0, false, 'x', [1]].map(carriesSomething)).toEqual([true, true, true, true]);
  });
});
