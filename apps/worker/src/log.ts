import { pino, type Logger } from 'pino';

/** What the worker says of itself: ids, kinds, counts and durations, never a record. */
export type WorkerLog = Pick<Logger, 'info' | 'warn' | 'error' | 'debug'>;

export function createLog(level: string): WorkerLog {
  return pino({ name: 'keepwell-worker', level });
}
