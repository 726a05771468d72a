/** Finds where a function is smallest without its derivatives (Nelder and Mead 1965, with Gao and Han's steps for few dimensions). */

export interface Minimum {
  at: number[];
  value: number;
  /** How often the function was asked. */
  asked: number;
  /** False where the limit was reached first. */
  settled: boolean;
}

export interface SearchLimits {
  /** The values of the simplex lie this close together at the end. */
  closeEnough?: number;
  mostAsked?: number;
  /** First step along each axis. */
  step?: number;
}

interface Corner {
  at: number[];
  value: number;
}

const CLOSE_ENOUGH = 1e-9;
const MOST_ASKED = 4000;
const FIRST_STEP = 0.5;
const MOST_RESTARTS = 6;

/**
 * From the point at which one search ends another is begun, until it finds nothing better: a simplex may collapse before it is there.
 * Where the function has no value (NaN, infinite) it counts as high ground.
 */
export function minimise(
  of: (at: readonly number[]) => number,
  from: readonly number[],
  { closeEnough = CLOSE_ENOUGH, mostAsked = MOST_ASKED, step = FIRST_STEP }: SearchLimits = {},
): Minimum {
  let best = search(of, from, { closeEnough, mostAsked, step });
  let asked = best.asked;
  for (let restart = 0; restart < MOST_RESTARTS && asked < mostAsked; restart += 1) {
    const again = search(of, best.at, { closeEnough, mostAsked: mostAsked - asked, step: step / 2 });
    asked += again.asked;
    const gained = best.value - again.value;
    if (gained >= 0) best = again;
    if (gained < closeEnough * 10) break;
  }
  return { ...best, asked };
}

function search(
  of: (at: readonly number[]) => number,
  from: readonly number[],
  { closeEnough, mostAsked, step }: Required<SearchLimits>,
): Minimum {
  let asked = 0;
  const corner = (at: number[]): Corner => {
    asked += 1;
    const value = of(at);
    return { at, value: Number.isFinite(value) ? value : Number.MAX_VALUE };
  };
  const size = from.length;
  const corners = [corner([...from])];
  for (let axis = 0; axis < size; axis += 1)
    corners.push(corner(from.map((value, index) => (index === axis ? value + step : value))));
  const byValue = (one: Corner, other: Corner) => one.value - other.value;
  corners.sort(byValue);

  while (asked < mostAsked) {
    const [best, worst, second] = [corners[0]!, corners[size]!, corners[size - 1]!];
    if (worst.value - best.value <= closeEnough && spread(corners) <= Math.sqrt(closeEnough)) {
      return { ...best, asked, settled: true };
    }
    const middle = best.at.map((_, axis) => corners.slice(0, size).reduce((sum, { at }) => sum + at[axis]!, 0) / size);
    const along = (by: number) => corner(middle.map((value, axis) => value + by * (value - worst.at[axis]!)));
    const reflected = along(1);
    if (reflected.value < best.value) {
      const further = along(2);
      corners[size] = further.value < reflected.value ? further : reflected;
    } else if (reflected.value < second.value) {
      corners[size] = reflected;
    } else {
      const nearer = reflected.value < worst.value ? along(0.5) : along(-0.5);
      if (nearer.value < Math.min(reflected.value, worst.value)) corners[size] = nearer;
      else {
        for (let index = 1; index <= size; index += 1)
          corners[index] = corner(corners[index]!.at.map((value, axis) => (value + best.at[axis]!) / 2));
      }
    }
    corners.sort(byValue);
  }
  return { ...corners[0]!, asked, settled: false };
}

function spread(corners: readonly Corner[]): number {
  const best = corners[0]!.at;
  let widest = 0;
  for (const { at } of corners)
    for (let axis = 0; axis < best.length; axis += 1) widest = Math.max(widest, Math.abs(at[axis]! - best[axis]!));
  return widest;
}
