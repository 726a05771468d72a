import { cursorOf, NO_MARKS, type DeltaMarks } from '@keepwell/connector-sdk';
import type { Instant } from '@keepwell/domain/records';

/** Where a stream stands: the cursor, as this connector reads it. */
export interface Position {
  marks: DeltaMarks;
  /** Our time of the last whole read or sweep. */
  wholeAt: Instant | null;
  /** It was read whole more than once: what was being written during the first reading has been seen since. */
  settled: boolean;
  walk: Walk | null;
}

export interface Walk {
  id: string;
  /** What it covers, where that is dates. */
  from: Instant;
  to: Instant;
  /** Everything, or what changed. */
  everything: boolean;
  step: number;
  offset: number;
  /** What the page before held. */
  mark: string | null;
}

export const positions = cursorOf(1, (value): value is Position => {
  return typeof value === 'object' && value !== null && 'marks' in value && 'walk' in value && 'wholeAt' in value;
});

export const START: Position = { marks: NO_MARKS, wholeAt: null, settled: false, walk: null };
