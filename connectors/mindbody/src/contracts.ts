import { parseMoney } from '@keepwell/connector-sdk';
import type { Membership, SourceRecord } from '@keepwell/domain/records';
import { upsert, type Mapping } from './map.js';
import { at, flag, idOf, number, rowsIn, text, type Row } from './row.js';

/** Whoever is no member has no contract: not worth a request. */
export function mayHaveContract(client: Row): boolean {
  return flag(client, 'IsProspect') !== true && text(client, 'Status') !== 'Non-Member';
}

/** What is paid again and again until somebody ends it. */
export function mapContract(row: Row, patientId: string, { zone, currency }: Mapping): SourceRecord[] {
  const status = statusOf(row);
  const endless = flag(row, 'AutoRenewing') === true || flag(row, 'IsMonthToMonth') === true;
  const price = number(row, 'NormalAutoPay');
  const coming = rowsIn(row, 'UpcomingAutopayEvents').map((event) => at(event, 'ScheduleDate', zone));
  const next = coming.filter((time) => time !== null).toSorted((a, b) => a - b)[0] ?? null;
  const data: Membership = {
    ...{ patientId, name: text(row, 'ContractName'), tier: null, status },
    startedAt: at(row, 'StartDate', zone) ?? at(row, 'AgreementDate', zone),
    renewsAt: status === 'active' ? next : null,
    endsAt: at(row, 'TerminationDate', zone) ?? (endless ? null : at(row, 'EndDate', zone)),
    // Until when it is suspended, and when it was called off, nobody says.
    ...{ pausedUntil: null, cancelRequestedAt: null },
    priceMinor: price === null ? null : parseMoney(price, currency),
    ...{ currency: price === null ? null : currency, cardExpiresOn: null, specialty: null },
  };
  return [upsert('membership', `contract-${idOf(row)}`, data)];
}

/** `Inactive` is also one that was paid at once: without an end that was told, nothing is known of it. */
function statusOf(row: Row): Membership['status'] {
  const told = text(row, 'AutopayStatus');
  if (told === 'Active') return 'active';
  if (told === 'Suspended') return 'paused';
  return text(row, 'TerminationDate') === null ? null : 'cancelled';
}
