import { RecordUnreadable, type ConnectorContext } from '@keepwell/connector-sdk';
import type { RecordKind, SourceRecord } from '@keepwell/domain/records';
import { mappingOf, readOne } from './pull.js';
import { sessionOf } from './session.js';
import { COURSES, listOf } from './streams.js';

export async function fetchOne(
  context: ConnectorContext,
  kind: RecordKind,
  id: string,
): Promise<SourceRecord | 'gone' | 'forbidden'> {
  const list = listOf(id);
  if (list === null || !COURSES.some((course) => course.kind === kind && course.lists.includes(list))) return 'gone';
  const session = sessionOf(context);
  const row = await readOne(session, list, id);
  if (typeof row === 'string') return row;
  const [record] = (await list.mapRow(row, mappingOf(session))) ?? [];
  if (record === undefined) return 'gone';
  if (record.kind !== kind) throw new RecordUnreadable(id, `The object is no ${kind}.`);
  return record.op === 'delete' ? 'gone' : record;
}
