/** How shares and their intervals are written. */

const LOCALE = 'en-GB';

/** "34 %". */
export const percentText = (share: number) => `${Math.round(share * 100)} %`;

/** "28–41 %": both ends of an interval of a share. */
export const percentRange = (low: number, high: number) => `${Math.round(low * 100)}–${Math.round(high * 100)} %`;

/** "9 of 100": a share for people who do not think in per cents; what is too small to be counted says so. */
export function ofHundred(share: number): string {
  const count = Math.round(share * 100);
  if (count === 0) return share === 0 ? 'none' : 'fewer than one of 100';
  return `${count} of 100`;
}

/** A number with at most so many decimals. */
export const numberText = (value: number, decimals = 0) =>
  value.toLocaleString(LOCALE, { maximumFractionDigits: decimals });
