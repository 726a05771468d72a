import type { Instant } from '@keepwell/domain';

/** Now. A class so that it can be injected; tests hand in a clock they can move. */
export abstract class Clock {
  abstract now(): Instant;
}
