import type { Connection } from '../../api.types.js';
import type { SignalTone } from '../../ui/signal.js';

export interface Health {
  tone: SignalTone;
  word: string;
}

/** A source is behind when it is older than two polls, and never sooner than in six hours (rules-catalogue 1.2). */
const LEAST_BEHIND_SECONDS = 6 * 3600;

export function connectionHealth(
  connection: Pick<Connection, 'state' | 'lastSuccessAt' | 'pollSeconds' | 'lastRun'>,
  now: number,
): Health {
  if (connection.state === 'needs_attention') return { tone: 'wrong', word: 'Needs attention' };
  if (connection.state === 'paused') return { tone: 'quiet', word: 'Paused' };
  if (connection.lastSuccessAt === null) {
    return connection.lastRun?.state === 'running'
      ? { tone: 'quiet', word: 'First read running' }
      : { tone: 'quiet', word: 'Not read yet' };
  }
  const ageSeconds = (now - Date.parse(connection.lastSuccessAt)) / 1000;
  if (ageSeconds > Math.max(2 * connection.pollSeconds, LEAST_BEHIND_SECONDS)) return { tone: 'wait', word: 'Behind' };
  return { tone: 'good', word: 'Fresh' };
}
