import { RecordUnreadable, type ConnectorContext } from '@keepwell/connector-sdk';
import type { RecordKind, SourceRecord } from '@keepwell/domain/records';
import { groupsOf } from './groups.js';
import { ATTENDEE } from './map.js';
import { isRow, text } from './row.js';
import { sessionOf } from './session.js';
import { ATTENDEES, COURSES, INDIVIDUAL, RECALLS, type List } from './streams.js';
import { pathOf } from './write.js';

export async function fetchOne(
  context: ConnectorContext,
  kind: RecordKind,
  id: string,
): Promise<SourceRecord | 'gone' | 'forbidden'> {
  const session = sessionOf(context);
  // Consents are marks on their patient.
  const owner = kind === 'consent' ? (id.split(':')[0] ?? id) : id;
  const list = listOf(kind, id);
  if (list === null) return 'gone';
  const path = kind === 'appointment' ? pathOf(id) : `${list.path}/${encodeURIComponent(owner)}`;
  const answer = await session.http.getOne(path, { what: `look at one of ${list.path}` });
  if (typeof answer === 'string') return answer;
  if (!isRow(answer.body)) throw new RecordUnreadable(id, `The one of ${list.path} is not a row.`);
  const groups = list === ATTENDEES ? await groupsOf(session, [answer.body]) : new Map<string, never>();
  const telehealth = text(answer.body, 'telehealth_url') === null ? new Set<string>() : await session.telehealth();
  const mapping = { zone: await session.zone(), statuses: session.statuses, groups, telehealth };
  const found = list.mapRow(answer.body, mapping)?.find((record) => record.kind === kind && record.id === id);
  return found === undefined || found.op === 'delete' ? 'gone' : found;
}

function listOf(kind: RecordKind, id: string): List | null {
  if (kind === 'appointment') return id.startsWith(ATTENDEE) ? ATTENDEES : INDIVIDUAL;
  return [...COURSES, RECALLS].find(({ kinds }) => kinds.includes(kind))?.lists[0] ?? null;
}
