import { hash } from 'node:crypto';
import { newId } from '../ids.js';

/** Makes the id of a row from what the row is. */
export type RecordIds = (...names: (string | number)[]) => string;

/** A new one each time. */
export const freshIds: RecordIds = () => newId();

/**
 * Ids that follow from a seed (a UUIDv7) and from what the row is: applied again with the same seed, the same row gets the
 * same id, and what rests on it still fits (X09). UUIDv7 of the seed's own moment.
 */
export function idsFrom(seed: string): RecordIds {
  const moment = seed.slice(0, 13);
  return (...names) => {
    // No secret: only the same for the same, and another for anything else.
    const digits = hash('sha1', `${seed}\u0000${names.join('\u0000')}`);
    const variant = '89ab'[Number.parseInt(digits.slice(3, 4), 16) % 4];
    return `${moment}-7${digits.slice(0, 3)}-${variant}${digits.slice(4, 7)}-${digits.slice(7, 19)}`;
  };
}
