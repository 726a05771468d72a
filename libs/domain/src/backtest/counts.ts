import { RULES } from '../rules/index.js';
import type { Specialty } from '../records.js';
import type { AskedDays } from './ask.js';
import { RecordsThen } from './records-then.js';
import type { BacktestRecords } from './result.js';
import { addSparse, sparse, type Sparse } from './sparse.js';
import { Tally, type TallyPiece } from './tally.js';

/** Counts of some people, to be added to those of others. */
export interface CountsPiece {
  records: BacktestRecords;
  /** In the order in which they were met; tallies name them by their place here. */
  households: string[];
  known: Sparse;
  specialties: Specialty[];
  dropOffs: number;
  dropOffsExcluded: number;
  /** By side: what is counted of each rule, of the pack, of the fixed gaps. */
  sides: [of: string, tally: TallyPiece][][];
}

/** Everything that is counted in the last round of a backtest. Adding is all that is ever done to it: whoever counts in pieces comes to the same. */
export class BacktestCounts {
  readonly records = new RecordsThen();
  /** By asked day: how many more people are on record than on the day before. */
  readonly known: Int32Array;
  readonly specialties = new Set<Specialty>();
  dropOffs = 0;
  dropOffsExcluded = 0;
  private readonly places = new Map<string, number>();
  private readonly tallies: Map<string, Tally>[];

  constructor(
    private readonly asked: AskedDays,
    sides: number,
  ) {
    this.known = new Int32Array(asked.instants.length + 1);
    this.tallies = Array.from({ length: sides }, () => new Map<string, Tally>());
  }

  get households(): number {
    return this.places.size;
  }

  /** Its place among the households that were met. */
  household(name: string): number {
    let place = this.places.get(name);
    if (place === undefined) this.places.set(name, (place = this.places.size));
    return place;
  }

  tally(side: number, of: string): Tally {
    const tallies = this.tallies[side]!;
    let tally = tallies.get(of);
    if (tally === undefined) {
      // A service task says nothing about the patient: whether they come does not tell whether it was right.
      const isJudged = RULES.find(({ id }) => id === of)?.kind !== 'V';
      tallies.set(of, (tally = new Tally(this.asked, isJudged)));
    }
    return tally;
  }

  written(): CountsPiece {
    return {
      records: { ...this.records.counts },
      households: [...this.places.keys()],
      known: sparse(this.known),
      specialties: [...this.specialties],
      ...{ dropOffs: this.dropOffs, dropOffsExcluded: this.dropOffsExcluded },
      sides: this.tallies.map((tallies) => [...tallies].map(([of, tally]) => [of, tally.written()])),
    };
  }

  add({ records, households, known, specialties, dropOffs, dropOffsExcluded, sides }: CountsPiece): void {
    this.records.addCounts(records);
    const places = households.map((name) => this.household(name));
    addSparse(this.known, known);
    for (const specialty of specialties) this.specialties.add(specialty);
    this.dropOffs += dropOffs;
    this.dropOffsExcluded += dropOffsExcluded;
    for (const [side, tallies] of sides.entries())
      for (const [of, tally] of tallies) this.tally(side, of).add(tally, places);
  }
}
