import { ConnectorBroken, vendorHttp, type ConnectorContext } from '@keepwell/connector-sdk';
import type { Instant } from '@keepwell/domain/records';

export type Row = Record<string, unknown>;

export interface Page {
  rows: Row[];
  /** How many there are in all, where it says so. */
  total: number | null;
  /** Acme Dental's own clock. */
  at: Instant | null;
}

/** Asks Acme Dental. FILL IN where it differs: headers, names of parameters, how a page is asked for, what a list looks like. */
export async function listOf(
  context: ConnectorContext,
  collection: 'patients' | 'appointments',
  { since, page, size }: { since: Instant | null; page: number; size: number },
): Promise<Page> {
  const http = vendorHttp(context, {
    vendor: 'Acme Dental',
    baseUrl: String(context.settings['url']),
    urlField: 'url',
    signInField: 'api_key',
    headers: () => ({ authorization: `Bearer ${String(context.settings['api_key'])}` }),
  });
  const answer = await http.get(collection, {
    what: `list of ${collection}`,
    query: { page, per_page: size, updated_since: since === null ? undefined : new Date(since).toISOString() },
  });
  const { data, total } = answer.body as Row;
  if (!Array.isArray(data)) throw new ConnectorBroken(`Acme Dental answered the list of ${collection} without rows.`);
  return { rows: data as Row[], total: typeof total === 'number' ? total : null, at: answer.at };
}
