import type { PersonFacts, RecordVersion } from '../facts.js';
import type { OpeningDays } from '../zones/opening-days.js';
import type { AsOf } from './as-of.js';
import { seeRecords, type Seen } from './versions.js';

export type WasInvoiced = (seen: Seen<'appointment'>, opening: OpeningDays) => boolean;

/**
 * Where a system keeps no outcome, an invoice shows that they came: one naming the appointment, or one naming none and
 * issued to that patient on the appointment's local date (Q28).
 */
export function invoicedVisits(person: PersonFacts, asOf: AsOf): WasInvoiced {
  let invoices: RecordVersion<'invoice'>[] | null = null;
  return ({ row }, opening) => {
    invoices ??= countingInvoices(person, asOf);
    return invoices.some(({ source, data }) => {
      if (source !== row.source) return false;
      if (data.appointmentId !== null) return data.appointmentId === row.id;
      if (data.issuedAt === null || data.patientId !== row.data.patientId) return false;
      return opening.zone.dayOf(data.issuedAt) === opening.zone.dayOf(row.data.startsAt);
    });
  };
}

function countingInvoices(person: PersonFacts, asOf: AsOf): RecordVersion<'invoice'>[] {
  return seeRecords(person.invoices, asOf)
    .filter(({ row, asCreated }) => asCreated || (row.data.status !== 'draft' && row.data.status !== 'void'))
    .map(({ row }) => row);
}
