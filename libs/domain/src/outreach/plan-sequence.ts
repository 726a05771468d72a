import type { Instant } from '../records.js';
import { zoneOf } from '../zones/zone.js';
import type { Whereabouts } from './contact.js';
import { nextContactAt } from './contact-window.js';
import type { SequenceStep } from './sequence.js';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

export interface PlannedStep {
  /** Position in the sequence, from 0. */
  step: number;
  dueAt: Instant;
  /** From here on it is no longer worth sending: the end of the local date so many days after the one it is due on. */
  latestAt: Instant;
}

/**
 * When each step is due. Days count local dates and keep the clock time, hours elapse; what falls outside the hours of
 * contact moves to their next opening, and later steps count from there, so that steps never bunch up. Nothing is due before
 * `startAt + holdMs`. Null when no hour is right in all candidate zones.
 */
export function planSequence(
  steps: readonly SequenceStep[],
  startAt: Instant,
  whereabouts: Whereabouts,
  holdMs: number,
): PlannedStep[] | null {
  const home = whereabouts.zones[0];
  if (home === undefined) return null;
  const zone = zoneOf(home.zone);

  /** A step belongs to its local date, also where the clock jumps over the end of the day. */
  const atClock = (day: number, clockMinutes: number): Instant => {
    const at = zone.at(day, clockMinutes);
    return zone.dayOf(at) > day ? zone.startOf(day + 1) - MINUTE_MS : at;
  };

  const planned: PlannedStep[] = [];
  let day = zone.dayOf(startAt);
  let clock = zone.clockOf(startAt);
  let from = startAt;
  for (const [step, { afterDays, afterHours, expiresAfterDays }] of steps.entries()) {
    const onDay = afterDays === 0 ? from : atClock(day + afterDays, clock);
    const wished = Math.max(onDay + afterHours * HOUR_MS, startAt + holdMs);
    const dueAt = nextContactAt(whereabouts, wished);
    if (dueAt === null) return null;
    // The clock time as first chosen, not as a skipped hour bent it, unless hours or the window moved it.
    if (dueAt !== onDay) clock = zone.clockOf(dueAt);
    day = zone.dayOf(dueAt);
    from = dueAt;
    planned.push({ step, dueAt, latestAt: zone.startOf(day + expiresAfterDays + 1) });
  }
  return planned;
}
