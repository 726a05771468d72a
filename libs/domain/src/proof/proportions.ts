/** Shares and the difference of two, with the intervals that hold for small numbers too (RC 6.6, 7). */

export interface Interval {
  low: number;
  high: number;
}

export interface Share {
  /** How many of `of`. */
  hits: number;
  of: number;
}

/** The 97.5 % quantile of the standard normal distribution: two-sided 95 %. */
export const Z_975 = 1.959963984540054;

/** Wilson's score interval. Nothing observed says nothing: 0 to 1. Throws `RangeError` where there are more hits than tries. */
export function wilson({ hits, of }: Share, z = Z_975): Interval {
  if (hits < 0 || hits > of) throw new RangeError(`${hits} of ${of} is no share`);
  if (of === 0) return { low: 0, high: 1 };
  const share = hits / of;
  const square = z * z;
  const middle = share + square / (2 * of);
  const half = z * Math.sqrt((share * (1 - share)) / of + square / (4 * of * of));
  const scale = 1 + square / of;
  return { low: Math.max(0, (middle - half) / scale), high: Math.min(1, (middle + half) / scale) };
}

export interface Difference extends Interval {
  difference: number;
}

/** First share less the second, with Newcombe's interval from the two of Wilson. */
export function newcombe(one: Share, other: Share, z = Z_975): Difference {
  const [p1, p0] = [one.hits / one.of, other.hits / other.of];
  const [first, second] = [wilson(one, z), wilson(other, z)];
  const difference = p1 - p0;
  return {
    difference,
    low: difference - Math.hypot(p1 - first.low, second.high - p0),
    high: difference + Math.hypot(first.high - p1, p0 - second.low),
  };
}

/**
 * Half the width of a band that holds at every look, however often one looks (RC 7). `spread`: standard deviation of one observation;
 * `tunedTo`: the number of observations at which it is narrowest.
 */
export function alwaysValidHalfWidth(n: number, spread: number, { tunedTo = 1000, alpha = 0.05 } = {}): number {
  const rho = tuning(tunedTo, alpha);
  const scaled = n * rho * rho;
  return spread * Math.sqrt(((2 * (scaled + 1)) / (n * scaled)) * Math.log(Math.sqrt(scaled + 1) / alpha));
}

/** Waudby-Smith and others' rho: for this many observations the band is as narrow as it gets. */
export function tuning(tunedTo: number, alpha: number): number {
  const twoLog = -2 * Math.log(alpha);
  return Math.sqrt((twoLog + Math.log(twoLog + 1)) / tunedTo);
}
