/** How programs went in one month of theirs. */
export class ProgramMonthDto {
  /** The first is 1. */
  month: number;
  /** Programs seen in this month: neither ended before, nor begun too lately to have come so far. */
  atRisk: number;
  /** Called off, or 21 days without a visit and nothing booked; the month is that of the last visit. */
  left: number;
  finished: number;
  /** Still in it, and this is the month they are in: seen no further. */
  running: number;
  /** Share of all who began that had left by the end of the month, 0 to 1, finishing being an end of its own; null: fewer than ten were seen in it. */
  share: number | null;
  /** With `high`: between which the share lies with 95 % confidence. */
  low: number | null;
  high: number | null;
  /** Milestones that fell due by the end of the month while people were there, as far as they are done or overdue. */
  milestones: number;
  milestonesDone: number;
}

export class ProgramCurveDto {
  /** As the source writes it; null: all programs together, or those without a name. */
  name: string | null;
  began: number;
  left: number;
  finished: number;
  running: number;
  /** Empty where nothing can be said. */
  months: ProgramMonthDto[];
  /** Why there is no curve, in a sentence. */
  says: string | null;
}

export class ProgramMonthsDto {
  /** Null: not counted yet. */
  all: ProgramCurveDto | null;
  /** Programs of one name with at least twenty on record, the largest first; empty where all have one name. */
  each: ProgramCurveDto[];
  people: number;
  /** False: counted on some of the practice’s patients, evenly chosen. */
  everybody: boolean;
  /** What was known by then was used. */
  asOf: string | null;
}
