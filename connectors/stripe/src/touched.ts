import { idIn, inside, isRow, text, type Row } from './row.js';

/** What an event of Stripe speaks of. */
export interface Touched {
  /** The id of the event. */
  id: string;
  type: string;
  /** Objects to read again. */
  ids: string[];
  /** A customer whose metadata changed: all that is theirs is read again. */
  customer: string | null;
  /** Objects that are no more. */
  deleted: string[];
}

/** Reads the envelope of an event; null where it is none. What the object looked like then is left alone: it may have changed twice since. */
export function touchedBy(event: unknown): Touched | null {
  if (!isRow(event)) return null;
  const [id, type, data] = [text(event, 'id'), text(event, 'type'), inside(event, 'data')];
  const object = inside(data, 'object');
  if (id === null || type === null || object === null) return null;
  const named = text(object, 'id');
  const nothing: Touched = { id, type, ids: [], customer: null, deleted: [] };
  switch (text(object, 'object')) {
    case 'subscription':
    case 'charge':
    case 'refund':
      return { ...nothing, ids: some(named, idIn(object, 'charge')) };
    case 'invoice':
      if (type === 'invoice.deleted') return { ...nothing, deleted: some(named) };
      // The next attempt at an invoice is told with its last charge.
      return { ...nothing, ids: some(named, idIn(object, 'charge')) };
    case 'dispute':
      return { ...nothing, ids: some(idIn(object, 'charge')) };
    case 'payment_intent':
      return { ...nothing, ids: some(named, idIn(object, 'latest_charge')) };
    case 'customer':
      return { ...nothing, customer: isRenamed(data) ? named : null };
    default:
      return nothing;
  }
}

function some(...ids: (string | null)[]): string[] {
  return ids.filter((id) => id !== null);
}

function isRenamed(data: Row | null): boolean {
  return inside(data, 'previous_attributes')?.['metadata'] !== undefined;
}
