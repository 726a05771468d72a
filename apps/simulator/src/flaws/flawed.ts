import { Random } from '../random.js';
import type { Life } from '../world.js';
import { enterTwice } from './entered-twice.js';
import { FLAW_NAMES, type FlawName, type Flaws } from './flaws.js';
import { OF_BOOKINGS } from './of-bookings.js';
import { loseMovedRows, loseLinks, losePlans, useOtherNames } from './of-records.js';

/** What a flaw gets to see: a copy of one person's records, chance of its own, and whose family it is. */
export interface Desk {
  life: Life;
  random: Random;
  often: number;
  /** The first of the household. */
  headId: string;
}

type Spoil = (desk: Desk) => void;

/** Walk-ins are told with the lives: see `Habits`. */
type SpoiltName = Exclude<FlawName, 'walk_ins'>;

const SPOILS: Record<SpoiltName, Spoil> = {
  ...OF_BOOKINGS,
  moved_rows: loseMovedRows,
  missing_plans: losePlans,
  unlinked_plans: loseLinks,
  family_accounts: useOtherNames,
  duplicates: (desk) => enterTwice(desk, 'for good'),
  merges: (desk) => enterTwice(desk, 'until joined'),
};

/** Rows that only make sense with what was already spoilt come last. */
const IN_ORDER: SpoiltName[] = [
  'moved_rows',
  ...FLAW_NAMES.filter((name) => name !== 'walk_ins').filter(
    (name) => !['moved_rows', 'duplicates', 'merges', 'family_accounts'].includes(name),
  ),
  'family_accounts',
  'duplicates',
  'merges',
];

/** Writes a life down as a careless desk would. Each flaw draws from a source of its own: switching one on moves no other. */
export class Flawed {
  private readonly flaws: [SpoiltName, number][];

  constructor(
    private readonly seed: string,
    flaws: Flaws,
  ) {
    this.flaws = IN_ORDER.map((name): [SpoiltName, number] => [name, flaws[name] ?? 0]).filter(
      ([, often]) => often > 0,
    );
  }

  /** `told` itself where nothing is spoilt; else a copy: the truth is the same, the records are not. */
  copyOf(told: Life, headId: string): Life {
    if (this.flaws.length === 0) return told;
    const records = told.records.map((record) => ({ ...record, versions: [...record.versions] })) as Life['records'];
    const life: Life = { ...told, records };
    for (const [name, often] of this.flaws) {
      SPOILS[name]({ life, random: new Random(`${this.seed}:${name}:${told.patientId}`), often, headId });
    }
    return life;
  }
}
