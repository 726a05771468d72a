import { quantile, type Score } from './score.js';

/** What a score comes to; null where nothing was counted. Shares are 0 to 1, delays days. */
export interface Figures {
  cases: number;
  precision: number | null;
  /** Only those who do not come back by themselves count as true. */
  precisionDropOffs: number | null;
  /** Whoever had nothing booked in an unfinished course counts as true. */
  precisionUnbooked: number | null;
  recall: number | null;
  dropOffs: number;
  delayMedian: number | null;
  delay90: number | null;
  /** From the last visit or loss alone. */
  delayFromVisitMedian: number | null;
  delayFromVisit90: number | null;
  falseCases: number;
  falsePerThousandWeeks: number;
  precisionAtK: number | null;
  backlog: number;
}

export function figuresOf(score: Score): Figures {
  const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
  const days = (values: readonly number[], q: number): number | null =>
    values.length === 0 ? null : quantile(values, q);
  return {
    cases: score.cases,
    precision: share(score.trueCases, score.cases),
    precisionDropOffs: share(score.dropOffCases, score.cases),
    precisionUnbooked: share(score.unbookedCases, score.cases),
    recall: share(score.found, score.dropOffs),
    dropOffs: score.dropOffs,
    delayMedian: days(score.delays, 0.5),
    delay90: days(score.delays, 0.9),
    delayFromVisitMedian: days(score.delaysFromVisit, 0.5),
    delayFromVisit90: days(score.delaysFromVisit, 0.9),
    falseCases: score.falseAlarms,
    falsePerThousandWeeks: (1000 * score.falseAlarms) / score.patientWeeks,
    precisionAtK: share(score.placesTrue, score.places),
    backlog: score.backlog,
  };
}
