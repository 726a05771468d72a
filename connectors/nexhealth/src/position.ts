import { ConnectorBroken, type Cursor } from '@keepwell/connector-sdk';
import { isRow } from './json.js';

/** Where a course stands. */
export interface Position {
  v: 1;
  /** NexHealth's time up to which everything written has been read. */
  since: number | null;
  walk: Walk | null;
}

export interface Walk {
  id: string;
  /** Reads everything, to find what is gone. */
  full: boolean;
  /** Ids of the locations, as they were when the walk began. */
  places: string[];
  /** Starts of appointments between these, also when only changes are read: NexHealth wants both ends said. */
  from: number | null;
  to: number | null;
  /** Place in the list of locations times passes. */
  step: number;
  /** NexHealth's own mark of the next page of this step. */
  after: string | null;
  /** NexHealth's time when the first page was answered, and the newest version seen. */
  begun: number | null;
  newest: number | null;
  /** When NexHealth last read the practice's own system, at the beginning of the walk. */
  fedAt: number | null;
  /** It had not read it for too long: what is missing then is not gone. */
  stale: boolean;
}

export function readPosition(cursor: Cursor | null): Position {
  if (cursor === null) return { v: 1, since: null, walk: null };
  if (!isRow(cursor) || cursor.v !== 1) {
    throw new ConnectorBroken(
      'The stored position was written by another version of this connector: read everything again.',
    );
  }
  return cursor as unknown as Position;
}

export const writePosition = (position: Position): Cursor => position as unknown as Cursor;
