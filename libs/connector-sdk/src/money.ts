const DECIMALS = new Map<string, number>();

/** Decimal places of a currency; two when it is unknown (records.ts). */
export function currencyDecimals(currency: string | null): number {
  if (currency === null || !/^[A-Z]{3}$/.test(currency)) return 2;
  let decimals = DECIMALS.get(currency);
  if (decimals === undefined) {
    decimals =
      new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
    DECIMALS.set(currency, decimals);
  }
  return decimals;
}

/**
 * Major units as written (`"12.50"`, `-3`, `1,234.00`) to whole minor units, digit by digit: no binary fractions on the
 * way. Null when it is not a number, or is finer than the currency allows.
 *
 * @example parseMoney('12.5', 'EUR') // 1250
 */
export function parseMoney(value: string | number, currency: string | null): number | null {
  const decimals = currencyDecimals(currency);
  const text = (typeof value === 'number' ? plainNumber(value) : value).trim();
  const match = /^([+-]?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d*))?$/.exec(text);
  if (match === null) return null;
  const [, sign, whole = '', fraction = ''] = match;
  if (/[1-9]/.test(fraction.slice(decimals))) return null;
  const digits = whole.replaceAll(',', '') + fraction.slice(0, decimals).padEnd(decimals, '0');
  const minor = Number(digits);
  if (!Number.isSafeInteger(minor)) return null;
  return sign === '-' && minor !== 0 ? -minor : minor;
}

function plainNumber(value: number): string {
  return Number.isFinite(value) && Math.abs(value) < 1e15 ? String(Number(value.toFixed(6))) : '';
}
