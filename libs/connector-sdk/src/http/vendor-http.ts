import type { Instant } from '@keepwell/domain/records';
import type { ConnectorContext } from '../connector.js';
import { ConnectorBroken, OutcomeUnknown } from '../errors.js';
import { errorOfSilence, errorOfStatus, notAnAnswer, type Refusal, type VendorNames } from './failures.js';
import { readJson } from './json-text.js';
import type { TokenSource } from './tokens.js';

export interface VendorHttpOptions extends VendorNames {
  /** Every request goes below it. */
  baseUrl: string;
  /** Sent with every request; asked anew each time. */
  headers?: () => Record<string, string>;
  /** Sent as `Authorization: Bearer …` unless `tokenHeader` says otherwise; after one 401 a new one is asked for, once. */
  tokens?: TokenSource;
  tokenHeader?: (token: string) => Record<string, string>;
  /** The vendor's own meaning of a status, before the usual one; null: the usual one. Dentally's 403 is "slow down". */
  onStatus?: (refusal: Refusal, what: string) => Error | null;
  /** What a vendor hides in a body with a good status; null when it is an answer. */
  errorInside?: (body: unknown, what: string) => Error | null;
}

export interface VendorAnswer {
  status: number;
  header(name: string): string | null;
  /** An object or a list; null only after a write that answered nothing. */
  body: unknown;
  /** The vendor's own clock (`Date`), where it said so: S-02 counts by it, never by ours. */
  at: Instant | null;
}

export interface Question {
  /** Names the question in sentences: "list of appointments". Never a person's id. */
  what: string;
  /** Undefined values are left out; lists repeat the name. */
  query?: Record<string, string | number | boolean | string[] | undefined>;
  headers?: Record<string, string>;
}

export interface VendorHttp {
  /** `path` below the base address, or an address the vendor gave for its next page. */
  get(path: string, question: Question): Promise<VendorAnswer>;
  /** For `fetchOne`: 404 and 410 are `gone`, 403 is `forbidden`. */
  getOne(path: string, question: Question): Promise<VendorAnswer | 'gone' | 'forbidden'>;
  /** A question put as POST (GraphQL, searches): fails like a read. */
  ask(path: string, body: unknown, question: Question): Promise<VendorAnswer>;
  /**
   * Changes something. 401 and 429 are told as errors, since nothing was looked at; every other status below 500 is handed back: what a refusal
   * means is the caller's to say. What may have taken effect is `OutcomeUnknown` or the `OutboundError` as it came: look before trying again.
   */
  send(
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body: unknown,
    question: Question,
  ): Promise<VendorAnswer>;
}

interface Sending extends Question {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  body?: unknown;
}

/**
 * A vendor's JSON over the guarded client, its failures told as the four errors.
 *
 * @example
 * const acme = vendorHttp(context, { vendor: 'Acme', baseUrl, urlField: 'url', signInField: 'api_key', headers: () => ({ 'x-key': key }) });
 * const { body, at } = await acme.get('appointments', { what: 'list of appointments', query: { page: 2 } });
 */
export function vendorHttp(context: ConnectorContext, options: VendorHttpOptions): VendorHttp {
  const address = (path: string) => addressBelow(options.baseUrl, path, options.vendor);

  async function once({ method, path, what, query, headers, body }: Sending): Promise<VendorAnswer | Unusable> {
    const token = await options.tokens?.token();
    const url = new URL(address(path));
    for (const [name, value] of Object.entries(query ?? {})) {
      if (Array.isArray(value)) for (const each of value) url.searchParams.append(name, each);
      else if (value !== undefined) url.searchParams.set(name, String(value));
    }
    const bearer = options.tokenHeader ?? ((value: string) => ({ authorization: `Bearer ${value}` }));
    const answer = await context.http.axios.request<string>({
      method,
      url: url.href,
      headers: {
        accept: 'application/json',
        ...options.headers?.(),
        ...(token === undefined ? {} : bearer(token)),
        ...headers,
      },
      ...(body === undefined ? {} : { data: body }),
      responseType: 'text',
      // Read by us: axios hands on text where JSON was promised, and numbers that lost their last digits.
      transformResponse: [(text: unknown) => text],
      validateStatus: () => true,
      signal: context.signal,
    });
    if (answer.status === 401 && token !== undefined) options.tokens?.drop(token);
    const header = (name: string) => {
      const value: unknown = answer.headers[name.toLowerCase()];
      return typeof value === 'string' ? value : null;
    };
    return readAnswer(answer.status, header, typeof answer.data === 'string' ? answer.data : '', what, options);
  }

  /** A refused token is renewed once (safety V-04); what is still refused is a person's to settle. */
  async function attempt(sending: Sending): Promise<VendorAnswer | Unusable> {
    const first = await once(sending);
    return first.status === 401 && options.tokens !== undefined ? once(sending) : first;
  }

  async function question(sending: Sending): Promise<VendorAnswer | Refusal> {
    let answer: VendorAnswer | Unusable;
    try {
      answer = await attempt(sending);
    } catch (error) {
      context.signal.throwIfAborted();
      if (isOurs(error)) throw error;
      throw errorOfSilence(error, sending.what, options);
    }
    if ('unusable' in answer) throw answer.unusable;
    if (answer.status >= 200 && answer.status < 300) {
      const inside = options.errorInside?.(answer.body, sending.what) ?? null;
      if (inside !== null) throw inside;
      if (answer.body === null) throw notAnAnswer('no_value', sending.what, options);
    }
    return answer;
  }

  const errorOf = (refusal: Refusal, what: string) =>
    options.onStatus?.(refusal, what) ?? errorOfStatus(refusal, what, options, context.now());

  async function must(sending: Sending): Promise<VendorAnswer> {
    const answer = await question(sending);
    if (isGood(answer)) return answer;
    throw errorOf(answer, sending.what);
  }

  return {
    get: (path, asked) => must({ ...asked, method: 'GET', path }),
    ask: (path, body, asked) => must({ ...asked, method: 'POST', path, body }),
    async getOne(path, asked) {
      const answer = await question({ ...asked, method: 'GET', path });
      if (isGood(answer)) return answer;
      const own = options.onStatus?.(answer, asked.what) ?? null;
      if (own !== null) throw own;
      if (answer.status === 404 || answer.status === 410) return 'gone';
      if (answer.status === 403) return 'forbidden';
      throw errorOf(answer, asked.what);
    },
    async send(method, path, body, asked) {
      const answer = await attempt({ ...asked, method, path, body });
      if (answer.status === 401 || answer.status === 429) throw errorOf(answer, asked.what);
      if ('unusable' in answer || answer.status >= 500 || answer.status === 408) {
        throw new OutcomeUnknown(
          `${options.vendor} gave no answer that can be read to the ${asked.what} (${answer.status}).`,
        );
      }
      return answer;
    },
  };
}

/**
 * An address that lies below the base address: a path, or a link the vendor gave. Anything else is not followed, since whoever answers there
 * would be given the key.
 */
export function addressBelow(baseUrl: string, path: string, vendor: string): string {
  const base = new URL(baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`);
  const said = /^[a-z][a-z0-9+.-]*:|^\//i.test(path) ? path : `./${path}`;
  const url = URL.canParse(said, base) ? new URL(said, base) : null;
  const root = base.pathname.replace(/\/$/, '');
  const below = url !== null && (url.pathname === root || url.pathname.startsWith(`${root}/`));
  if (url === null || url.origin !== base.origin || !below || url.username || url.password) {
    throw new ConnectorBroken(`${vendor} gives an address outside its own base address: it is not followed.`);
  }
  return url.href;
}

interface Unusable extends Refusal {
  unusable: Error;
}

function readAnswer(
  status: number,
  header: Refusal['header'],
  text: string,
  what: string,
  names: VendorNames,
): VendorAnswer | Unusable {
  const date = Date.parse(header('date') ?? '');
  const answer = { status, header, at: Number.isNaN(date) ? null : date };
  if (text.trim() === '') return { ...answer, body: null };
  const reading = readJson(text);
  const good = status >= 200 && status < 300;
  if (!reading.read) {
    // A refusal in plain text is still a refusal; a good status with no JSON is not an answer.
    return good
      ? { ...answer, body: null, unusable: notAnAnswer(reading.because, what, names) }
      : { ...answer, body: text.slice(0, 2_000) };
  }
  const whole = typeof reading.value === 'object' && reading.value !== null;
  if (good && !whole) return { ...answer, body: null, unusable: notAnAnswer('not_json', what, names) };
  return { ...answer, body: reading.value };
}

function isGood(answer: VendorAnswer | Refusal): answer is VendorAnswer {
  return answer.status >= 200 && answer.status < 300 && 'at' in answer;
}

const OURS = ['RetryLater', 'SettingsWrong', 'RecordUnreadable', 'ConnectorBroken'];

function isOurs(error: unknown): boolean {
  return error instanceof Error && OURS.includes(error.name);
}
