import { parseMoney } from '@keepwell/connector-sdk';
import type { Payment } from '@keepwell/domain/records';
import { facilityOf } from '../identity.js';
import type { Segment } from '../message.js';
import type { Reading } from './reading.js';

/** FT1-6, table 0017. */
const KINDS: Record<string, Payment['kind']> = {
  CG: 'charge',
  CD: 'adjustment',
  PY: 'payment',
  CO: 'payment',
  AJ: 'adjustment',
};

/** Null: charges were read. Else why there is nothing to keep. */
export function readCharges(reading: Reading, patientId: string): string | null {
  const { message } = reading;
  const lines = message.all('FT1');
  if (lines.length === 0) return 'It holds no charge or payment (FT1).';
  const withAmount = lines.filter((ft1) => amountOf(reading, ft1) !== null);
  if (withAmount.length === 0) return 'Its charges carry no amounts.';
  lines.forEach((ft1, index) => readLine(reading, patientId, ft1, index));
  return null;
}

function readLine(reading: Reading, patientId: string, ft1: Segment, index: number): void {
  const { message, settings } = reading;
  const id = lineId(reading, ft1, index);
  const amount = amountOf(reading, ft1);
  if (amount === null) return;
  // DR: a range of dates, of which the first is when it happened.
  const at = reading.instant('payment', id, 'FT1-4', message.value(ft1, 4)) ?? reading.at;
  const type = message.value(ft1, 6)?.toUpperCase() ?? '';
  const kind = KINDS[type];
  const currency = amount.currency ?? settings.currency;
  const unit = parseMoney(amount.text, currency);
  const amountMinor = unit === null ? null : unit * amount.times;
  if (amountMinor === null) {
    return reading.putAside(
      'payment',
      id,
      'amount_unreadable',
      'FT1-11 holds no amount of money that can be read.',
      'FT1-11',
    );
  }
  if (kind === undefined) {
    return reading.putAside(
      'payment',
      id,
      'charge_type_unknown',
      'FT1-6 is no type of charge or payment (table 0017).',
      'FT1-6',
    );
  }
  if (at === null) {
    return reading.putAside('payment', id, 'time_missing', 'A charge says no time (FT1-4).', 'FT1-4');
  }
  reading.partials.push({
    kind: 'payment',
    id,
    createdAt: null,
    data: { patientId, at, amountMinor, currency, kind, status: 'succeeded' },
  });
}

/** FT1-2 where senders number their transactions; else the message and the place in it. */
function lineId({ message, settings }: Reading, ft1: Segment, index: number): string {
  const facility = facilityOf(message, settings);
  const own = message.value(ft1, 2) ?? `${message.value(message.head, 10) ?? message.head.field(7)}.${index + 1}`;
  return facility === null ? own : `${facility}/${own}`;
}

/** CP: amount and currency in the first component. Extended amount (FT1-11), else unit amount (FT1-12) times quantity. */
function amountOf({ message }: Reading, ft1: Segment): { text: string; times: number; currency: string | null } | null {
  for (const field of [11, 12]) {
    const price = message.component(message.repetitions(ft1.field(field))[0] ?? '', 1);
    const text = message.said(message.subcomponent(price, 1));
    if (typeof text !== 'string') continue;
    const said = message.said(message.subcomponent(price, 2))?.toUpperCase();
    const times = field === 12 ? Number(message.value(ft1, 10) ?? '1') : 1;
    if (!Number.isInteger(times) || times < 1) continue;
    return { text, times, currency: said !== undefined && /^[A-Z]{3}$/.test(said) ? said : null };
  }
  return null;
}
