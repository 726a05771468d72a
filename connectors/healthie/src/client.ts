import {
  ConnectorBroken,
  OutcomeUnknown,
  RetryLater,
  SettingsWrong,
  vendorHttp,
  type ConnectorContext,
} from '@keepwell/connector-sdk';
import { flag, isRow, many, one, text, type Row } from './json.js';
import { listDocument, pageSize, type ListQuery } from './queries.js';
import type { HealthieSettings } from './settings.js';

export interface Edge {
  cursor: string;
  node: Row;
}

export interface Listed {
  edges: Edge[];
  more: boolean;
  /** Healthie's own clock when it answered, where it said so. */
  at: number | null;
}

export interface Healthie {
  list(list: ListQuery, variables: Row, wanted: number, what: string): Promise<Listed>;
  /** The fields of the query's root, by name. */
  ask(query: string, variables: Row, what: string): Promise<Row>;
  /** Null: refused, nothing was done. */
  change(query: string, variables: Row, what: string): Promise<Row | null>;
}

/** Healthie's GraphQL over the guarded client. */
export function healthie(context: ConnectorContext, settings: HealthieSettings): Healthie {
  const { url, apiKey, shard } = settings;
  const http = vendorHttp(context, {
    ...{ vendor: 'Healthie', urlField: 'url', signInField: 'api_key', baseUrl: url.origin, errorInside },
    headers: () => ({
      // The key as it is: Healthie's "Basic" encodes nothing.
      ...{ authorization: `Basic ${apiKey}`, authorizationsource: 'API', 'content-type': 'application/json' },
      ...(shard === null ? {} : { authorizationshard: shard }),
    }),
  });
  const ask = async (query: string, variables: Row, what: string) => {
    const { body, at } = await http.ask(url.pathname, { query, variables }, { what });
    const data = isRow(body) ? one(body, 'data') : null;
    if (data === null) throw new ConnectorBroken(`Healthie answered the ${what} without data.`);
    return { data, at };
  };

  return {
    async list(list, variables, wanted, what) {
      const first = pageSize(list, wanted);
      const { data, at } = await ask(listDocument(list), { ...variables, first }, what);
      const connection = one(data, list.root);
      if (connection === null || !Array.isArray(connection.edges)) {
        throw new ConnectorBroken(`Healthie answered the ${what} without a list.`);
      }
      const more = flag(one(connection, 'page_info'), 'has_next_page');
      if (more === null) throw new ConnectorBroken(`Healthie does not say whether the ${what} goes on.`);
      const edges = connection.edges.map((edge): Edge => {
        const cursor = isRow(edge) ? text(edge, 'cursor') : null;
        const node = isRow(edge) ? one(edge, 'node') : null;
        // A row that the key may not see comes as null: to skip it would be to lose it.
        if (cursor === null || node === null) throw new ConnectorBroken(`Healthie leaves rows out of the ${what}.`);
        return { cursor, node };
      });
      return { edges, more, at };
    },
    async ask(query, variables, what) {
      return (await ask(query, variables, what)).data;
    },
    async change(query, variables, what) {
      const answer = await http.send('POST', url.pathname, { query, variables }, { what });
      if (answer.status >= 300) return null;
      const data = isRow(answer.body) ? one(answer.body, 'data') : null;
      const error = errorInside(answer.body, what);
      if (error instanceof RetryLater || error instanceof SettingsWrong) throw error;
      // Refused before anything was tried: the question itself, or what it was asked with.
      if (error !== null && data === null) return null;
      const payload = data === null ? null : Object.values(data).find(isRow);
      if (error !== null || payload === undefined || payload === null) {
        throw new OutcomeUnknown(`Healthie gave no answer that can be read to the ${what}.`);
      }
      // What a change is refused for stands here, in words that may name a patient.
      return many(payload, 'messages').length > 0 ? null : payload;
    },
  };
}

const SIGN_IN = /^(UNAUTHENTICATED|UNAUTHORIZED|FORBIDDEN|NOT_AUTHORIZED)$/;
const BUSY = /^(TOO_MANY_REQUESTS|RATE_LIMITED|THROTTLED)$/;
const BRIEFLY = /^(INTERNAL_SERVER_ERROR|TIMEOUT|SERVICE_UNAVAILABLE)$/;

/** GraphQL tells failures beside the data, with status 200. Data with an error beside it is never taken for whole. */
function errorInside(body: unknown, what: string): Error | null {
  if (!isRow(body)) return new ConnectorBroken(`Healthie answered the ${what} with something that is not GraphQL.`);
  if (!Array.isArray(body.errors) || body.errors.length === 0) return null;
  const errors = many(body, 'errors');
  const codes = errors.map((error) => text(one(error, 'extensions'), 'code')?.toUpperCase() ?? '');
  const says = (words: RegExp) => errors.some((error) => words.test(text(error, 'message') ?? ''));
  if (codes.some((code) => BUSY.test(code))) return new RetryLater(`Healthie asks us to slow down at the ${what}.`);
  if (codes.some((code) => SIGN_IN.test(code)) || says(/not (authorized|allowed|permitted)|API key/i)) {
    return new SettingsWrong(
      'api_key',
      `Healthie does not let this key see the ${what}: give its account the right to.`,
    );
  }
  if (says(/complexity/i)) return new ConnectorBroken(`Healthie finds the question for the ${what} too large.`);
  if (codes.some((code) => BRIEFLY.test(code))) return new RetryLater(`Healthie failed at the ${what}.`);
  const known = codes.filter((code) => /^[A-Z_]{3,40}$/.test(code));
  const named = known.length > 0 ? ` (${[...new Set(known)].join(', ')})` : '';
  return new ConnectorBroken(`Healthie answered the ${what} with an error inside a good status${named}.`);
}
