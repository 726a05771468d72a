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
import { isRow, type Row } from './row.js';
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

/** Every row of a short list. */
export async function everyRow(
  { http, mostRows }: Session,
  path: string,
  query: Record<string, string>,
): Promise<Row[]> {
  const found: Row[] = [];
  for (;;) {
    const asked = { ...query, Limit: mostRows, Offset: found.length };
    const rows = rowsOf(await http.get(path, { what: `list of ${path}`, query: asked }), path);
    found.push(...rows);
    if (rows.length < mostRows) return found;
  }
}
