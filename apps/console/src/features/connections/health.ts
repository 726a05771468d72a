import type { Connection } from '../../api.types.js';
import type { SignalTone } from '../../ui/signal.js';

export interface Health {
  tone: SignalTone;
  word: string;
}

/** A source is behind when it is older than two polls, and never sooner than in six hours (rules-catalogue 1.2). */
const LEAST_BEHIND_SECONDS = 6 * 3600;

export type Judged = Pick<Connection, 'state' | 'lastSuccessAt' | 'pollSeconds' | 'lastRun' | 'gaveRecords'>;

export function connectionHealth(connection: Judged, now: number): Health {
  if (connection.state === 'needs_attention') return { tone: 'wrong', word: 'Needs attention' };
  if (connection.state === 'paused') return { tone: 'quiet', word: 'Paused' };
  if (connection.lastSuccessAt === null) return beforeTheFirstRead(connection.lastRun?.state);
  const ageSeconds = (now - Date.parse(connection.lastSuccessAt)) / 1000;
  if (ageSeconds > Math.max(2 * connection.pollSeconds, LEAST_BEHIND_SECONDS)) return { tone: 'wait', word: 'Behind' };
  if (connection.lastRun?.state === 'failed') return { tone: 'wait', word: 'Last read failed' };
  // Read to its end and nothing in it: more often a wrong folder or a right not given than a practice without patients.
  if (!connection.gaveRecords) return { tone: 'wait', word: 'Read, but empty' };
  return { tone: 'good', word: 'Fresh' };
}

function beforeTheFirstRead(lastRun: NonNullable<Connection['lastRun']>['state'] | undefined): Health {
  if (lastRun === 'running') return { tone: 'quiet', word: 'First read running' };
  if (lastRun === 'failed') return { tone: 'wrong', word: 'Could not be read' };
  if (lastRun === 'partial') return { tone: 'wait', word: 'First read not finished' };
  return { tone: 'quiet', word: 'Not read yet' };
}

/** Why no read is planned although the connection keeps a time for one; `null` where the time is meant. */
export function readsWaitFor({ state }: Pick<Connection, 'state'>): string | null {
  if (state === 'needs_attention') return 'waits until it is mended';
  if (state === 'paused') return 'waits while paused';
  return null;
}
