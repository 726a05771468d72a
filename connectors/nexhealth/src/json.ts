import { instantIn, wordIn, type Row } from '@keepwell/connector-sdk';
import type { Instant, ZoneId } from '@keepwell/domain/records';

export {
  dateIn as date,
  flagIn as flag,
  instantIn as instant,
  isRow,
  numberIn as number,
  rowIn as one,
  rowsIn as many,
  textIn as text,
  type Row,
} from '@keepwell/connector-sdk';

/** An id as text, whether it came as a number or as text; 0 is how this vendor says "none". */
export function id(row: Row | null, field: string): string | null {
  const said = wordIn(row, field);
  return said === '0' ? null : said;
}

/** A time that is only worth having where it can be read. */
export function instantOrNull(row: Row | null, field: string, zone: ZoneId | null): Instant | null {
  const read = instantIn(row, field, zone);
  return read === 'invalid' ? null : read;
}
