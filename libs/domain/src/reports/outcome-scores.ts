import { isWithin, type Period } from '../audit/period.js';
import type { Instant, Score } from '../records.js';
import type { AsOf } from '../timeline/as-of.js';
import type { Timeline } from '../timeline/timeline.js';
import { seeRecords } from '../timeline/versions.js';

interface Taken extends Score {
  value: number;
  takenAt: Instant;
}

/** Null: nothing to compare. Else whether the newest score of any instrument is better than its first by a change that can be told. */
export function hasImproved({ person }: Timeline, period: Period, asOf: AsOf): boolean | null {
  const byInstrument = new Map<string, Taken[]>();
  for (const { row } of seeRecords(person.scores, asOf)) {
    const { instrument, domain, value, takenAt } = row.data;
    if (instrument === null || value === null || takenAt === null || !asOf.reached(takenAt)) continue;
    const key = `${instrument}\u0000${domain ?? ''}`;
    byInstrument.set(key, [...(byInstrument.get(key) ?? []), { ...row.data, value, takenAt }]);
  }
  let improved: boolean | null = null;
  for (const scores of byInstrument.values()) {
    const inOrder = scores.sort((one, other) => one.takenAt - other.takenAt);
    const [first] = inOrder;
    const last = inOrder.at(-1);
    if (first === undefined || last === undefined || first === last || last.direction === null) continue;
    if (!isWithin(period, last.takenAt)) continue;
    const change = last.direction === 'higher_better' ? last.value - first.value : first.value - last.value;
    const isBetter = last.detectableChange === null ? change > 0 : change >= last.detectableChange;
    improved = improved === true || isBetter;
  }
  return improved;
}
