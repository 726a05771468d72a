import type { Specialty } from '@keepwell/domain';

export class ReturnParametersDto {
  /** 1: visits at random; the larger, the more regular. */
  k: number;
  /** How alike patients are in how often they come. */
  r: number;
  /** Weeks. */
  alpha: number;
  /** With `b`: the chance to stop for good after a visit is a / (a + b) on average. */
  a: number;
  b: number;
}

export class CalibrationBinDto {
  n: number;
  /** Mean of the chances given, 0 to 1. */
  said: number;
  /** Share that returned. */
  happened: number;
}

/** How good the chances were in weeks the model had not seen. */
export class CalibrationDto {
  /** Looks at a patient; one may be looked at twice. */
  n: number;
  returned: number;
  said: number;
  /** 0 is best. */
  brier: number;
  /** 1 for chances that mean what they say. */
  slope: number | null;
  /** 0 for chances that mean what they say. */
  intercept: number | null;
  /** The chance that one who returned had been given more than one who did not; 0.5 is a coin. */
  auc: number | null;
  /** Ten of equal count, from the least likely on. */
  bins: CalibrationBinDto[];
}

export class DropOffPointDto {
  visit: number;
  /** Courses with at least this many visits. */
  atRisk: number;
  dropped: number;
  discharged: number;
  active: number;
  /** Share that had dropped off by this visit, a discharge being an end of its own. */
  incidence: number;
  low: number;
  high: number;
}

export class EarlierFitDto {
  id: string;
  fittedAt: string;
  k: number;
  fittedOn: number;
  brier: number | null;
  usable: boolean;
}

export class ReturnModelDto {
  id: string;
  /** As the practice writes it; null: the line nobody named. */
  line: string | null;
  specialty: Specialty | null;
  /** Who comes within so many days counts as returned. */
  horizonDays: number;
  parameters: ReturnParametersDto;
  /** Usual days between two visits of somebody who keeps coming. */
  usualGapDays: number;
  /** Share of patients who stop for good after a visit. */
  stopsAfterVisit: number;
  /** Log-likelihood at the parameters. */
  lnLikelihood: number;
  /** Courses that it was fitted on. */
  fittedOn: number;
  people: number;
  /** 0: only this practice's patients speak; 1: only what was known beforehand. */
  priorWeight: number;
  calibration: CalibrationDto | null;
  /** Whether rules may rest on it. */
  usable: boolean;
  /** Why not, in a sentence. */
  says: string | null;
  dropOff: DropOffPointDto[];
  /** What was known by then was used. */
  asOf: string;
  fittedAt: string;
  /** Newest first, this one included. */
  history: EarlierFitDto[];
}

export class ReturnModelListDto {
  items: ReturnModelDto[];
  /** Null: never. */
  fittedAt: string | null;
  isFitting: boolean;
  /** Why there is none, in a sentence. */
  says: string | null;
}

export class FitAskedDto {
  says: string;
}
