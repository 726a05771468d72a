import { Temporal } from 'temporal-polyfill';
import { UsageWrong } from '../failure.js';

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** What `--as-of` says: an instant, or a date that waits for the practice's zone (rules-decisions Q20). */
export type AsOfOption = { instant: number } | { date: Temporal.PlainDate };

export function parseAsOf(text: string): AsOfOption {
  try {
    if (DATE.test(text)) return { date: Temporal.PlainDate.from(text) };
    return { instant: Temporal.Instant.from(text.replace(' ', 'T')).epochMilliseconds };
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new UsageWrong(
      `--as-of takes a date (2026-11-21) or an instant with its offset (2026-11-21T09:00:00Z), not "${text}"`,
    );
  }
}

/** A date means its first instant where the practice is. */
export function resolveAsOf(option: AsOfOption | null, timezone: string, now: number): number {
  if (option === null) return now;
  return 'instant' in option ? option.instant : option.date.toZonedDateTime(timezone).epochMilliseconds;
}
