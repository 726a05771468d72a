import type {
  BacktestFigures,
  BacktestNumber,
  BacktestResult,
  BacktestRun,
  BacktestSide,
} from '../../api.backtests.js';
import { dateText } from '../../ui/dates.js';
import { numberText } from '../../ui/shares.js';
import { specialtyWords } from '../settings/specialties.js';

/** The words of a backtest: what its figures are, and what is not known. */

export const backtestAddress = (id: string) => `/rules/backtest/${id}`;

export const periodText = ({ from, to }: Pick<BacktestRun, 'from' | 'to'>) => `${dateText(from)} – ${dateText(to)}`;

export const everyText = (every: number) => (every === 1 ? 'every day' : `every ${every} days`);

export const sideName = ({ name }: Pick<BacktestSide, 'name'>) =>
  name === 'draft' ? 'The proposed change' : 'Settings in force';

/** A number with its interval and from how many it was made, or that there is none yet. */
export function numberWithRange({ value, low, high, n }: BacktestNumber, decimals: number) {
  if (value === null) return null;
  const range = low === null || high === null ? null : `${numberText(low, decimals)} to ${numberText(high, decimals)}`;
  return { value: numberText(value, decimals), range, n };
}

/** Why nothing can be said of how many alerts were right. */
export function whyNoPrecision({ precision, alerts, labels }: BacktestFigures): string {
  if (precision === null) return 'not to be judged by visits';
  if (alerts === 0) return 'no alert';
  if (labels.notYetKnown > 0) return `not yet known: ${numberText(labels.notYetKnown)} still run`;
  return 'none could be judged';
}

/** What was counted out of the alerts before they were judged. */
export function labelText({ judged, notYetKnown, contacted }: BacktestFigures['labels']): string {
  const left = [
    ...(notYetKnown === 0 ? [] : [`${numberText(notYetKnown)} not yet known`]),
    ...(contacted === 0 ? [] : [`${numberText(contacted)} contacted`]),
  ];
  return [`${numberText(judged)} judged`, ...left].join(', ');
}

export function horizonSentence(horizons: BacktestResult['horizons']): string {
  const parts = horizons.map(({ specialty, days }) => `${specialtyWords(specialty)} ${days} days`);
  return `An alert was right when the patient made no visit of that kind for so long after it: ${parts.join(', ')}.`;
}
