import { cursorOf, NO_MARKS, type DeltaMarks } from '@keepwell/connector-sdk';
import type { Instant } from '@keepwell/domain/records';

/** Where a stream stands: the cursor, as this connector reads it. */
export interface Position {
  marks: DeltaMarks;
  walk: Walk | null;
  /** Lists that would not be asked what changed: when they last refused, and what was known then. By path. */
  refused?: Record<string, Refused>;
}

export interface Refused {
  /** Our time. */
  at: Instant;
  /** The server's time up to which the list had been read. */
  since: Instant | null;
}

export interface Walk {
  id: string;
  everything: boolean;
  /** Index into the lists of the course. */
  list: number;
  offset: number;
  /** The last row read: the next page must hold it still. */
  anchor: string | null;
  /** How often in a row it did not. */
  lost: number;
  startedAt: Instant;
  /** The list it is at refused in this walk to be asked what changed, and is read without. */
  unasked?: boolean;
}

/** Where a walk begins to read a list. */
export const FIRST = { offset: 0, anchor: null, lost: 0, unasked: false } as const;
export const START: Position = { marks: NO_MARKS, walk: null };

export const positions = cursorOf(
  1,
  (value): value is Position => typeof value === 'object' && value !== null && 'marks' in value && 'walk' in value,
);
