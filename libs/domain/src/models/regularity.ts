/**
 * A quick estimate of how regular visits are (Wheat and Morrison 1990): two successive gaps of each person, of any length but not both 0.
 * 1: like a Poisson process; the more, the more regular. Null where fewer than two persons have two gaps, or all shares are the same.
 */
export function regularity(gapPairs: readonly (readonly [number, number])[]): number | null {
  const shares = gapPairs.filter(([one, other]) => one + other > 0).map(([one, other]) => one / (one + other));
  if (shares.length < 2) return null;
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const variance = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / (shares.length - 1);
  return variance === 0 ? null : (1 - 4 * variance) / (8 * variance);
}
