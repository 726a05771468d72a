/** ISO 4217: decimals of the currencies that do not have two. */
const DECIMALS = new Map<string, number>([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0] as const),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3] as const),
  ...'CLF UYW'.split(' ').map((code) => [code, 4] as const),
]);

const AMOUNT = /^([+-]?)(\d{1,13})(?:\.(\d+))?$/;

/** `usd` → `USD`; `null` when it is not the shape of a currency code. */
export function readCurrency(text: string): string | null {
  return /^[A-Za-z]{3}$/.test(text) ? text.toUpperCase() : null;
}

/**
 * A decimal in major units as whole minor units, without passing through binary fractions.
 * Without a currency two decimals are assumed. Digits beyond the currency's own are rounded half away from zero.
 */
export function readMinorUnits(text: string, currency: string | null): number | null {
  const match = AMOUNT.exec(text);
  if (match === null) return null;
  const [, sign, whole = '', fraction = ''] = match;
  const decimals = currency === null ? 2 : (DECIMALS.get(currency) ?? 2);
  const kept = Number(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
  const minor = kept + (Number(fraction.charAt(decimals) || 0) >= 5 ? 1 : 0);
  if (!Number.isSafeInteger(minor)) return null;
  return sign === '-' && minor !== 0 ? -minor : minor;
}
