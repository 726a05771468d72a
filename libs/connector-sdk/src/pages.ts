import { createHash } from 'node:crypto';
import { ConnectorBroken } from './errors.js';

/** Page numbers: on until a page is short, or until as many were given as the vendor says there are. */
export function nextPageNumber(page: { number: number; size: number; given: number; total?: number | null }) {
  const enough =
    page.total === undefined || page.total === null ? page.given < page.size : page.number * page.size >= page.total;
  return enough || page.given === 0 ? null : page.number + 1;
}

/** Offsets: on until a page is short or the total is reached. By what was given, since vendors cap the size in silence. */
export function nextOffset(page: { offset: number; limit: number; given: number; total?: number | null }) {
  const next = page.offset + page.given;
  const enough = page.total === undefined || page.total === null ? page.given < page.limit : next >= page.total;
  return enough || page.given === 0 ? null : next;
}

/** Opaque tokens: null when there is none; the same one twice is a walk in a circle. */
export function nextToken(token: unknown, before: string | null, vendor: string): string | null {
  if (token === null || token === undefined || token === '') return null;
  if (typeof token !== 'string' && typeof token !== 'number') {
    throw new ConnectorBroken(`${vendor} gives a next page that is neither text nor a number.`);
  }
  if (String(token) === before)
    throw new ConnectorBroken(`${vendor} gives the same next page twice: it would never end.`);
  return String(token);
}

/** Relay's `pageInfo`: the cursor of the next page, or null at the end. */
export function nextRelay(pageInfo: unknown, before: string | null, vendor: string): string | null {
  if (typeof pageInfo !== 'object' || pageInfo === null || !('hasNextPage' in pageInfo)) {
    throw new ConnectorBroken(`${vendor} answers a list without pageInfo: whether there is more is not known.`);
  }
  if (pageInfo.hasNextPage !== true) return null;
  const token = nextToken('endCursor' in pageInfo ? pageInfo.endCursor : null, before, vendor);
  if (token === null) throw new ConnectorBroken(`${vendor} says that there is another page and not where.`);
  return token;
}

/**
 * A mark of what a page held, for the cursor: the same page twice in a row is a vendor that would be read for ever. `rows` name each row's
 * version, not its id alone: a row that is written to while it is read moves to the next page, and rightly comes again.
 *
 * @example const mark = pageMark(rows.map(({ id, updated_at }) => `${id} ${updated_at}`), position.mark, 'Acme');
 */
export function pageMark(rows: string[], before: string | null, vendor: string): string {
  const mark = createHash('sha256').update(JSON.stringify(rows)).digest('base64url').slice(0, 16);
  if (rows.length > 0 && mark === before) {
    throw new ConnectorBroken(`${vendor} gives the same page again and again: reading it would never end.`);
  }
  return mark;
}
