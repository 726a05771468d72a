import type { PersonFacts, PracticeFacts, RecordVersion } from '../facts.js';
import type { AppointmentStatus, Instant, Specialty } from '../records.js';
import type { PracticeAggregates } from '../settings.js';
import { AsOf } from '../timeline/as-of.js';
import { gapsByLine } from '../timeline/gaps.js';
import { practiceViews } from '../timeline/practice.js';
import { timelineOf } from '../timeline/timeline.js';
import type { RecordsByKind } from './group-persons.js';

/** Line → gap in days → how often it occurs. */
export type GapHistogram = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** The median of a histogram: the mean of the middle two where their number is even (Q10). */
function medianOf(counts: ReadonlyMap<number, number>): number | null {
  const gaps = [...counts].filter(([, count]) => count > 0).sort(([one], [other]) => one - other);
  const total = gaps.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return null;
  const valueAt = (position: number): number => {
    let passed = 0;
    for (const [days, count] of gaps) {
      passed += count;
      if (position < passed) return days;
    }
    return gaps[gaps.length - 1]![0];
  };
  return (valueAt(Math.floor((total - 1) / 2)) + valueAt(Math.floor(total / 2))) / 2;
}

/** Median gap per line; lines without a gap have none. The live product keeps the histogram, an audit counts it: one number. */
export function lineMedianDays(histogram: GapHistogram): Record<string, number> {
  const medians: [string, number][] = [];
  for (const [line, counts] of histogram) {
    const median = medianOf(counts);
    if (median !== null) medians.push([line, median]);
  }
  return Object.fromEntries(medians.sort(([one], [other]) => (one < other ? -1 : 1)));
}

const OUTCOMES: readonly AppointmentStatus[] = ['arrived', 'in_progress', 'completed', 'no_show'];

/** Sources with appointments of which none ever has an outcome; what a system can tell does not depend on the instant (Q28). */
export function sourcesWithoutOutcomes(appointments: readonly RecordVersion<'appointment'>[]): string[] {
  const withOutcome = new Map<string, boolean>();
  for (const { source, data } of appointments) {
    withOutcome.set(source, withOutcome.get(source) === true || OUTCOMES.includes(data.status));
  }
  return [...withOutcome]
    .filter(([, has]) => !has)
    .map(([source]) => source)
    .sort();
}

function specialtiesOf(plans: readonly RecordVersion<'plan'>[]): Specialty[] {
  const named = new Set<Specialty>();
  for (const { data } of plans) if (data.specialty !== null) named.add(data.specialty);
  return [...named].sort();
}

/** Every row of a source, also those of people who are not known yet at the instant asked for. */
export type WholeSource = Pick<RecordsByKind, 'appointment' | 'plan'>;

const rowsOf = (persons: readonly PersonFacts[]): WholeSource => ({
  appointment: persons.flatMap(({ appointments }) => appointments),
  plan: persons.flatMap(({ plans }) => plans),
});

/** What single answers take from the whole data set, as of an instant; what a source can tell, from all of its rows. */
export function aggregatesOf(
  persons: readonly PersonFacts[],
  facts: PracticeFacts,
  asOf: Instant,
  { appointment = [], plan = [] }: WholeSource = rowsOf(persons),
): PracticeAggregates {
  const known: PracticeAggregates = {
    sourcesWithoutOutcomes: sourcesWithoutOutcomes(appointment),
    planSpecialties: specialtiesOf(plan),
    lineMedianDays: {},
  };
  const moment = new AsOf(asOf);
  const view = practiceViews(facts, known)(moment);
  const histogram = new Map<string, Map<number, number>>();
  for (const person of persons) {
    for (const { line, days } of gapsByLine(timelineOf(person, view, moment)?.visits ?? [])) {
      const counts = histogram.get(line) ?? new Map<number, number>();
      histogram.set(line, counts);
      for (const gap of days) counts.set(gap, (counts.get(gap) ?? 0) + 1);
    }
  }
  return { ...known, lineMedianDays: lineMedianDays(histogram) };
}
