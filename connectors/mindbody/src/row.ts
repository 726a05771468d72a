import { idOf as idIn, parseInstant, RecordUnreadable, wordIn as text, type Row } from '@keepwell/connector-sdk';
import type { Instant, LocalDate, ZoneId } from '@keepwell/domain/records';
import { Temporal } from 'temporal-polyfill';

export {
  flagIn as flag,
  isRow,
  numberIn as number,
  rowIn as inside,
  rowsIn,
  wordIn as text,
  type Row,
} from '@keepwell/connector-sdk';

export const idOf = (row: Row, field = 'Id'): string => idIn(row, field);

/** An instant as Mindbody writes it: the site's local time, without a zone. Null where there is none. */
export function at(row: Row, field: string, zone: ZoneId): Instant | null {
  const value = text(row, field);
  if (value === null || value.startsWith('0001-01-01')) return null;
  const instant = parseInstant(value, zone);
  if (typeof instant !== 'number') throw new RecordUnreadable(text(row, 'Id'), `${field} is not a time.`);
  return instant;
}

/** The date in front of a midnight that means nothing. */
export function date(row: Row, field: string): LocalDate | null {
  const value = text(row, field)?.slice(0, 10) ?? '';
  if (value === '0001-01-01' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return null;
  return typeof parseInstant(value, 'UTC') === 'number' ? value : null;
}

/** An instant as Mindbody wants to be told it. */
export function local(instant: Instant, zone: ZoneId): string {
  const there = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
  return there.toPlainDateTime().toString({ smallestUnit: 'second' });
}
