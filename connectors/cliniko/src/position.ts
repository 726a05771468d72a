import { cursorOf, NO_MARKS, type DeltaMarks } from '@keepwell/connector-sdk';
import type { Instant } from '@keepwell/domain/records';

/** Where a stream stands: the cursor, as this connector reads it. */
export interface Position {
  marks: DeltaMarks;
  /** Our time of the last whole read, for lists that cannot say what changed. */
  wholeAt: Instant | null;
  walk: Walk | null;
}

export interface Walk {
  id: string;
  /** Everything, or everything inside a window. */
  everything: boolean;
  /** Index into the steps of the walk. */
  step: number;
  /** `updated_at` of the last row read in this step: the next page begins there. Cliniko's own words. */
  after: string | null;
  /** Inside the second `after`: the id behind which its rows are read next. Null: rows are read in the order of their times. */
  behind: string | null;
  /** More than one only in lists that are read by page numbers. */
  page: number;
  /** The list did not come in the order asked for: it is read by page numbers alone. */
  unsorted: boolean;
  /** What the page before held, where this one is the next page of the same question. */
  mark: string | null;
}

export const positions = cursorOf(2, (value): value is Position => {
  return typeof value === 'object' && value !== null && 'marks' in value && 'walk' in value && 'wholeAt' in value;
});

export const START: Position = { marks: NO_MARKS, wholeAt: null, walk: null };

export const FIRST_PAGE = { after: null, behind: null, page: 1, unsorted: false, mark: null } as const;
