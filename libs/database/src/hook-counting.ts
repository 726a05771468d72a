/** How far the calls of one subscription have come, as they are counted by the other side. */
export interface HookCount {
  upTo: number;
  /** Numbers that never came, from and to. */
  gaps: [from: number, to: number][];
}

export interface CountedCall {
  /** Numbers of the events in this call; none in a sign of life. */
  numbers: readonly number[];
  /** How many events there were by now. */
  upTo: number;
  /** The subscription begins: what was counted before is over. */
  begins: boolean;
}

/** Gaps remembered at once: the oldest go first. */
const MOST_GAPS = 50;

/**
 * A call heard. `missing`: how many it shows not to have come. One that comes late fills its gap; the first that is ever heard of a
 * subscription says nothing of what was before.
 */
export function heardCall(before: HookCount | null, call: CountedCall): { count: HookCount; missing: number } {
  const top = Math.max(call.upTo, ...call.numbers);
  if (before === null || call.begins) return { count: { upTo: top, gaps: [] }, missing: 0 };
  const here = new Set(call.numbers);
  const older = before.gaps.flatMap((gap) => without(gap, here));
  const news = top > before.upTo ? without([before.upTo + 1, top], here) : [];
  const missing = news.reduce((sum, [from, to]) => sum + to - from + 1, 0);
  return { count: { upTo: Math.max(top, before.upTo), gaps: [...older, ...news].slice(-MOST_GAPS) }, missing };
}

function without([from, to]: [number, number], numbers: ReadonlySet<number>): [number, number][] {
  const cuts = [...numbers].filter((number) => number >= from && number <= to).sort((a, b) => a - b);
  const left: [number, number][] = [];
  let start = from;
  for (const cut of cuts) {
    if (cut > start) left.push([start, cut - 1]);
    start = cut + 1;
  }
  if (start <= to) left.push([start, to]);
  return left;
}
