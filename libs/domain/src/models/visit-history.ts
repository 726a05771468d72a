/**
 * What the return models look at of one person in one service line. All times in weeks, counted from the first visit.
 */
export interface VisitHistory {
  /** Visit days after the first one. */
  repeats: number;
  /** When the last of them was; 0 without repeats. */
  last: number;
  /** Until when we have looked; not before `last`. */
  until: number;
  /** Sum of the natural logarithms of the gaps between successive visit days. */
  logGaps: number;
}

/** The same history of several persons. */
export interface CountedHistory extends VisitHistory {
  count: number;
}
