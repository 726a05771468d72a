import type { Instant } from '@keepwell/domain/records';
import { DAY } from './calendar.js';
import { simulatePractice, type Practice } from './simulate-practice.js';

/**
 * The practice that `keepwell up` shows: physiotherapy, dentistry and a skin studio under one roof, about 400 patients.
 *
 * Its story is told from fixed dates, not from `now`: a server started tomorrow tells the same story one day further on, so
 * that what Keepwell stored yesterday is still true. It holds for a calendar year; then another story begins.
 */
export function demoPractice(now: Instant): Practice {
  const year = new Date(now).getUTCFullYear();
  const asOf = Date.UTC(year + 1, 1, 1);
  return simulatePractice({
    seed: `demo ${year}`,
    // Two years of history before the first of January, three by the last of December.
    patients: 520,
    asOf,
    months: 37,
    aheadDays: (Date.UTC(year + 1, 2, 1) - asOf) / DAY,
    mix: { PT: 62, DE: 20, MS: 18 },
  });
}
