import { RecordUnreadable, SettingsWrong, type ConnectorContext } from '@keepwell/connector-sdk';
import type { RecordKind, SourceRecord } from '@keepwell/domain/records';
import { COURSES } from './courses.js';
import { id } from './json.js';
import type { Session } from './session.js';

/** Reads one record again by its id, whether the lists would show it or not. */
export async function fetchOne(
  context: ConnectorContext,
  session: Session,
  kind: RecordKind,
  recordId: string,
): Promise<SourceRecord | 'gone' | 'forbidden'> {
  const course = COURSES.find(
    (one) => one.kind === kind && recordId.startsWith(one.prefix ?? '') && fits(one, recordId),
  );
  const own = recordId.slice(course?.prefix?.length ?? 0);
  if (course === undefined || !/^\d+$/.test(own)) return 'gone';
  const row = await session.client.read(`${course.path}/${own}`, {}, `reading of one ${kind}`);
  if (row === 'gone' || row === 'forbidden') return row;
  const places = await session.places();
  const place = places.find((one) => one.id === id(row, 'location_id')) ?? places[0];
  const zone = place?.zone ?? context.timezone;
  if (zone === null) throw new SettingsWrong('location_ids', 'No location of this practice says its time zone.');
  const mapped = course.map(row, { zone, specialty: session.settings.specialty, statuses: session.statuses });
  if ('unreadable' in mapped) throw new RecordUnreadable(recordId, mapped.unreadable.reason);
  if ('ignored' in mapped) return 'gone';
  return mapped.record.op === 'delete' ? 'gone' : mapped.record;
}

/** `balance/7` is a balance and `7` a charge, though both are bills here. */
const fits = (course: { prefix?: string }, recordId: string) => course.prefix !== undefined || !recordId.includes('/');
