import type { Specialty } from '@keepwell/domain';

export class RecommendedRuleDto {
  rule: string;
  name: string;
  /** The rule in a clinic's words. */
  says: string;
  /** How it is set now. */
  mode: 'on' | 'shadow' | 'off';
}

export class LeftOutRuleDto {
  rule: string;
  name: string;
  /** Why it is not recommended here. */
  why: string;
}

/** How the pack did in simulated practices; no figure of this practice. */
export class MeasuredPackDto {
  /** Null: practices of all six specialties together. */
  specialty: Specialty | null;
  /** The kind of simulated practice, e.g. "physio, tidy files". */
  world: string;
  cases: number;
  /** Share of the cases in which the patient was truly off-track, 0 to 1. */
  precision: number;
  dropOffs: number;
  /** Share of the patients who dropped off that were listed, 0 to 1. */
  recall: number;
  /** Median days from the last commitment to the listing. */
  delayDays: number;
}

/** What this practice would switch on to list as the pack that was measured does. Nothing is set by it: propose `switchOn` as a draft. */
export class RecommendedPackDto {
  /** Of the practice's own records; none: nothing is known yet, and the pack is that of all specialties. */
  specialties: Specialty[];
  /** Recommended and not on. */
  switchOn: RecommendedRuleDto[];
  /** Recommended and on already. */
  on: RecommendedRuleDto[];
  leftOut: LeftOutRuleDto[];
  measured: MeasuredPackDto[];
  /** The page of the documentation on which the figures stand with what they do not prove. */
  measuredIn: string;
}
