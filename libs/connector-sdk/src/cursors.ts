import type { Cursor } from './connector.js';

export interface Cursors<Position> {
  /** Where to go on; null when there is nothing, or when another version of the connector wrote it: begin again. */
  read(cursor: Cursor | null): Position | null;
  write(position: Position): Cursor;
}

/**
 * Cursors with a version in them. What cannot be read begins again: repeats cost nothing, a guess costs a patient.
 *
 * @example
 * const cursors = cursorOf(1, (value): value is Position => isObject(value) && typeof value.page === 'number');
 * const position = cursors.read(cursor) ?? { page: 1, since: null };
 */
export function cursorOf<Position>(version: number, isShape: (value: unknown) => value is Position): Cursors<Position> {
  return {
    read(cursor) {
      if (cursor === null || typeof cursor !== 'object' || Array.isArray(cursor)) return null;
      if (cursor['v'] !== version) return null;
      const at: unknown = cursor['at'];
      return isShape(at) ? at : null;
    },
    write: (position) => ({ v: version, at: JSON.parse(JSON.stringify(position)) as Cursor }),
  };
}
