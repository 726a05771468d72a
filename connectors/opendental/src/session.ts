import {
  ConnectorBroken,
  RetryLater,
  statusWords,
  vendorHttp,
  type ConnectorContext,
  type StatusWords,
  type VendorAnswer,
  type VendorHttp,
} from '@keepwell/connector-sdk';
import { STATUSES } from './map.js';
import { isRow, text, type Row } from './row.js';
import { MOST_ROWS, openDentalSettings, type OpenDentalSettings } from './settings.js';

export interface Session {
  settings: OpenDentalSettings;
  http: VendorHttp;
  statuses: StatusWords;
  /** More are not given at once. */
  mostRows: number;
}

const sessions = new WeakMap<ConnectorContext, Session>();

export function sessionOf(context: ConnectorContext): Session {
  let session = sessions.get(context);
  if (session === undefined) {
    const settings = openDentalSettings(context);
    const http = vendorHttp(context, {
      ...{ vendor: 'Open Dental', baseUrl: settings.baseUrl, urlField: 'url', signInField: 'customer_key' },
      // Wanted on every call, on those without a body, too.
      headers: () => ({ authorization: settings.authorization, 'content-type': 'application/json' }),
      onStatus({ status, body }, what) {
        // A sentence in plain text: the office's own computer is off, or its program is being updated.
        const away = status === 400 && typeof body === 'string' && /eConnector|not (?:running|responding)/i.test(body);
        return away ? new RetryLater(`The office's eConnector does not answer: the ${what} must wait.`, null) : null;
      },
    });
    session = {
      ...{ settings, http, mostRows: MOST_ROWS[settings.tier] },
      statuses: statusWords(STATUSES, context.statusMap),
    };
    sessions.set(context, session);
  }
  return session;
}

/** 400: the question itself was refused, as versions of the program do that do not know a part of it. */
export function isRefusal(error: unknown): error is ConnectorBroken {
  return error instanceof ConnectorBroken && error.message.includes('(400)');
}

/** A bare list. Anything else is not an empty office. */
export function rowsOf({ body }: VendorAnswer, path: string): Row[] {
  if (!Array.isArray(body) || !body.every(isRow))
    throw new ConnectorBroken(`Open Dental answered ${path} without a list.`);
  return body;
}

/** Rows may shift between pages: this many are read again, and the last one must be among them. */
export const OVERLAP_ROWS = 5;
const MOST_TRIES = 5;

/** Every row of a list that is short as a rule, each once; by the field that names a row. Where the list moves too far between two pages, it is read anew. */
export async function everyRow(
  session: Session,
  path: string,
  query: Record<string, string>,
  key: string,
): Promise<Row[]> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const found = await inOneGo(session, path, query, key);
    if (found !== null) return found;
  }
  throw new RetryLater(`Open Dental’s list of ${path} changes faster than it can be read.`, null);
}

/** Null: the last row of one page was not on the next. */
async function inOneGo(
  { http, mostRows }: Session,
  path: string,
  query: Record<string, string>,
  key: string,
): Promise<Row[] | null> {
  const found = new Map<string, Row>();
  let anchor: string | null = null;
  for (let end = 0; ;) {
    const offset = Math.max(0, end - OVERLAP_ROWS);
    const asked = { ...query, Limit: mostRows, Offset: offset };
    const rows = rowsOf(await http.get(path, { what: `list of ${path}`, query: asked }), path);
    const keys = rows.map((row, index) => text(row, key) ?? `row ${offset + index}`);
    if (anchor !== null && !keys.includes(anchor)) return null;
    rows.forEach((row, index) => found.set(keys[index] ?? '', row));
    if (rows.length < mostRows) return [...found.values()];
    const last = keys.at(-1) ?? '';
    if (last === anchor)
      throw new ConnectorBroken(`Open Dental gives the same page of ${path} again: reading it would never end.`);
    anchor = last;
    end = offset + rows.length;
  }
}
