import type { WorklistPosition, WorklistQuestion, WorklistSort, WorklistTab } from '@keepwell/database';
import { decodeCursor, encodeCursor, INSTANT_PART, UUID_PART } from '../http/cursor.js';
import { Problem } from '../http/problem.js';
import type { ListCasesDto } from './dto/list-cases.dto.js';

const PAGE_SIZE = 50;
const NUMBER_PART = /^-?\d{1,18}$/;
const NO_KEY = /^$/;
const KEY_PARTS: Record<WorklistSort, RegExp> = {
  priority: NUMBER_PART,
  value: NUMBER_PART,
  since: INSTANT_PART,
  '-since': INSTANT_PART,
  name: NO_KEY,
};

/** `asOf`: of a past list, so that its page markers fit no other. */
export function questionOf(wanted: ListCasesDto, q: string, asOf: string | null = null): WorklistQuestion {
  const tab: WorklistTab = wanted.tab ?? 'today';
  const sort: WorklistSort = wanted.sort ?? 'priority';
  return {
    tab,
    sort,
    rule: wanted.rule ?? null,
    locationId: wanted.locationId ?? null,
    practitionerId: wanted.practitionerId ?? null,
    state: wanted.state ?? null,
    interest: wanted.interest?.trim().toLowerCase() ?? null,
    words: q.toLowerCase().split(/\s+/).filter(Boolean),
    after: wanted.cursor === undefined ? null : positionOf(wanted.cursor, { tab, sort, asOf }),
    limit: wanted.limit ?? PAGE_SIZE,
  };
}

/** A marker fits the tab and the order it was made for, no other. */
function positionOf(
  cursor: string,
  { tab, sort, asOf }: Pick<WorklistQuestion, 'tab' | 'sort'> & { asOf: string | null },
): WorklistPosition {
  const patterns = { tab: /^[a-z_]+$/, sort: /^-?[a-z]+$/, key: KEY_PARTS[sort], id: UUID_PART };
  const parts: Record<keyof typeof patterns, string> & { asOf?: string } =
    asOf === null ? decodeCursor(cursor, patterns) : decodeCursor(cursor, { ...patterns, asOf: INSTANT_PART });
  if (parts.tab !== tab || parts.sort !== sort)
    throw new Problem('cursor_wrong', 'This page marker belongs to another tab or order.');
  if (asOf !== null && parts.asOf !== asOf)
    throw new Problem('cursor_wrong', 'This page marker belongs to another moment.');
  return { key: sort === 'name' ? null : parts.key, id: parts.id };
}

export function cursorOf(
  { tab, sort }: Pick<WorklistQuestion, 'tab' | 'sort'>,
  next: WorklistPosition | null,
  asOf: string | null = null,
): string | null {
  if (next === null) return null;
  return encodeCursor({ tab, sort, key: next.key ?? '', id: next.id, ...(asOf === null ? {} : { asOf }) });
}
