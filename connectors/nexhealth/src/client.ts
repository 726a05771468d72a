import {
  ConnectorBroken,
  nextToken,
  tokenSource,
  vendorHttp,
  type ConnectorContext,
  type VendorAnswer,
} from '@keepwell/connector-sdk';
import { flag, isRow, many, number, one, text, type Row } from './json.js';
import type { NexHealthSettings } from './settings.js';

/** Both media types appear in NexHealth's description, by endpoint. */
const HEADERS = {
  accept: 'application/vnd.Nexhealth+json;version=2, application/json',
  'nex-api-version': 'v3.0.0',
};
/** Of a token that does not say when it ends. */
const TOKEN_MS = 55 * 60_000;
export const LARGEST_PAGE = 1000;

export type Query = Record<string, string | number | boolean | string[]>;

export interface Listed {
  rows: Row[];
  /** Where the next page begins; null at the end. */
  next: string | null;
  /** NexHealth's own clock when it answered, where it said so. */
  at: number | null;
}

export interface NexHealth {
  /** Rows of a list. `per_page` is the caller's to say: left out it would be 5. `before`: the mark of this page. */
  list(path: string, query: Query, what: string, before?: string | null): Promise<Listed>;
  read(path: string, query: Query, what: string): Promise<Row | 'gone' | 'forbidden'>;
  /** Null: refused, for a reason that only the answer's own words know. */
  send(method: 'POST' | 'PATCH', path: string, query: Query, body: Row, what: string): Promise<Row | null>;
}

/** NexHealth over the guarded client: signed in, held to its version, its failures told as connector errors. */
export function nexHealth(context: ConnectorContext, settings: NexHealthSettings): NexHealth {
  const names = {
    ...{ vendor: 'NexHealth', urlField: 'url', signInField: 'api_key' },
    ...{ baseUrl: settings.url, errorInside },
  };
  const door = vendorHttp(context, { ...names, headers: () => ({ ...HEADERS, authorization: settings.apiKey }) });
  const tokens = tokenSource(context, {
    ...{ connector: 'nexhealth', vendor: 'NexHealth', signInField: 'api_key' },
    async signIn() {
      const { body } = await door.ask('authenticates', undefined, { what: 'sign-in' });
      const token = isRow(body) ? text(one(body, 'data'), 'token') : null;
      if (token === null) throw new ConnectorBroken('NexHealth answered the sign-in without a token.');
      const end = endOf(token);
      return { token, holdsMs: end === null ? TOKEN_MS : Math.max(end - context.now(), 0) };
    },
  });
  const http = vendorHttp(context, { ...names, tokens, headers: () => HEADERS });
  const asked = (query: Query, what: string) => ({ what, query: { subdomain: settings.subdomain, ...query } });

  return {
    async list(path, query, what, before = null) {
      const { body, at } = await http.get(path, asked(query, what));
      if (!isRow(body) || !Array.isArray(body.data)) {
        throw new ConnectorBroken(`NexHealth answered the ${what} without a list.`);
      }
      if (body.data.some((row) => !isRow(row))) {
        throw new ConnectorBroken(`NexHealth answered the ${what} with something in it that is no record.`);
      }
      return { rows: many(body, 'data'), next: nextOf(body, what, before), at };
    },
    async read(path, query, what) {
      const answer = await http.getOne(path, asked(query, what));
      return answer === 'gone' || answer === 'forbidden' ? answer : recordIn(answer, what);
    },
    async send(method, path, query, body, what) {
      const answer = await http.send(method, path, body, asked(query, what));
      if (answer.status >= 300 || errorInside(answer.body, what) !== null) return null;
      // It was taken: an answer without a record in it is no reason to think otherwise.
      return isRow(answer.body) ? (one(answer.body, 'data') ?? {}) : {};
    },
  };
}

function recordIn({ body }: VendorAnswer, what: string): Row {
  const data = isRow(body) ? one(body, 'data') : null;
  if (data === null) throw new ConnectorBroken(`NexHealth answered the ${what} without a record.`);
  return data;
}

/** The envelope `{ code, error, data, page_info }`: `code` is true when all is well, whatever the status says. */
function errorInside(body: unknown, what: string): Error | null {
  if (!isRow(body) || flag(body, 'code') === null) {
    return new ConnectorBroken(`NexHealth answered the ${what} with something that is not its JSON.`);
  }
  if (flag(body, 'code') === false) {
    return new ConnectorBroken(`NexHealth answered the ${what} with a good status and says inside that it failed.`);
  }
  // A parameter that is not understood is only named here, and the list is then not what was asked for.
  if (Array.isArray(body.error) && body.error.some((said) => typeof said === 'string' && said !== '')) {
    return new ConnectorBroken(`NexHealth answered the ${what} and says beside it that something was not understood.`);
  }
  return null;
}

function nextOf(body: Row, what: string, before: string | null): string | null {
  const paging = one(body, 'page_info');
  if (paging === null) {
    const count = number(body, 'count');
    if (count === null || what.endsWith('locations') || count <= many(body, 'data').length) return null;
    throw new ConnectorBroken(`NexHealth counts more at the ${what} than it gives.`);
  }
  if (flag(paging, 'has_next_page') !== true) return null;
  const next = nextToken(paging.end_cursor, before, 'NexHealth');
  if (next === null) throw new ConnectorBroken(`NexHealth says that the ${what} goes on and not where.`);
  return next;
}

/** When a JWT says it ends. Nobody is trusted for it: a wrong answer costs one more sign-in. */
function endOf(jwt: string): number | null {
  const claims = /^[\w-]+\.([\w-]+)\./.exec(jwt)?.[1];
  if (claims === undefined) return null;
  try {
    const read: unknown = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'));
    const end = isRow(read) ? number(read, 'exp') : null;
    return end === null ? null : end * 1000;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
