import { instantIn, type Row } from '@keepwell/connector-sdk';
import type { Instant, ZoneId } from '@keepwell/domain/records';

export {
  dateIn as date,
  flagIn as flag,
  wordIn as id,
  instantIn as instant,
  isRow,
  numberIn as number,
  rowIn as one,
  rowsIn as many,
  textIn as text,
  type Row,
} from '@keepwell/connector-sdk';

/** A time that is only worth having where it can be read. */
export function instantOrNull(row: Row | null, field: string, zone: ZoneId | null): Instant | null {
  const read = instantIn(row, field, zone);
  return read === 'invalid' ? null : read;
}
