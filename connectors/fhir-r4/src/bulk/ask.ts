import {
  ConnectorBroken,
  parseRetryAfter,
  RetryLater,
  SettingsWrong,
  type ConnectorContext,
} from '@keepwell/connector-sdk';
import type { SearchParams } from 'fhir-kit-client';
import { errorOfAnswer, errorOfSilence, issueCodes } from '../failures.js';
import { alwaysAsked } from '../streams.js';
import type { TokenSource } from '../token.js';
import type { BulkSettings } from './settings.js';

/** What the server says of an export that was asked for. */
export type ExportState =
  | { is: 'preparing'; progress: string | null; afterMs: number | null }
  | { is: 'ready'; manifest: unknown }
  /** No longer known there, or failed: it must be asked for anew. */
  | { is: 'lost'; because: 'forgotten' | 'failed' };

export interface ExportDesk {
  /** Asks for an export; answers where its state is told. `since`: only what was written from then on. */
  kickOff(since: number | null): Promise<{ status: string; afterMs: number | null }>;
  stateOf(status: string): Promise<ExportState>;
  /** Says that the files are not needed any more. What the server makes of it does not matter. */
  forget(status: string): Promise<void>;
}

const WHAT = 'export';
/** What passes by itself: the state could not be told just now, the export goes on. */
const PASSING = ['transient', 'lock-error', 'timeout', 'throttled'];

export function exportDesk(
  context: ConnectorContext,
  base: string,
  tokens: TokenSource | null,
  bulk: BulkSettings,
): ExportDesk {
  async function once(method: 'GET' | 'DELETE', url: string, headers: Record<string, string>) {
    const token = (await tokens?.token()) ?? null;
    const answer = await context.http.axios
      .request<unknown>({
        ...{ method, url, signal: context.signal, validateStatus: () => true },
        headers: { ...headers, ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
      })
      .catch((error: unknown) => {
        context.signal.throwIfAborted();
        throw errorOfSilence(error, WHAT);
      });
    const header = (name: string) => {
      const value: unknown = answer.headers[name];
      return typeof value === 'string' ? value : null;
    };
    return { status: answer.status, body: answer.data, header, token };
  }

  /** A refused token is renewed once (safety V-04). */
  async function ask(method: 'GET' | 'DELETE', url: string, headers: Record<string, string>) {
    const first = await once(method, url, headers);
    if (first.status !== 401 || first.token === null) return first;
    tokens?.drop(first.token);
    return once(method, url, headers);
  }

  const afterOf = (header: (name: string) => string | null) => parseRetryAfter(header('retry-after'), context.now());

  return {
    async kickOff(since) {
      const { status, header, body } = await ask('GET', addressOf(base, bulk, since), {
        accept: 'application/fhir+json',
        prefer: 'respond-async',
      });
      if (status === 202)
        return { status: statusAddress(header('content-location'), base, bulk), afterMs: afterOf(header) };
      if ([400, 404, 405, 422, 501].includes(status)) {
        const codes = issueCodes(body);
        const said = codes.length > 0 ? `: ${codes.join(', ')}` : '';
        throw new SettingsWrong(
          'reading',
          `The server does not give this export (${status}${said}): ask the vendor for Bulk Data Access and for which types (bulk_types), or read by search.`,
        );
      }
      if (status >= 200 && status < 300) {
        throw new ConnectorBroken(
          `The server answers the question for an export at once (${status}) instead of preparing it.`,
        );
      }
      throw errorOfAnswer({ status, retryAfter: header('retry-after'), body }, WHAT, context.now());
    },

    async stateOf(status) {
      const answer = await ask('GET', status, { accept: 'application/json' });
      const { header, body } = answer;
      if (answer.status === 202) {
        // Free text: only how far it is goes on.
        const progress = /\b\d{1,3}(?:\.\d+)? ?%/.exec(header('x-progress') ?? '')?.[0] ?? null;
        return { is: 'preparing', progress, afterMs: afterOf(header) };
      }
      // Asked too often: the export goes on all the same.
      if (answer.status === 429) return { is: 'preparing', progress: null, afterMs: afterOf(header) };
      if (answer.status === 200) return { is: 'ready', manifest: body };
      if (answer.status === 404 || answer.status === 410) return { is: 'lost', because: 'forgotten' };
      const codes = issueCodes(body);
      if (answer.status >= 500 && codes.length > 0 && !codes.some((code) => PASSING.includes(code))) {
        return { is: 'lost', because: 'failed' };
      }
      throw errorOfAnswer({ status: answer.status, retryAfter: header('retry-after'), body }, WHAT, context.now());
    },

    async forget(status) {
      try {
        await once('DELETE', status, { accept: 'application/fhir+json' });
      } catch (error) {
        if (!(error instanceof RetryLater || error instanceof SettingsWrong)) throw error;
        context.log('The server was not told that the export is no longer needed', { problem: error.name });
      }
    },
  };
}

function addressOf(base: string, { level, group, types }: BulkSettings, since: number | null): string {
  const of = { system: '', patient: '/Patient', group: `/Group/${group ?? ''}` };
  const url = new URL(`${base}${of[level]}/$export`);
  url.searchParams.set('_outputFormat', 'application/fhir+ndjson');
  url.searchParams.set('_type', types.join(','));
  if (since !== null) url.searchParams.set('_since', new Date(since).toISOString());
  for (const type of types) {
    const query: SearchParams = alwaysAsked(type);
    for (const [name, value] of Object.entries(query)) {
      url.searchParams.append('_typeFilter', `${type}?${name}=${encodeURIComponent(String(value))}`);
    }
  }
  return url.href;
}

function statusAddress(said: string | null, base: string, { hosts }: BulkSettings): string {
  const url = said !== null && URL.canParse(said, `${base}/`) ? new URL(said, `${base}/`) : null;
  if (url === null || url.href.length > 4_000) {
    throw new ConnectorBroken('The server takes the question for an export and does not say where its state is told.');
  }
  if (url.username || url.password || ![new URL(base).origin, ...hosts].includes(url.origin)) {
    throw new ConnectorBroken(
      'The state of the export is told on another server than the one that was asked: it is not followed.',
    );
  }
  return url.href;
}
