import type { Instant } from '@keepwell/domain/records';

/** The time in the simulated practice. It may run faster than ours, and be moved on; never back. */
export interface Clock {
  now(): Instant;
  advance(ms: number): void;
}

export interface ClockOptions {
  /** The simulated instant at which the clock starts; by default ours. */
  from?: Instant;
  /** Simulated seconds per second; 0 stands still until advanced. */
  speed?: number;
  realNow?: () => Instant;
}

export function startClock({ from, speed = 1, realNow = Date.now }: ClockOptions = {}): Clock {
  const startedAt = realNow();
  let origin = from ?? startedAt;
  return {
    now: () => origin + Math.floor((realNow() - startedAt) * speed),
    advance: (ms) => {
      if (!(ms >= 0)) throw new RangeError('A clock is only ever moved on');
      origin += ms;
    },
  };
}
