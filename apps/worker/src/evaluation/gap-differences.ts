import type { GapChange, GapCounts, LineGaps } from '@keepwell/database';

/** How the practice's histogram changes when these persons' shares are put in the place of the stored ones. */
export function gapDifferences(
  before: ReadonlyMap<string, readonly LineGaps[]>,
  after: ReadonlyMap<string, readonly LineGaps[]>,
): { changes: GapChange[]; changedPersons: string[] } {
  const sums = new Map<string, GapChange>();
  const count = (gaps: readonly LineGaps[], by: 1 | -1) => {
    for (const { line, days } of gaps) {
      for (const gap of days) {
        const key = `${gap} ${line}`;
        const sum = sums.get(key) ?? { line, days: gap, by: 0 };
        sum.by += by;
        sums.set(key, sum);
      }
    }
  };
  const changedPersons: string[] = [];
  for (const [personId, gaps] of after) {
    const stored = before.get(personId) ?? [];
    if (JSON.stringify(stored) === JSON.stringify(gaps)) continue;
    changedPersons.push(personId);
    count(stored, -1);
    count(gaps, 1);
  }
  const changes = [...sums.values()].filter(({ by }) => by !== 0);
  changes.sort((one, other) => (one.line === other.line ? one.days - other.days : one.line < other.line ? -1 : 1));
  return { changes, changedPersons };
}

/** Keeps the histogram in hand in step with the one that was written. */
export function applyGapChanges(histogram: GapCounts, changes: readonly GapChange[]): void {
  for (const { line, days, by } of changes) {
    const ofLine = histogram.get(line) ?? new Map<number, number>();
    histogram.set(line, ofLine.set(days, (ofLine.get(days) ?? 0) + by));
  }
}
