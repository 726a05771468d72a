import {
  auc,
  brier,
  recalibration,
  reliability,
  type Bin,
  type Prediction,
  type Recalibration,
} from '../proof/calibration.js';
import type { Instant, Specialty } from '../records.js';
import { dropOffCurve, type DropOffPoint } from './drop-off-curve.js';
import { mapFit, type MapFit, type Prior } from './map-fit.js';
import { chanceOfReturn, type ReturnParameters } from './mbg-cnbd-k.js';
import { recalibrated, returnDays, withinReason } from './return-model.js';
import { returnInstants, type LineSample } from './return-samples.js';
import type { VisitHistory } from './visit-history.js';

/** How good the probabilities of a model were on weeks it had not seen, of households whose outcome had not taught it. */
export interface Calibration {
  /** Looks at a person; one person may be looked at twice. */
  n: number;
  returned: number;
  /** Mean of what was said. */
  said: number;
  brier: number;
  /** Of what happened over the logit of what was said; 1 and 0 for probabilities that mean what they say. Null: cannot be told. */
  slope: number | null;
  intercept: number | null;
  auc: number | null;
  bins: Bin[];
}

/** A fitted line, as it is stored. */
export interface FittedModel {
  line: string;
  lineName: string | null;
  specialty: Specialty | null;
  horizonDays: number;
  parameters: ReturnParameters;
  covariance: number[][];
  lnLikelihood: number;
  /** Stints that it was fitted on, and how many there were. */
  fittedOn: number;
  people: number;
  priorWeight: number;
  recalibration: Recalibration;
  calibration: Calibration | null;
  usable: boolean;
  /** Why it is not to be used, in a sentence; null: it is. */
  says: string | null;
  dropOff: DropOffPoint[];
}

/** Weeks: the usual gap; the share that stops after each visit. Starting values, weak on purpose; docs/models.md says where they come from. */
const USUAL: Record<Specialty, { gap: number; a: number; b: number }> = {
  PT: { gap: 1, a: 0.6, b: 5.4 },
  PR: { gap: 2, a: 0.5, b: 5.5 },
  MS: { gap: 4, a: 0.8, b: 3.2 },
  DE: { gap: 26, a: 0.6, b: 3.4 },
  MB: { gap: 4, a: 0.5, b: 7.5 },
  DPC: { gap: 26, a: 0.6, b: 3.4 },
};
const USUAL_SHAPE = 2;
/** Shipped values may be off by a factor of seven either way; the practice's own, for one of its lines, by 2.7. */
const SHIPPED_WIDTH = 1;
const OWN_WIDTH = 0.5;
/** More say no more, and would keep the process busy for long. */
const MOST_FITTED = 2_000;

export function shippedPrior(specialty: Specialty | null): Prior {
  const { gap, a, b } = USUAL[specialty ?? 'PT'];
  return { centre: { k: 1, r: USUAL_SHAPE, alpha: USUAL_SHAPE * gap, a, b }, width: SHIPPED_WIDTH };
}

/** Fits what is known of a line at the end, and judges the same way of fitting on its later third. */
export function fitLine(sample: LineSample, priors: { atCut: Prior; now: Prior }, asOf: Instant): FittedModel {
  const { line, lineName, specialty } = sample;
  const horizonDays = returnDays(specialty);
  const fit = fitSome(sample.now, priors.now);
  const judged = judge(sample, priors.atCut, asOf);
  return {
    ...{ line, lineName, specialty, horizonDays },
    ...{ parameters: fit.parameters, covariance: fit.covariance, lnLikelihood: fit.lnLikelihood },
    ...{ fittedOn: fit.people, people: sample.persons, priorWeight: fit.priorWeight },
    ...judged,
    usable: judged.says === null,
    dropOff: dropOffCurve([...sample.dropOff.values()]),
  };
}

/** What the lines of a specialty have in common in this practice; null where there is one line only, which would then teach itself twice. */
export function practicePrior(
  samples: readonly LineSample[],
  specialty: Specialty | null,
  which: 'now' | 'atCut',
): Prior | null {
  const ofSpecialty = samples.filter((sample) => sample.specialty === specialty);
  if (ofSpecialty.length < 2) return null;
  const { parameters } = fitSome(
    ofSpecialty.flatMap((sample) => sample[which]),
    shippedPrior(specialty),
  );
  return { centre: parameters, width: OWN_WIDTH };
}

/** Evenly over the list: which ones does not hang on chance. */
function fitSome(histories: readonly VisitHistory[], prior: Prior): MapFit {
  const step = Math.max(1, histories.length / MOST_FITTED);
  const some = Array.from(
    { length: Math.min(histories.length, MOST_FITTED) },
    (_, at) => histories[Math.floor(at * step)]!,
  );
  return mapFit(some, prior);
}

const FEWEST_LOOKS = 150;
const FEWEST_OF_EACH = 20;
const FEWEST_FITTED = 50;
const WORST_AUC = 0.6;
const SLOPES: readonly [number, number] = [0.7, 1.4];
const FURTHEST_OFF = 0.05;
const DAY_MS = 86_400_000;
const AS_SAID: Recalibration = { intercept: 0, slope: 1 };

type Judged = Pick<FittedModel, 'recalibration' | 'calibration' | 'says'>;

/**
 * Fitted at the cut, asked a horizon later. What one half of the households did teaches how to read its probabilities, on the other half
 * they are measured, and the other way round: every look is measured by a reading that its household had no part in.
 */
function judge(sample: LineSample, prior: Prior, asOf: Instant): Judged {
  const none = (says: string): Judged => ({ recalibration: AS_SAID, calibration: null, says });
  const { cut, horizonDays } = returnInstants(sample.specialty, asOf);
  const weeks = horizonDays / 7;
  const historyDays = Math.round(cut / DAY_MS) - sample.firstVisitOn;
  const laterDays = Math.round((asOf - cut) / DAY_MS);
  if (historyDays < 2 * laterDays) {
    return none(
      `Needs ${3 * laterDays} days of history to be tried on its later third; there are ${Math.max(0, historyDays + laterDays)}.`,
    );
  }
  if (sample.atCut.length < FEWEST_FITTED)
    return none(`Needs ${FEWEST_FITTED} patients before the weeks it is tried on; there were ${sample.atCut.length}.`);
  const { parameters } = fitSome(sample.atCut, prior);
  const raw = sample.looked.map(({ household, history, came }) => ({
    household,
    probability: withinReason(chanceOfReturn(parameters, history, weeks)),
    happened: came,
  }));
  const returned = raw.filter(({ happened }) => happened).length;
  if (raw.length < FEWEST_LOOKS || Math.min(returned, raw.length - returned) < FEWEST_OF_EACH) {
    return none(
      `Needs ${FEWEST_LOOKS} looks at patients with at least ${FEWEST_OF_EACH} who came and ${FEWEST_OF_EACH} who did not; ${returned} of ${raw.length} came.`,
    );
  }
  const all = recalibration(raw);
  if (all !== null && all.slope <= 0) return none('Those it gave a low chance came more often than the others.');
  const readings = [true, false].map((half) =>
    recalibration(raw.filter(({ household }) => isFirstHalf(household) !== half)),
  );
  const [first, second] = readings;
  if (all === null || first === null || first === undefined || second === null || second === undefined)
    return none('What happened has too little to do with what was said to learn from it how to read the chances.');
  const measured = raw.map(({ household, probability, happened }): Prediction => ({
    probability: recalibrated(probability, isFirstHalf(household) ? first : second),
    happened,
  }));
  const calibration = measure(measured);
  return { recalibration: all, calibration, says: whyNot(calibration) };
}

export function measure(predictions: readonly Prediction[]): Calibration {
  const reading = recalibration(predictions);
  return {
    n: predictions.length,
    returned: predictions.filter(({ happened }) => happened).length,
    said: predictions.reduce((sum, { probability }) => sum + probability, 0) / predictions.length,
    brier: brier(predictions),
    slope: reading?.slope ?? null,
    intercept: reading?.intercept ?? null,
    auc: auc(predictions),
    bins: reliability(predictions),
  };
}

/** Why nothing may rest on probabilities that turned out like this; null: it may. */
export function whyNot({ n, returned, said, slope, auc: order }: Calibration): string | null {
  if (order === null || order < WORST_AUC)
    return `It cannot tell who returns from who does not: AUC ${order?.toFixed(2) ?? 'unknown'}, needs ${WORST_AUC}.`;
  if (slope === null || slope < SLOPES[0] || slope > SLOPES[1])
    return `Its probabilities are too ${slope !== null && slope > 1 ? 'timid' : 'bold'}: slope ${slope?.toFixed(2) ?? 'unknown'}, needs ${SLOPES.join(' to ')}.`;
  const off = said - returned / n;
  return Math.abs(off) <= FURTHEST_OFF
    ? null
    : `It says ${(100 * said).toFixed(0)} % where ${((100 * returned) / n).toFixed(0)} % returned.`;
}

/** Which half a household is in: by its id alone (FNV-1a), the same at every fit. */
export function isFirstHalf(household: string): boolean {
  let hash = 0x811c9dc5;
  for (let at = 0; at < household.length; at += 1) hash = Math.imul(hash ^ household.charCodeAt(at), 0x01000193) >>> 0;
  return ((hash ^ (hash >>> 15)) & 1) === 0;
}
