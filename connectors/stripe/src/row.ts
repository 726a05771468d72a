import {
  currencyDecimals,
  isRow,
  RecordUnreadable,
  rowIn as inside,
  textIn as text,
  wholeIn as whole,
  type Row,
} from '@keepwell/connector-sdk';
import type { Instant } from '@keepwell/domain/records';

export { idOf, isRow, rowIn as inside, textIn as text, wholeIn as whole, type Row } from '@keepwell/connector-sdk';

/** The id in a field that may hold the whole object. */
export function idIn(row: Row | null, field: string): string | null {
  return text(row, field) ?? text(inside(row, field), 'id');
}

/** Stripe writes times as seconds since 1970. */
export function at(row: Row | null, field: string): Instant | null {
  const seconds = whole(row, field);
  return seconds === null ? null : seconds * 1000;
}

/** The objects of `{ data: [...] }`. */
export function listed(row: Row | null, field: string): Row[] {
  const data = inside(row, field)?.['data'];
  return Array.isArray(data) ? data.filter(isRow) : [];
}

/** Currencies whose amounts Stripe writes without decimals. ISK and UGX are none of these: it writes two, which are always zero. */
const WITHOUT_DECIMALS = new Set('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '));
const WITH_THREE = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND']);

export function currencyOf(row: Row): string | null {
  const currency = text(row, 'currency')?.toUpperCase() ?? null;
  return currency !== null && /^[A-Z]{3}$/.test(currency) ? currency : null;
}

/** Stripe's smallest unit as ours: the same but for currencies of which the two think differently. */
export function minor(amount: number | null, currency: string | null, id: string): number | null {
  if (amount === null || currency === null) return amount;
  const theirs = WITHOUT_DECIMALS.has(currency) ? 0 : WITH_THREE.has(currency) ? 3 : 2;
  const ours = currencyDecimals(currency);
  const result = ours >= theirs ? amount * 10 ** (ours - theirs) : amount / 10 ** (theirs - ours);
  if (!Number.isSafeInteger(result)) {
    throw new RecordUnreadable(id, `An amount in ${currency} is finer than the currency allows.`);
  }
  return result;
}
