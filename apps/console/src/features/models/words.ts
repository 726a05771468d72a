import type { Calibration, ProgramCurve, ReturnModel } from '../../api.models.js';
import { numberText, ofHundred, percentText } from '../../ui/shares.js';

/** What a fitted model says, in sentences that carry their numbers. */

export const lineName = ({ line }: Pick<ReturnModel, 'line'>) => line ?? 'Line without a name';

const days = (count: number) => {
  const shown = numberText(count, count < 10 ? 1 : 0);
  return `${shown} ${shown === '1' ? 'day' : 'days'}`;
};

function rhythm(k: number): string {
  if (k <= 1) return 'Visits come at random rather than in a rhythm.';
  return k < 4 ? 'Visits come in a loose rhythm.' : 'Visits come in a steady rhythm.';
}

function restsOn({ fittedOn, people, priorWeight }: ReturnModel): string {
  const made = `Fitted on ${numberText(fittedOn)} courses of ${numberText(people)} patients`;
  if (priorWeight < 0.005) return `${made}; they alone speak.`;
  return `${made}; ${percentText(priorWeight)} of the weight lies on what was known beforehand of this kind of care.`;
}

export const modelSentences = (model: ReturnModel): string[] => [
  `Who comes within ${days(model.horizonDays)} counts as returned.`,
  `Who keeps coming usually leaves ${days(model.usualGapDays)} between two visits. ${rhythm(model.parameters.k)}`,
  `After a visit, ${ofHundred(model.stopsAfterVisit)} patients stop for good.`,
  restsOn(model),
];

/** How good the chances were in weeks the model had not seen. */
export function calibrationSentences({ n, said, returned, brier, auc, slope }: Calibration): string[] {
  const sentences = [
    `Tried on weeks it had not seen, ${numberText(n)} looks: it expected ${percentText(said)} to return, ${percentText(returned)} did.`,
  ];
  if (auc !== null) {
    sentences.push(
      `Of one who returned and one who did not, it gave the first the better chance in ${ofHundred(auc)} pairs; a coin does so in 50.`,
    );
  }
  const sharpness =
    slope === null
      ? ''
      : ` Its slope is ${numberText(slope, 2)}; 1 means the chances are neither too bold nor too shy.`;
  return [...sentences, `Mean squared error ${numberText(brier, 3)}; 0 is best.${sharpness}`];
}

/** What was counted of programs, and how to read it. */
export function programSentences(
  { began, left, finished, running, months }: ProgramCurve,
  { everybody, people }: { everybody: boolean; people: number | null },
): string[] {
  const of = people === null ? '' : ` of ${numberText(people)} ${people === 1 ? 'patient' : 'patients'}`;
  const sentences = [
    `${numberText(began)} ${began === 1 ? 'program' : 'programs'} begun${of}: ${numberText(left)} left, ${numberText(finished)} finished, ${numberText(running)} still in it.`,
  ];
  if (!everybody) sentences.push('Counted on some of the patients, evenly chosen.');
  if (months.length === 0) return sentences;
  const worst = months.toSorted((one, other) => other.left - one.left)[0];
  if (worst !== undefined && worst.left > 0)
    sentences.push(
      `Most leave in month ${worst.month}: ${numberText(worst.left)} of the ${numberText(worst.atRisk)} seen in it.`,
    );
  return sentences;
}

export const HOW_PROGRAMS_ARE_COUNTED = [
  'Left: called off, or 21 days without a visit and nothing booked. The month is that of the last visit.',
  'Finishing is an end of its own and no leaving.',
  'Who is still in it has been seen only so far, and counts up to the month they are in.',
  'Of a month that fewer than ten were seen in, and of those after it, no share is told.',
  'Milestones are those that fell due by the end of the month while people were there, and are done or overdue by now.',
];
