import type { VendorAnswer, VendorRequest, VendorSurroundings } from '../vendor-server.js';
import { isSet, pageOf, sorted, testsOf, type ClinikoPage } from './queries.js';
import type { ClinikoTable } from './tables.js';

/** Fields that say that a row is over; a plain list leaves such rows out. */
const ENDED = ['cancelled_at', 'archived_at', 'deleted_at'] as const;

export function answerList(server: VendorSurroundings, table: ClinikoTable, request: VendorRequest): VendorAnswer {
  const { hidesEnded = true, repeatedRow = false, driftWhilePaging = false } = server.habits();
  const { tests, fields } = testsOf(request.query, table.filters);
  const asksForEnded = ENDED.some((field) => fields.includes(field));
  const rows = table.rows().filter((row) => {
    // What is deleted and cannot be asked for by that is nowhere; the rest is left out of plain lists only.
    if (isSet(row, 'deleted_at') && !fields.includes('deleted_at')) return false;
    if (hidesEnded && !asksForEnded && ENDED.some((field) => isSet(row, field))) return false;
    return tests.every((test) => test(row));
  });
  const list = sorted(rows, request.query.get('sort'));
  const page = pageOf(list, request);
  const shown =
    repeatedRow && page.page > 1
      ? [...list.slice((page.page - 1) * page.perPage - 1).slice(0, 1), ...page.rows]
      : page.rows;
  const answer = {
    status: 200,
    body: {
      [table.key]: shown.map(({ json }) => json),
      total_entries: page.total,
      links: linksOf(server, request, page),
    },
  };
  // Somebody at the desk writes in a row that was just read: it goes to the end, and all behind it move up.
  const [moved] = page.rows;
  if (driftWhilePaging && !page.last && moved !== undefined) {
    server.living.clock.advance(1_000);
    table.touch(moved.id);
  }
  return answer;
}

export function answerOne(table: ClinikoTable, request: VendorRequest): VendorAnswer {
  const found = table.find(request.params['id'] ?? '');
  return found === undefined || (table.hidesDeleted && isSet(found, 'deleted_at'))
    ? notFound()
    : { status: 200, body: found.json };
}

/** As a page for people, whatever was asked for. */
export function notFound(): VendorAnswer {
  return {
    status: 404,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: '<!DOCTYPE html><title>The page you were looking for does not exist (404)</title>',
  };
}

function linksOf(
  server: VendorSurroundings,
  { path, query }: VendorRequest,
  page: ClinikoPage,
): Record<string, string> {
  const at = (number: number) => {
    const asked = new URLSearchParams(query);
    asked.set('page', String(number));
    return `${server.origin}${path}?${asked.toString()}`;
  };
  return {
    self: at(page.page),
    ...(page.page > 1 ? { previous: at(page.page - 1) } : {}),
    ...(page.last ? {} : { next: at(page.page + 1) }),
  };
}
