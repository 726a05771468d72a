import type { ConnectorContext } from '@keepwell/connector-sdk';
import type { RecordKind, SourceRecord } from '@keepwell/domain/records';
import type { Mapping } from './map.js';
import { planOf } from './plans.js';
import { brokenAmong } from './pull.js';
import { isRow, text, type Row } from './row.js';
import { everyRow, sessionOf, type Session } from './session.js';
import { APPOINTMENTS, COURSES } from './streams.js';
import { untypedServices } from './map.js';

/** Kinds that can be asked for by number; the others are short lists, or cannot be looked at one by one. */
const SINGLE: Partial<Record<RecordKind, string>> = {
  ...{ patient: 'patients', appointment: 'appointments', practitioner: 'providers', communication: 'commlogs' },
};
const SHORT: RecordKind[] = ['location', 'service'];

export async function fetchOne(
  context: ConnectorContext,
  kind: RecordKind,
  id: string,
): Promise<SourceRecord | 'gone' | 'forbidden'> {
  const session = sessionOf(context);
  // Consents are columns of their patient.
  const [owner = id] = kind === 'consent' ? id.split(':') : [id];
  const list = COURSES.find(({ kinds }) => kinds.includes(kind))?.lists[0];
  if (list === undefined) return 'gone';
  const untyped = untypedServices().find((service) => service.kind === kind && service.id === id);
  if (untyped !== undefined) return untyped;
  // A payment has no address of its own; what is due is read whole each time.
  if (kind === 'payment') return 'forbidden';
  if (kind === 'recall') return 'gone';
  if (kind === 'plan') return (await planOf(session, id, session.settings)) ?? 'gone';
  const path = SINGLE[kind === 'consent' ? 'patient' : kind];
  const row =
    path === undefined
      ? await inList(session, list.path, list.id, id, SHORT.includes(kind))
      : await single(session, path, owner);
  if (typeof row === 'string') return row;
  const mapping: Mapping = {
    ...{ zone: session.settings.zone, statuses: session.statuses, own: context.statusMap ?? new Map() },
    broken: list === APPOINTMENTS ? await brokenAmong(session, [row]) : new Map(),
  };
  return list.mapRow(row, mapping)?.find((record) => record.kind === kind && record.id === id) ?? 'gone';
}

async function single({ http }: Session, path: string, id: string): Promise<Row | 'gone' | 'forbidden'> {
  const answer = await http.getOne(`${path}/${encodeURIComponent(id)}`, { what: `look at one of ${path}` });
  if (typeof answer === 'string') return answer;
  return isRow(answer.body) ? answer.body : 'gone';
}

async function inList(
  session: Session,
  path: string,
  field: string,
  id: string,
  short: boolean,
): Promise<Row | 'gone' | 'forbidden'> {
  if (!short) return 'forbidden';
  return (await everyRow(session, path, {}, field)).find((row) => text(row, field) === id) ?? 'gone';
}
