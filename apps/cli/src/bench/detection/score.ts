import { planDay, sortPriority, type DayCandidate, type Instant } from '@keepwell/domain';
import type { Life } from '@keepwell/simulator';
import { DAY_MS } from './days.js';
import { hadNothingBooked, offTrackSpans, type OffTrack } from './truth-spans.js';
import type { ListedCase, Walked } from './walk.js';

/** What a way of listing patients did in one world. Counts, so that worlds can be added up. */
export interface Score {
  patientWeeks: number;
  cases: number;
  /** Truly off-track at some time while listed. */
  trueCases: number;
  /** … and not one who would have come back by themselves within the horizon. */
  dropOffCases: number;
  /** Nothing was booked in an unfinished course when the case was opened. */
  unbookedCases: number;
  /** False cases opened after the first morning. */
  falseAlarms: number;
  /** Drop-offs that began to count in the time walked. */
  dropOffs: number;
  found: number;
  /** Days from the last commitment to the first morning listed, of those found. */
  delays: number[];
  /** The same, but from the last visit or loss alone: what a recall or the care itself agreed on does not count. */
  delaysFromVisit: number[];
  /** Listed on the first morning, found by looking back: apart from every other figure. */
  backlog: number;
  /** Places of the mornings' lists that were truly off-track, of how many. */
  placesTrue: number;
  places: number;
  byRule: Record<string, { cases: number; trueCases: number; dropOffCases: number; first: number }>;
}

export interface Judged {
  listed: ListedCase;
  isTrue: boolean;
  span: OffTrack | null;
  /** Which of several practices it was. */
  practice: string;
}

/** Late flags must have had time to come: what began in the last days of the walk is not counted as missed. */
const SETTLING_DAYS = 30;

export function judgeCases(cases: readonly ListedCase[], practice = ''): Judged[] {
  const spansOf = spansByLife();
  const listedOf = new Map<Life, ListedCase[]>();
  for (const listed of cases) listedOf.set(listed.life, [...(listedOf.get(listed.life) ?? []), listed]);
  return cases.map((listed) => {
    const until = listed.until ?? Infinity;
    const spans = spansOf(listed.life).filter((span) => span.from < until && span.until > listed.from);
    // Somebody who stands on the list already is not found a second time by a second record.
    const isTwice = (listedOf.get(listed.life) ?? []).some(
      (other) =>
        other.patientId !== listed.patientId && other.from <= listed.from && (other.until ?? Infinity) > listed.from,
    );
    const span = spans.find(({ isDropOff }) => isDropOff) ?? spans[0] ?? null;
    return { listed, isTrue: span !== null && !isTwice, span, practice };
  });
}

function spansByLife(): (life: Life) => OffTrack[] {
  const known = new Map<Life, OffTrack[]>();
  return (life) => {
    const spans = known.get(life) ?? offTrackSpans(life);
    known.set(life, spans);
    return spans;
  };
}

export interface Way {
  cases: readonly ListedCase[];
  /** How many of a morning's list the team gets to. */
  capacity: number;
}

export function scoreOf({ cases, capacity }: Way, { mornings, patients, lives }: Walked): Score {
  const first = mornings[0]!;
  const last = mornings.at(-1)!;
  const all = judgeCases(cases);
  const judged = all.filter(({ listed }) => listed.from > first);
  const isFalse = judged.filter(({ isTrue }) => !isTrue);
  const score: Score = {
    patientWeeks: (patients * (last - first)) / (7 * DAY_MS),
    cases: judged.length,
    trueCases: judged.length - isFalse.length,
    dropOffCases: judged.filter(({ isTrue, span }) => isTrue && span?.isDropOff === true).length,
    unbookedCases: judged.filter(({ listed, isTrue }) => isTrue || hadNothingBooked(listed.life, listed.from)).length,
    falseAlarms: isFalse.length,
    backlog: all.length - judged.length,
    dropOffs: 0,
    found: 0,
    delays: [],
    delaysFromVisit: [],
    ...placesOf(all, mornings, capacity),
    byRule: byRule(judged),
  };
  countFound(score, cases, lives, { from: first, until: last - SETTLING_DAYS * DAY_MS });
  return score;
}

function countFound(
  score: Score,
  cases: readonly ListedCase[],
  lives: readonly Life[],
  walked: { from: Instant; until: Instant },
): void {
  const listedOf = new Map<Life, ListedCase[]>();
  for (const listed of cases) listedOf.set(listed.life, [...(listedOf.get(listed.life) ?? []), listed]);
  for (const life of lives) {
    for (const span of offTrackSpans(life)) {
      const { gap, from, until, isDropOff } = span;
      if (!isDropOff || gap.since < walked.from || gap.since > walked.until || until <= gap.since) continue;
      score.dropOffs += 1;
      const found = (listedOf.get(life) ?? []).find((it) => (it.until ?? Infinity) > from && it.from < until);
      if (found === undefined) continue;
      score.found += 1;
      if (found.from === walked.from) continue;
      score.delays.push(Math.max(0, found.from - gap.agreedUntil) / DAY_MS);
      score.delaysFromVisit.push(Math.max(0, found.from - gap.committedUntil) / DAY_MS);
    }
  }
}

/** Whom the day's plan gives a place each morning. Nobody works the list off here: whoever stays off-track stays on it. */
function placesOf(
  judged: readonly Judged[],
  mornings: readonly Instant[],
  capacity: number,
): Pick<Score, 'placesTrue' | 'places'> {
  let placesTrue = 0;
  let places = 0;
  const candidates = judged.map((each, index) => ({ each, candidate: candidateOf(each, index) }));
  for (const at of mornings) {
    const listed = candidates.filter(({ each }) => each.listed.from <= at && (each.listed.until ?? Infinity) > at);
    const { today } = planDay(
      listed.map(({ candidate }) => candidate),
      { capacity, used: { places: 0, urgent: 0 } },
    );
    places += today.length;
    for (const id of today) {
      const { span, isTrue } = candidates[Number(id)]!.each;
      if (isTrue && span !== null && span.from <= at && span.until > at) placesTrue += 1;
    }
  }
  return { placesTrue, places };
}

function candidateOf({ listed }: Judged, index: number): DayCandidate {
  const strongest = listed.findings[0]?.class ?? 'S2';
  return {
    ...{ id: String(index), class: strongest, standing: 'waiting', expectedMinor: null },
    sortPriority: sortPriority(strongest, listed.rules.length, listed.from),
  };
}

function byRule(judged: readonly Judged[]): Score['byRule'] {
  const rules: Score['byRule'] = {};
  for (const { listed, isTrue, span } of judged) {
    for (const rule of listed.rules) {
      const row = (rules[rule] ??= { cases: 0, trueCases: 0, dropOffCases: 0, first: 0 });
      row.cases += 1;
      if (isTrue) row.trueCases += 1;
      if (isTrue && span?.isDropOff === true) row.dropOffCases += 1;
      if (listed.rules.length === 1) row.first += 1;
    }
  }
  return rules;
}

export function addScores(scores: readonly Score[]): Score {
  const sum: Score = {
    patientWeeks: 0,
    cases: 0,
    trueCases: 0,
    dropOffCases: 0,
    unbookedCases: 0,
    falseAlarms: 0,
    backlog: 0,
    dropOffs: 0,
    found: 0,
    delays: [],
    delaysFromVisit: [],
    placesTrue: 0,
    places: 0,
    byRule: {},
  };
  for (const score of scores) {
    for (const key of COUNTS) sum[key] += score[key];
    sum.delays.push(...score.delays);
    sum.delaysFromVisit.push(...score.delaysFromVisit);
    for (const [rule, row] of Object.entries(score.byRule)) {
      const all = (sum.byRule[rule] ??= { cases: 0, trueCases: 0, dropOffCases: 0, first: 0 });
      for (const key of ['cases', 'trueCases', 'dropOffCases', 'first'] as const) all[key] += row[key];
    }
  }
  return sum;
}

const COUNTS = [
  'patientWeeks',
  'backlog',
  'cases',
  'trueCases',
  'dropOffCases',
  'unbookedCases',
  'falseAlarms',
  'dropOffs',
  'found',
  'placesTrue',
  'places',
] as const;

export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}
