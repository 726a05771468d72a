import type { Decided, RuleClass, RuleKind, RuleVerdict } from '../evaluation.js';
import type { RecordKind, Specialty } from '../records.js';
import type { RuleMode, RuleParameters } from '../settings.js';
import type { AsOf } from '../timeline/as-of.js';
import type { Timeline } from '../timeline/timeline.js';
import type { Need } from './needs.js';

/** What kept a rule from listing a person: a stable word and a sentence. */
export interface Silence {
  because: Exclude<RuleVerdict['because'], 'fires'>;
  says: string;
}

export interface RuleAnswer {
  /** Findings in full where the moment tells. */
  findings: readonly Decided[];
  /** Null when there are findings. */
  silence: Silence | null;
}

/** Looks at one timeline. Time is asked of `asOf` alone, which thereby knows when the answer can next change. */
export type FindIn = (timeline: Timeline, asOf: AsOf, earlier: readonly Decided[]) => RuleAnswer;

/**
 * A rule is a value. `prepare` closes over a practice's parameters once; what it returns is asked for every person.
 * `earlier` holds what the rules before it in the list have found.
 */
export interface Rule {
  id: string;
  name: string;
  version: number;
  kind: RuleKind;
  class: RuleClass;
  /** The rule in a clinic's words. */
  says: string;
  defaults: RuleParameters;
  /** Off in a new practice until somebody switches it on; an audit shows beforehand whom it would list. */
  startsOff?: true;
  /**
   * Not of the catalogue: what some practices want to be told besides (ids P01 …). Off until switched on (but for P06, the
   * housekeeping of K11), asked by no audit, and never of kind O: whatever it finds makes nobody off-track.
   */
  practiceRule?: true;
  /** Specialties whose pack starts with it, where its parameters do not say so themselves; absent: all. */
  startsIn?: readonly Specialty[];
  /** Kinds of records without which it can say nothing (Q86); absent: appointments. */
  restsOn?: readonly RecordKind[];
  /** Kinds that it looks at besides, and may speak of alone. */
  alsoReads?: readonly RecordKind[];
  /** Without which it finds nothing, whatever the day; absent: nothing is named, and it is always asked. */
  needs?: readonly Need[];
  /**
   * On what it rests that has happened, where it rests on no absence: it goes on speaking while a source is behind (E12). Absent:
   * "nothing is there" is part of what it claims, and it waits.
   */
  restsOnEvents?: string;
  /** It reads the practice's care templates: a change of those may change its answers. */
  readsCare?: true;
  /** Rules whose findings it looks at: they are asked before it. */
  after?: readonly string[];
  prepare(parameters: RuleParameters): FindIn;
}

/** The catalogue first, then a practice's own. */
export function compareRules(one: string, other: string): number {
  return Number(isPracticeRule(one)) - Number(isPracticeRule(other)) || (one < other ? -1 : one > other ? 1 : 0);
}

function isPracticeRule(id: string): boolean {
  return id.startsWith('P');
}

/** How a rule runs that the settings do not name. */
export function unnamedMode({ practiceRule }: Pick<Rule, 'practiceRule'>): RuleMode {
  return practiceRule === true ? 'off' : 'on';
}

const LOWER: Record<RuleClass, RuleClass> = { S1: 'S2', S2: 'S3', S3: 'S4', S4: 'S4' };

/** One lower for an episode that is only inferred: less is known there (K22, Q82). */
export function classOf(rule: Pick<Rule, 'class'>, isInferred: boolean): RuleClass {
  return isInferred ? LOWER[rule.class] : rule.class;
}

/** From least to most telling: a person with several episodes is answered for the one that came closest. */
const TELLING: Record<Silence['because'], number> = {
  shadow: -1,
  off: -1,
  suspended: 0,
  excluded: 1,
  no_data: 2,
  not_applicable: 3,
  lapsed: 4,
  closed: 5,
  answered: 6,
  live_booking: 7,
  waiting: 8,
};

/** Of two that tell as much, the first. */
export function moreTelling(one: Silence | null, other: Silence): Silence {
  return one === null || TELLING[other.because] > TELLING[one.because] ? other : one;
}

export function mostTelling(silences: readonly Silence[]): Silence {
  const telling = silences.reduce<Silence | null>(moreTelling, null);
  return telling ?? { because: 'no_data', says: 'No appointment on record.' };
}
