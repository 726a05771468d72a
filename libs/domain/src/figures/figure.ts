import type { RecordKind } from '../records.js';
import type { Timeline } from '../timeline/timeline.js';

/** One number beside the metrics of an audit: what it is made of, and who is behind it. */
export interface Figure {
  /** Of the metric dictionary. */
  metric: string;
  /** Tells figures of one metric apart: a month, a step, a level. */
  key?: string;
  /** The key in words. */
  about?: string;
  numerator: number | null;
  /** Null for a count, and where `value` is no quotient. */
  denominator: number | null;
  /** Where the number is not numerator by denominator. */
  value?: number;
  /** In ids of persons. */
  people: { numerator: string[]; denominator: string[] };
  /** What has to be said beside it; for a number without data, what is missing. */
  says?: string;
}

export interface FigureSection {
  id: string;
  title: string;
  figures: Figure[];
  /** Whole sentences on how to read it. */
  notes: string[];
}

/** Counts one section, person by person. */
export interface FigureCount {
  add(personId: string, timeline: Timeline): void;
  section(): FigureSection;
}

/** Does the practice have any record of this kind? An empty file is data, a missing one is not. */
export type HasKind = (kind: RecordKind) => boolean;

/** What the counting of a practice's figures is told. */
export interface Counting {
  has: HasKind;
  /** Whether ids of people are kept: of a million patients an audit, which prints none, would keep them for nothing. */
  keepsPeople: boolean;
}

/** Collects one figure: everybody it looks at, and those of them it counts. */
export class Tally {
  private numerator = 0;
  private denominator = 0;
  private readonly some: string[] = [];
  private readonly all: string[] = [];

  constructor(private readonly keepsPeople: boolean) {}

  get of(): number {
    return this.denominator;
  }

  get hits(): number {
    return this.numerator;
  }

  count(personId: string, belongs: boolean): void {
    this.denominator += 1;
    if (belongs) this.numerator += 1;
    if (!this.keepsPeople) return;
    if (this.all.at(-1) !== personId) this.all.push(personId);
    if (belongs && this.some.at(-1) !== personId) this.some.push(personId);
  }

  figure(metric: string, more: Pick<Figure, 'key' | 'about' | 'says'> = {}): Figure {
    return {
      metric,
      ...more,
      numerator: this.numerator,
      denominator: this.denominator,
      people: { numerator: this.some, denominator: this.all },
    };
  }
}

/** A figure that nothing can be said about, and what would be needed for it. */
export function noData(metric: string, needs: string): Figure {
  return {
    metric,
    numerator: null,
    denominator: null,
    people: { numerator: [], denominator: [] },
    says: `No data: needs ${needs}.`,
  };
}
