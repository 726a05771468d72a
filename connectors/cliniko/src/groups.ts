import { text, linked, type Row } from './row.js';
import { everyRow, type Session } from './session.js';
import { ATTENDEES, GROUPS, type List } from './streams.js';

const EVER = '>1970-01-01T00:00:00Z';
/** Ids in one question: an address has its limits. */
const MOST_IDS = 50;

/** The groups these attendees are in; one that is missing is an individual appointment, which is told by its own list. */
export async function groupsOf(session: Session, attendees: Row[]): Promise<Map<string, Row>> {
  const ids = attendees.map((row) => linked(row, 'booking')).filter((id) => id !== null);
  const found = await rowsBy(session, GROUPS, 'id', [...new Set(ids)]);
  return new Map(found.map((row) => [text(row, 'id') ?? '', row]));
}

/** Everybody in these groups, those who cancelled or were taken out as well. */
export async function attendeesOf(session: Session, groups: string[]): Promise<Row[]> {
  const found = await rowsBy(session, ATTENDEES, 'booking_id', groups);
  // One row may come by several questions; what the last one said counts.
  return [...new Map(found.map((row) => [text(row, 'id') ?? '', row])).values()];
}

async function rowsBy(session: Session, list: List, field: string, ids: string[]): Promise<Row[]> {
  const found: Row[] = [];
  for (let from = 0; from < ids.length; from += MOST_IDS) {
    const wanted = `${field}:=${ids.slice(from, from + MOST_IDS).join(',')}`;
    for (const ended of [null, ...list.ended]) {
      const conditions = ended === null ? [wanted] : [wanted, `${ended}:${EVER}`];
      found.push(...(await everyRow(session.http, list, conditions)));
    }
  }
  return found;
}
