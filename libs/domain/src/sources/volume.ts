/** Below so many expected changes nothing can be told from their number. */
const LEAST_EXPECTED = 20;
const FAR_BELOW = 0.3;
const FAR_ABOVE = 3;

/** Fewer changes came than three tenths of what is usual; `expected` null: not enough history. */
export function isFarBelow(seen: number, expected: number | null): boolean {
  return expected !== null && expected >= LEAST_EXPECTED && seen < expected * FAR_BELOW;
}

export function isFarAbove(seen: number, expected: number | null): boolean {
  return expected !== null && expected >= LEAST_EXPECTED && seen > expected * FAR_ABOVE;
}

/** Nothing at all came, where by now so much usually has. */
export function isSilent(expectedSince: number | null): boolean {
  return expectedSince !== null && expectedSince >= LEAST_EXPECTED;
}
