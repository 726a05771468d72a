import { pino } from 'pino';
import type { DestinationStream, Logger, LevelWithSilent } from 'pino';

/** What the API says of itself: ids, kinds, counts and durations. No base fields: they name the computer. */
export function createApiLogger(level: LevelWithSilent, destination?: DestinationStream): Logger {
  const settings = { name: 'keepwell-api', level, base: null };
  return destination === undefined ? pino(settings) : pino(settings, destination);
}
