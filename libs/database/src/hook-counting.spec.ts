import { heardCall, type HookCount } from './hook-counting.js';

const hear = (calls: number[][], from: HookCount | null = null) => {
  let count = from;
  const missing = calls.map((numbers) => {
    const heard = heardCall(count, { numbers, upTo: Math.max(0, ...numbers), begins: false });
    count = heard.count;
    return heard.missing;
  });
  return { count: count!, missing };
};

describe('calls that are counted by the other side', () => {
  it('miss nothing while they come in order, repeated or not', () => {
    expect(hear([[4], [5], [5], [6, 7], [7]])).toEqual({ count: { upTo: 7, gaps: [] }, missing: [0, 0, 0, 0, 0] });
  });

  it('show what never came, and fill it when it comes late', () => {
    expect(hear([[1], [5], [3]])).toEqual({
      count: {
        upTo: 5,
        gaps: [
          [2, 2],
          [4, 4],
        ],
      },
      missing: [0, 3, 0],
    });
    expect(hear([[1], [3], [2]]).count).toEqual({ upTo: 3, gaps: [] });
  });

  it('show by a sign of life that the last ones never came', () => {
    const { count } = hear([[1], [2]]);
    expect(heardCall(count, { numbers: [], upTo: 4, begins: false })).toEqual({
      count: { upTo: 4, gaps: [[3, 4]] },
      missing: 2,
    });
  });

  it('begin anew with a subscription that begins', () => {
    const { count } = hear([[1], [9]]);
    expect(heardCall(count, { numbers: [], upTo: 0, begins: true })).toEqual({
      count: { upTo: 0, gaps: [] },
      missing: 0,
    });
  });
});
