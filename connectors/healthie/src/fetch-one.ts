import { RecordUnreadable, type ConnectorContext } from '@keepwell/connector-sdk';
import type { RecordKind, SourceRecord } from '@keepwell/domain/records';
import { one, text, type Row } from './json.js';
import * as map from './map.js';
import type { Mapped, Mapping } from './map.js';
import { ONE } from './queries.js';
import type { Session } from './session.js';

interface Single {
  root: keyof typeof ONE;
  map: (row: Row, mapping: Mapping) => Mapped;
}

const SINGLES: Partial<Record<RecordKind, Single>> = {
  patient: { root: 'user', map: map.mapPatient },
  practitioner: { root: 'user', map: map.mapPractitioner },
  appointment: { root: 'appointment', map: map.mapAppointment },
  payment: { root: 'billingItem', map: map.mapPayment },
  invoice: { root: 'requestedPayment', map: map.mapInvoice },
  membership: { root: 'recurringPayment', map: (row) => map.mapMembership(row, null) },
  score: { root: 'entry', map: map.mapEntry },
};

/** Reads one record again; `forbidden` where Healthie has no question for one of its kind. */
export async function fetchOne(
  _context: ConnectorContext,
  session: Session,
  kind: RecordKind,
  recordId: string,
): Promise<SourceRecord | 'gone' | 'forbidden'> {
  const form = /^form\/([^/]+)\//.exec(recordId);
  const single =
    form !== null && kind === 'score' ? { root: 'formAnswerGroup' as const, map: map.mapForm } : SINGLES[kind];
  if (single === undefined) return 'forbidden';
  // `ID:PERSON` is one person of a group, `refund/ID` what was given back of a payment.
  const id = form?.[1] ?? recordId.replace(/^refund\//, '').replace(/:.*$/, '');
  const data = await session.client.ask(ONE[single.root], { id }, `reading of one ${kind}`);
  const row = one(data, single.root);
  if (row === null || text(row, 'deleted_at') !== null) return 'gone';
  const { settings, statuses } = session;
  const mapped = single.map(row, { zone: settings.zone, specialty: settings.specialty, statuses });
  if (mapped.unreadable !== undefined) throw new RecordUnreadable(recordId, mapped.unreadable.reason);
  const found = mapped.records.find((record) => record.kind === kind && record.id === recordId);
  return found === undefined || found.op === 'delete' ? 'gone' : found;
}
