import type { Specialty, ZoneId, LocalDate } from '../records.js';
import type { RuleClass, RuleKind } from '../evaluation.js';

/** What a backtest answers: plain data, the same bytes for the same input. No patient is named in it. Shares are 0 to 1. */

/** A share with Wilson's 95 % interval; null where nothing could be counted. */
export interface BacktestShare {
  hits: number;
  of: number;
  value: number | null;
  low: number;
  high: number;
}

/** A number with a 95 % interval drawn by household; null where there is nothing to count from. */
export interface BacktestNumber {
  value: number | null;
  low: number | null;
  high: number | null;
  /** How many alerts, drop-offs or days it was made from. */
  n: number;
}

/** What became of those who were flagged. */
export interface BacktestLabels {
  /** The horizon lies inside the data, and nobody was contacted. */
  judged: number;
  /** No visit within the horizon. */
  stayedAway: number;
  /** Of these: by the end of the horizon the course of care was done, or closed by the clinic. There was nothing to come back for. */
  finished: number;
  /** The data end before the horizon does. */
  notYetKnown: number;
  /** Contacted through Keepwell around the flag: what they did does not say what they would have done. */
  contacted: number;
}

export interface BacktestFigures {
  /** First flags in the period; one that stands on several days in a row counts once. */
  alerts: number;
  /** Of how many people. */
  people: number;
  /** Flags that stood on the day before the period already; they are no alerts. */
  standingBefore: number;
  labels: BacktestLabels;
  /** Share of the judged alerts after which the patient stayed away for the whole horizon. Null: not to be judged by visits. */
  precision: BacktestShare | null;
  /** The looser reading: away for half the horizon. */
  precisionHalf: BacktestShare | null;
  /** The stricter one: whoever came back by themselves within twice the horizon counts as a false alert. */
  precisionTwice: BacktestShare | null;
  /** Stayed away, and something of their care was left undone: what a fixed gap cannot tell. */
  precisionUnfinished: BacktestShare | null;
  /** Share of the drop-offs that were flagged before the day on which they counted as such. */
  recall: BacktestShare;
  /** Flagged on that day or later. */
  flaggedLate: number;
  /** Median days by which the flag came before "no visit for 60 days and nothing booked" would have spoken. */
  leadOver60: BacktestNumber;
  leadOver90: BacktestNumber;
  /** Median days from the flag to the day on which the drop-off counted as such. */
  leadToDropOff: BacktestNumber;
  /** Alerts per calendar day. */
  perDay: BacktestNumber;
  /** 95th percentile over the asked days. */
  perDayP95: number;
  perThousandAWeek: BacktestNumber;
  /** Flags that stand on an asked day; for a pack the people on the list. */
  standing: BacktestNumber;
  standingP95: number;
}

export interface BacktestRule extends BacktestFigures {
  rule: string;
  name: string;
  version: number;
  kind: RuleKind;
  class: RuleClass;
  /** Switched on in these settings, in the practice or at one of its locations. */
  isOn: boolean;
}

/** One asked day of a chart. */
export interface BacktestDay {
  on: LocalDate;
  alerts: number;
  standing: number;
}

/** A week of a histogram: how many alerts came so long before a fixed gap would have spoken. */
export interface BacktestLeadWeek {
  /** Days, a multiple of seven: from here to the sixth day after it. Negative: the fixed gap would have been earlier. */
  from: number;
  over60: number;
  over90: number;
}

export interface BacktestPack extends BacktestFigures {
  days: BacktestDay[];
  /** From the shortest lead to the longest, without a hole; alerts that no fixed gap would have followed are not in it. */
  leads: BacktestLeadWeek[];
}

export type BacktestSideName = 'in_force' | 'draft';

/** One way of setting the rules: those in force, or a draft beside them. */
export interface BacktestSide {
  name: BacktestSideName;
  /** All rules of kind O that are switched on, taken together. */
  pack: BacktestPack;
  rules: BacktestRule[];
}

export interface BacktestBaseline extends BacktestPack {
  /** "No visit for this many days and nothing booked". */
  days60or90: 60 | 90;
}

export interface BacktestRecords {
  /** Appointments, plans and patient records. */
  records: number;
  /** Of these, with a single version: of what they said before nothing is known (Q01). */
  oneVersion: number;
  /** Of these, without any clock: taken as always known (Q02). */
  withoutClock: number;
}

export interface BacktestResult {
  schema: 1;
  period: { from: LocalDate; to: LocalDate; every: number; hour: number; askedDays: number; timezone: ZoneId };
  /** ISO. Labels look no further; for people whose own source ended before, no further than that. */
  dataEnd: string;
  horizons: { specialty: Specialty; days: number }[];
  records: BacktestRecords;
  /** Mean number of people known on an asked day. */
  people: number;
  households: number;
  /** Unfinished courses of care that were left in the period and not taken up again within the horizon (Q94). */
  dropOffs: number;
  /** Of people who may not be listed (deceased, asked not to be contacted and the like): not counted above. */
  dropOffsExcluded: number;
  sides: BacktestSide[];
  baselines: BacktestBaseline[];
  /** What must be known to read the figures, in sentences. */
  notes: string[];
}
