import { cursorOf, NO_MARKS, type DeltaMarks } from '@keepwell/connector-sdk';

/** Where a stream stands: first every list from the newest to the oldest, then what the events name. */
export interface Position {
  marks: DeltaMarks;
  walk: Walk | null;
}

export interface Walk {
  id: string;
  /** Every list whole, or only the events since. */
  everything: boolean;
  /** Index into the lists of the stream. */
  step: number;
  /** The last object of the page before. */
  after: string | null;
  /** What the page before held. */
  mark: string | null;
}

export const positions = cursorOf(1, (value): value is Position => {
  return typeof value === 'object' && value !== null && 'marks' in value && 'walk' in value;
});

export const START: Position = { marks: NO_MARKS, walk: null };
