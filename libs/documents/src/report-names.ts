/** Names that a stored report does not hold, because they may change: those of today. */
export interface ReportNames {
  practice: string;
  /** Null: the whole practice. */
  location: string | null;
  /** Display names of coordinators by user id. */
  staff: ReadonlyMap<string, string>;
}
