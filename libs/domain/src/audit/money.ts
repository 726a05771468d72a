import type { Money } from '../timeline/value-at-risk.js';

const digitsOf = new Map<string, number>();

/** Decimals of a currency by ISO 4217; two where the code is unknown, as records.ts stores it. */
function decimalsOf(currency: string): number {
  let decimals = digitsOf.get(currency);
  if (decimals === undefined) {
    decimals = /^[A-Z]{3}$/.test(currency)
      ? (new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2)
      : 2;
    digitsOf.set(currency, decimals);
  }
  return decimals;
}

/** Major units with two decimals (Q84). */
export function majorUnits({ amountMinor, currency }: Money): string {
  return (amountMinor / 10 ** decimalsOf(currency)).toFixed(2);
}
