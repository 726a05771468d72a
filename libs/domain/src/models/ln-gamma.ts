/** Logarithms of the gamma and beta functions for positive arguments: the counts and rates of the return models need no more. */

const { exp, log, log1p, max, min } = Math;

const HALF_LN_TWO_PI = 0.9189385332046727;
/** Stirling's series is asymptotic: from here on its eight terms are right to the last bits of a double. */
const LARGE = 10;
/** Bernoulli numbers over 2k(2k - 1). */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400] as const;

/** ln of gamma(x), by Stirling's series; smaller arguments are shifted up by the recurrence. Throws `RangeError` unless x > 0. */
export function lnGamma(x: number): number {
  if (!(x > 0)) throw new RangeError(`lnGamma is asked for ${x}; it knows positive numbers`);
  let shifted = x;
  let product = 1;
  while (shifted < LARGE) {
    product *= shifted;
    shifted += 1;
  }
  const square = 1 / (shifted * shifted);
  let series = 0;
  for (let term = STIRLING.length - 1; term >= 0; term -= 1) series = series * square + STIRLING[term]!;
  return (shifted - 0.5) * log(shifted) - shifted + HALF_LN_TWO_PI + series / shifted - log(product);
}

/** ln of beta(a, b); both positive. */
export function lnBeta(a: number, b: number): number {
  return lnGamma(a) + lnGamma(b) - lnGamma(a + b);
}

/** ln(e^one + e^other) without overflow. */
export function lnAdd(one: number, other: number): number {
  const larger = max(one, other);
  if (larger === Number.NEGATIVE_INFINITY) return larger;
  return larger + log1p(exp(min(one, other) - larger));
}
