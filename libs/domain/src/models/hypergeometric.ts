import { lnGamma } from './ln-gamma.js';

const MOST_TERMS = 100_000;
const NEGLIGIBLE = 1e-16;
/** Beyond this the power series takes too many terms, and another one, in 1 - z, takes few. */
const NEAR_ONE = 0.9;
/** That other series divides by sin(pi (c - a - b)): not near whole numbers. */
const WHOLE = 1e-6;

/**
 * Gauss's 2F1(a, b; c; z) for 0 <= z < 1 and positive a, b, c: what the expected-visits formulae need (RC 6.3). By its power series;
 * near 1 by the linear transformation to 1 - z (Abramowitz and Stegun 15.3.6). Throws `RangeError` outside.
 */
export function hypergeometric(a: number, b: number, c: number, z: number): number {
  if (!(z >= 0 && z < 1 && a > 0 && b > 0 && c > 0))
    throw new RangeError(`2F1(${a}, ${b}; ${c}; ${z}) is outside: 0 <= z < 1, the others positive`);
  const excess = c - a - b;
  if (z <= NEAR_ONE || Math.abs(excess - Math.round(excess)) < WHOLE || c - a <= 0 || c - b <= 0)
    return series(a, b, c, z);
  const near =
    Math.exp(lnGamma(c) - lnGamma(c - a) - lnGamma(c - b)) * gamma(excess) * series(a, b, a + b - c + 1, 1 - z);
  const far =
    Math.exp(lnGamma(c) - lnGamma(a) - lnGamma(b) + excess * Math.log(1 - z)) *
    gamma(-excess) *
    series(c - a, c - b, excess + 1, 1 - z);
  return near + far;
}

function series(a: number, b: number, c: number, z: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 0; n < MOST_TERMS; n += 1) {
    term *= (((a + n) * (b + n)) / ((c + n) * (n + 1))) * z;
    sum += term;
    if (Math.abs(term) <= NEGLIGIBLE * Math.abs(sum)) return sum;
  }
  throw new RangeError(`2F1(${a}, ${b}; ${c}; ${z}) does not settle in ${MOST_TERMS} terms`);
}

/** Of any number that is not a whole one below 1, by reflection. */
function gamma(x: number): number {
  return x > 0 ? Math.exp(lnGamma(x)) : Math.PI / (Math.sin(Math.PI * x) * Math.exp(lnGamma(1 - x)));
}
