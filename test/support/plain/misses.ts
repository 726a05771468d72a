import type { Found } from './episodes.js';
import { dateIn, dayOf, daysBetween, MINUTE, same, type A, type World } from './world.js';

const DAY = 24 * 60 * MINUTE;

/** R08: of the last five bookings of a line, three were missed (Q51). */
export function repeatedMisses(world: World): Found[] {
  const found: Found[] = [];
  for (const line of new Set(world.rows.map((row) => row.line))) {
    const bookings = countedOf(world, line);
    // What names the episode is the newest booking that is of this line and of no unknown one.
    const named = bookings.filter((row) => row.line === line).at(-1);
    if (named === undefined || named.plan?.closed === true) continue;
    const since = missedThrice(world, withoutSeries(bookings));
    if (since !== null) found.push({ rule: 'R08', episode: named.plan?.id ?? named.lineName, since });
  }
  return found;
}

const isTentative = (row: A): boolean => row.status === 'waitlist' || ['proposed', 'pending'].includes(row.status);

/** The bookings that count, oldest start first. */
function countedOf(world: World, line: string): A[] {
  const { rows, T } = world;
  return rows.filter((row) => {
    if (!same(row.line, line) || row.walkIn || isTentative(row)) return false;
    const isLost = row.lossAt !== null && row.lossAt <= T;
    if (row.lossAt !== null && row.by === 'R07') return false;
    if (row.start > T && !isLost) return false;
    const lossDay = isLost ? dateIn(row.place.zone, row.lossAt!) : dayOf(row);
    const age = Math.max(
      daysBetween(dayOf(row), dateIn(row.place.zone, T)),
      daysBetween(lossDay, dateIn(row.place.zone, T)),
    );
    return age <= 60;
  });
}

/** A series that was ended is one loss: only its earliest row stays (K14). */
function withoutSeries(counted: A[]): A[] {
  return counted.filter(
    (row) =>
      !counted.some(
        (other) =>
          other !== row &&
          row.series !== null &&
          other.series === row.series &&
          row.status !== 'no_show' &&
          other.status !== 'no_show' &&
          row.lossAt !== null &&
          other.lossAt !== null &&
          Math.abs(row.lossAt - other.lossAt) <= 30 * MINUTE &&
          counted.indexOf(other) < counted.indexOf(row),
      ),
  );
}

function missedThrice(world: World, bookings: A[]): number | null {
  const { T } = world;
  const last = bookings.slice(-5);
  if (last.length > 1 && last.slice(-2).every((row) => row.visit)) return null;
  const began = last.flatMap((row) => {
    const lossAt = row.lossAt !== null && row.lossAt <= T ? row.lossAt : null;
    if (lossAt !== null && (row.status === 'no_show' || row.status === 'late_cancelled' || row.start - lossAt < DAY)) {
      return [lossAt];
    }
    // Moved twice, and past or lost: before, it does not count among the last five.
    return row.moves.length < 2 ? [] : [Math.max(row.moves[1]!, lossAt ?? row.start)];
  });
  return began.length < 3 ? null : began.sort((a, b) => a - b)[2]!;
}
