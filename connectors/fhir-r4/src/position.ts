import { ConnectorBroken, type Cursor } from '@keepwell/connector-sdk';
import { isElement } from './element.js';
import type { Sweep } from './sweep/pull-sweep.js';

/** Where a course on a server stands: the cursor, as this connector reads it. */
export interface Position {
  v: 1;
  /** Per type of resource: up to this time of the vendor's everything has been read. */
  since: Record<string, number>;
  /** Our time when the last full walk began; only decides when the next one is due. */
  fullAt: number | null;
  walk: Walk | null;
  /** A walk from patient to patient, instead of `walk`. */
  sweep?: Sweep;
}

export interface Walk {
  id: string;
  /** Our time when it began. */
  startedAt: number;
  full: boolean;
  /** A comparison: says nothing about how far the usual walk has come. */
  compares?: boolean;
  /** Window of a walk by dates. */
  from: number | null;
  to: number | null;
  /** Index into the steps of the walk. */
  step: number;
  /** The server's own address of the next page of this step; null: the step begins. */
  next: string | null;
  /** For servers without next links: this step goes on with what was written from here on. */
  after: number | null;
  /** Vendor time when the reading of this type began, and the newest version seen of it. */
  begun: number | null;
  newest: number | null;
  /** Vendor times reached by the types already finished, and the earliest time at which one of them began. */
  reached: Record<string, number>;
  earliest: number | null;
  /** How often a page address had run out and the step was begun again. */
  restarts: number;
}

/** A next link longer than this would not fit into a cursor (8 KB). */
const LONGEST_ADDRESS = 6_000;

export function readPosition(cursor: Cursor | null): Position {
  if (cursor === null) return { v: 1, since: {}, fullAt: null, walk: null };
  if (!isElement(cursor) || cursor.v !== 1 || !isElement(cursor.since)) {
    throw new ConnectorBroken(
      'The stored position was written by another version of this connector: read everything again.',
    );
  }
  return cursor as unknown as Position;
}

export function writePosition(position: Position): Cursor {
  const next = position.walk?.next ?? position.sweep?.place?.next ?? '';
  if (next.length > LONGEST_ADDRESS) {
    throw new ConnectorBroken('The server gives addresses of next pages that are too long to keep.');
  }
  return position as unknown as Cursor;
}
