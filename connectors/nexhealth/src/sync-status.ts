import type { NexHealth } from './client.js';
import { id, instantOrNull, many, one, text, type Row } from './json.js';

/** How NexHealth's copy stands to the practice's own system, the worst of all that feed the locations in question. */
export interface SyncStatus {
  /** When NexHealth last read the practice's system; null where it does not say. */
  readAt: number | null;
  reads: boolean;
  writes: boolean;
  /** The practice's own system, for people: Dentrix, Eaglesoft. */
  system: string | null;
}

/** A copy older than this says nothing about what is missing. */
export const STALE_MS = 6 * 3_600_000;

export async function syncStatus(client: NexHealth, places: string[]): Promise<SyncStatus> {
  const { rows } = await client.list('sync_status', {}, 'state of its synchronization');
  return worstOf(rows.filter((row) => feeds(row, places)));
}

/** A source that names no locations feeds them all. */
function feeds(row: Row, places: string[]): boolean {
  const named = many(row, 'locations').map((location) => id(location, 'id'));
  return named.length === 0 || named.some((place) => place !== null && places.includes(place));
}

export function worstOf(rows: Row[]): SyncStatus {
  const read = rows.map((row) => instantOrNull(row, 'read_status_at', 'UTC'));
  const known = read.filter((at) => at !== null);
  return {
    readAt: known.length > 0 && known.length === read.length ? Math.min(...known) : null,
    reads: rows.length > 0 && rows.every((row) => text(row, 'read_status') === 'green'),
    writes: rows.length > 0 && rows.every((row) => text(row, 'write_status') === 'green'),
    system: rows.map((row) => text(one(row, 'emr'), 'display_name')).find((name) => name !== null) ?? null,
  };
}

export function isStale({ reads, readAt }: SyncStatus, now: number): boolean {
  return !reads || readAt === null || now - readAt > STALE_MS;
}
