import { NOT_ABOUT_LEAVING, type EvaluationSettings } from '@keepwell/domain';
import { machine, type BenchCase, type BenchReport } from './bench-report.js';
import { FIXED_GAPS } from './detection/fixed-gap.js';
import { asDecided, livePack } from './detection/pack.js';
import { addScores, judgeCases, scoreOf, type Judged, type Score } from './detection/score.js';
import { figuresOf, type Figures } from './detection/figures.js';
import { upliftCoverage, type UpliftCoverage } from './detection/uplift.js';
import { walk, type ListedCase, type Walked } from './detection/walk.js';
import { practiceOf, walkedMornings, WORLDS, type World } from './detection/worlds.js';

export interface DetectionOptions {
  seeds: readonly number[];
  /** Patients of each practice. */
  patients: number;
  worlds?: readonly World['id'][];
  /** Mornings walked; absent: half a year. */
  days?: number;
  upliftSeeds?: number;
  onProgress?: (line: string) => void;
  signal?: AbortSignal;
}

export interface WorldReport {
  id: World['id'];
  says: string;
  ways: { keepwell: Figures; asDecided: Figures; fixed60: Figures; fixed90: Figures };
  /** Of Keepwell's live list, by rule: on how many cases it stood at their opening, and how many of those were true. */
  rules: { rule: string; cases: number; trueCases: number; alone: number }[];
  forbidden: string[];
  factsChecked: number;
  unexplained: string[];
  evaluations: number;
}

export interface DetectionReport extends BenchReport {
  seeds: readonly number[];
  patients: number;
  days: number;
  capacity: number;
  worlds: WorldReport[];
  uplift: UpliftCoverage;
}

/** Places of a day's list that are looked at: one contact for every hundred patients. */
const capacityOf = (patients: number): number => Math.ceil(patients / 100);

/** Simulated practices, walked morning by morning, held against what really happened in them. */
export async function benchDetection(options: DetectionOptions): Promise<DetectionReport> {
  const { seeds, patients, onProgress, signal, upliftSeeds = 200 } = options;
  const mornings = walkedMornings(options.days);
  const capacity = capacityOf(patients);
  const worlds: WorldReport[] = [];
  const trialled: Judged[] = [];
  for (const world of WORLDS.filter(({ id }) => options.worlds?.includes(id) ?? true)) {
    const walks: Walks[] = [];
    for (const seed of seeds) {
      // A walk takes seconds: a Ctrl-C is heard between two of them.
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
      onProgress?.(`${world.id}, seed ${seed}: ${patients} patients, ${mornings.length} mornings`);
      walks.push(walkBoth(world, seed, patients, mornings));
    }
    worlds.push(worldReport(world, walks, capacity));
    if (world.id === 'mixed' || options.worlds?.length === 1) {
      for (const [index, { ours }] of walks.entries()) trialled.push(...judgeCases(ours.cases, String(seeds[index])));
    }
  }
  const uplift = upliftCoverage(trialled, upliftSeeds);
  return {
    bench: 'detection',
    cases: worlds.flatMap(benchCases),
    machine: machine(),
    notes: NOTES,
    seeds,
    patients,
    days: mornings.length - 1,
    capacity,
    worlds,
    uplift,
  };
}

interface Walks {
  ours: Walked;
  decided: Walked;
}

function walkBoth(world: World, seed: number, patients: number, mornings: readonly number[]): Walks {
  const walked = (settings: EvaluationSettings): Walked => walk(practiceOf(world, seed, patients), settings, mornings);
  return { ours: walked(livePack()), decided: walked(asDecided()) };
}

function worldReport({ id, says }: World, walks: readonly Walks[], capacity: number): WorldReport {
  const total = (walkOf: (walks: Walks) => Walked, casesOf: (walked: Walked) => readonly ListedCase[]): Score =>
    addScores(
      walks.map((each) => {
        const walked = walkOf(each);
        return scoreOf({ cases: casesOf(walked), capacity }, walked);
      }),
    );
  const ours = total(
    (each) => each.ours,
    ({ cases }) => cases,
  );
  const [fixed60, fixed90] = FIXED_GAPS.map((gap) =>
    total(
      (each) => each.ours,
      ({ fixedGaps }) => fixedGaps[gap],
    ),
  );
  const decided = total(
    (each) => each.decided,
    ({ cases }) => cases,
  );
  return {
    id,
    says,
    ways: {
      keepwell: figuresOf(ours),
      asDecided: figuresOf(decided),
      fixed60: figuresOf(fixed60!),
      fixed90: figuresOf(fixed90!),
    },
    rules: Object.entries(ours.byRule)
      .map(([rule, { cases, trueCases, first }]) => ({ rule, cases, trueCases, alone: first }))
      .sort((one, other) => (one.rule < other.rule ? -1 : 1)),
    forbidden: walks.flatMap((each) => each.ours.forbidden),
    factsChecked: walks.reduce((sum, each) => sum + each.ours.factsChecked, 0),
    unexplained: walks.flatMap((each) => each.ours.unexplained),
    evaluations: walks.reduce((sum, each) => sum + each.ours.evaluations, 0),
  };
}

/** Beside the fixed 60 days, as programs compare; the table for people and `worlds` hold all four. */
function benchCases({ id, ways: { keepwell, fixed60 } }: WorldReport): BenchCase[] {
  const share = (name: string, ours: number | null, peer: number | null): BenchCase[] =>
    ours === null
      ? []
      : [
          {
            name: `${id}: ${name}`,
            ours,
            floor: null,
            peer,
            unit: 'share',
            ofFloor: null,
            timesPeer: ratio(ours, peer),
          },
        ];
  const less = (name: string, unit: string, ours: number | null, peer: number | null): BenchCase[] =>
    ours === null
      ? []
      : [{ name: `${id}: ${name}`, ours, floor: null, peer, unit, ofFloor: null, timesPeer: ratio(peer, ours) }];
  return [
    ...share('precision', keepwell.precision, fixed60.precision),
    ...share('precision, drop-offs only', keepwell.precisionDropOffs, fixed60.precisionDropOffs),
    ...share('recall', keepwell.recall, fixed60.recall),
    ...less('delay, median', 'days', keepwell.delayMedian, fixed60.delayMedian),
    ...less('delay, 90 %', 'days', keepwell.delay90, fixed60.delay90),
    ...less('false cases', 'per 1,000 patients a week', keepwell.falsePerThousandWeeks, fixed60.falsePerThousandWeeks),
    ...share('precision of the day', keepwell.precisionAtK, fixed60.precisionAtK),
  ];
}

function ratio(one: number | null, other: number | null): number | null {
  return one === null || other === null || other === 0 ? null : one / other;
}

const NOTES = [
  'true: an unfinished course, nothing booked, past what is usual or meant to leave, at some time while listed; drop-offs: those of them who do not come back by themselves within their specialty’s horizon',
  'delay: from the last commitment (end of the last visit, loss of the last booking, or the day on which a recall or the care itself called for the next step) to the first morning listed',
  'what is listed on the first morning (found by looking back) counts for recall alone',
  `the live list runs with every rule but ${NOT_ABOUT_LEAVING.join(', ')}, which speak of people who still come`,
  'simulated patients: they prove that the rules read files rightly, not how patients of a real practice behave',
];
