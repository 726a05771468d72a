import { cursorOf } from '@keepwell/connector-sdk';
import { isElement } from '../element.js';

/** Where the reading of exports stands: the cursor of the stream `Export`. Times are milliseconds. */
export interface ExportPosition {
  /** The server's time up to which a finished export has brought everything (its `transactionTime`). */
  since: number | null;
  /** Our time when the last full export began; only decides when the next one is due. */
  fullAt: number | null;
  /** Our time when the last export was asked for. */
  askedAt: number | null;
  /** How often in a row an export came to nothing. */
  vain: number;
  /** Our time when asking was given up for a while. */
  gaveUpAt: number | null;
  walk: ExportWalk | null;
}

export interface ExportWalk {
  id: string;
  /** Our time when it was asked for. */
  startedAt: number;
  full: boolean;
  /** Where the server tells how far it is, and at last what there is. */
  status: string;
  /** Our time before which the server does not want to be asked. */
  askAt: number;
  /** How often it was not ready. */
  asked: number;
  reading: Reading | null;
}

export interface Reading {
  /** What the list of files looked like: another list is read from its start. */
  mark: string;
  transactionTime: number;
  /** Index into the files, bytes taken of it, resources in them. */
  file: number;
  byte: number;
  lines: number;
  /** How often the file broke off at this very byte. */
  breaks: number;
  /** Something of this export is missing: the next one begins where this one did. */
  lacks: boolean;
}

export const NOWHERE: ExportPosition = {
  since: null,
  fullAt: null,
  askedAt: null,
  vain: 0,
  gaveUpAt: null,
  walk: null,
};

export const exportCursor = cursorOf(1, (value): value is ExportPosition => {
  if (!isElement(value) || !('since' in value) || typeof value['vain'] !== 'number') return false;
  const { walk } = value;
  return walk === null || (isElement(walk) && typeof walk['status'] === 'string' && typeof walk['full'] === 'boolean');
});
