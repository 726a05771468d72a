import type { Connection } from '../../api.types.js';
import { connectionHealth } from '../connections/health.js';
import type { RunProgress } from '../live/live-updates.js';

/** A source from which somebody may be missing on the list, and why: one sentence. */
export interface UnreadSource {
  connectionId: string;
  says: string;
  isFirstRead: boolean;
}

/** While any of these is left, an empty list proves nothing. */
export function unreadSources(
  connections: readonly Connection[],
  runs: ReadonlyMap<string, RunProgress>,
  now: number,
): UnreadSource[] {
  return connections.flatMap((connection) => {
    const says = sentenceOf(connection, runs.get(connection.id), now);
    return says === null ? [] : [{ connectionId: connection.id, isFirstRead: isFirstRead(connection, runs), says }];
  });
}

const isRunning = (connection: Connection, live: RunProgress | undefined) =>
  live === undefined ? connection.lastRun?.state === 'running' : live.state === 'running';

const isFirstRead = (connection: Connection, runs: ReadonlyMap<string, RunProgress>) =>
  connection.lastSuccessAt === null && isRunning(connection, runs.get(connection.id));

function sentenceOf(connection: Connection, live: RunProgress | undefined, now: number): string | null {
  const { name, lastSuccessAt, lastRun, problem } = connection;
  if (lastSuccessAt === null && connection.state === 'ready' && isRunning(connection, live)) {
    const read = Math.max(live?.read ?? 0, lastRun?.state === 'running' ? lastRun.read : 0);
    return `The first read of ${name} is running: ${read.toLocaleString('en-GB')} records so far.`;
  }
  const health = connectionHealth(connection, now);
  if (health.tone === 'good') return null;
  const why = problem ?? (lastRun?.state === 'failed' ? lastRun.problem : null);
  switch (health.word) {
    case 'Needs attention':
      return why === null ? `${name} needs attention.` : `${name} needs attention: ${why}`;
    case 'Paused':
      return `${name} is paused: nothing new is read from it.`;
    case 'Behind':
      return `${name} is behind: what happened there lately is not known here yet.`;
    case 'Read, but empty':
      return `${name} was read and gave no record: perhaps it is the wrong folder, or a right was not given.`;
    case 'Not read yet':
      return `${name} has not been read yet.`;
    case 'First read not finished':
      return `The first read of ${name} is not finished.`;
    default:
      return why === null ? `The last read of ${name} failed.` : `The last read of ${name} failed: ${why}`;
  }
}
