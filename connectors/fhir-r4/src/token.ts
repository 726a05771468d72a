import { randomUUID } from 'node:crypto';
import { importJWK, SignJWT, type JWK } from 'jose';
import { ConnectorBroken, RetryLater, SettingsWrong, type ConnectorContext } from '@keepwell/connector-sdk';
import { isElement, number, text } from './element.js';
import { errorOfAnswer, errorOfSilence } from './failures.js';
import type { Auth } from './settings.js';

/** Asked anew this long before it ends, so that no page starts with a token that dies on the way. */
const EARLY_MS = 30_000;
/** SMART Backend Services: at most five minutes ahead. */
const ASSERTION_SECONDS = 240;

export interface TokenSource {
  /** A token that holds, or null where none is needed. */
  token(): Promise<string | null>;
  /** The server refused the token: the next one is asked for anew. */
  drop(): void;
}

/** Client credentials, signed (SMART Backend Services) or with a secret. */
export function tokenSource(context: ConnectorContext, auth: Auth, base: string): TokenSource {
  if (auth.kind === 'none') return { token: async () => null, drop: () => undefined };
  let held: { value: string; until: number } | null = null;
  return {
    drop: () => (held = null),
    async token() {
      if (held !== null && context.now() < held.until - EARLY_MS) return held.value;
      const endpoint = auth.tokenUrl ?? (await discover(context, base));
      const form = await credentials(auth, endpoint, context.now());
      const answer = await post(context, endpoint, form);
      const value = text(answer, 'access_token');
      if (value === null) throw new ConnectorBroken('The token server answered without a token.');
      held = { value, until: context.now() + (number(answer, 'expires_in') ?? 300) * 1000 };
      return value;
    },
  };
}

async function discover(context: ConnectorContext, base: string): Promise<string> {
  const what = 'look-up of the token address';
  const answer = await context.http.axios
    .get<unknown>(`${base}/.well-known/smart-configuration`, {
      headers: { accept: 'application/json' },
      signal: context.signal,
      validateStatus: () => true,
    })
    .catch((error: unknown) => {
      throw errorOfSilence(error, what);
    });
  if (answer.status === 429 || answer.status >= 500) {
    throw errorOfAnswer(
      { status: answer.status, retryAfter: headerOf(answer.headers), body: null },
      what,
      context.now(),
    );
  }
  const endpoint = isElement(answer.data) ? text(answer.data, 'token_endpoint') : null;
  if (endpoint === null || !URL.canParse(endpoint)) {
    throw new SettingsWrong('token_url', 'The server does not publish where tokens are given: set the token address.');
  }
  return endpoint;
}

async function credentials(
  auth: Exclude<Auth, { kind: 'none' }>,
  endpoint: string,
  now: number,
): Promise<URLSearchParams> {
  const form = new URLSearchParams({ grant_type: 'client_credentials', scope: auth.scope });
  if (auth.kind === 'client_secret') {
    form.set('client_id', auth.clientId);
    form.set('client_secret', auth.clientSecret);
    return form;
  }
  form.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
  form.set('client_assertion', await assertion(auth, endpoint, now));
  return form;
}

async function assertion(
  auth: Extract<Auth, { kind: 'smart_backend' }>,
  endpoint: string,
  now: number,
): Promise<string> {
  const jwk = parseKey(auth.privateKey);
  const alg = jwk.kty === 'EC' ? 'ES384' : 'RS384';
  const seconds = Math.floor(now / 1000);
  try {
    return await new SignJWT()
      .setProtectedHeader({ alg, typ: 'JWT', ...(jwk.kid ? { kid: jwk.kid } : {}) })
      .setIssuer(auth.clientId)
      .setSubject(auth.clientId)
      .setAudience(endpoint)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + ASSERTION_SECONDS)
      .setJti(randomUUID())
      .sign(await importJWK({ ...jwk, alg }, alg));
  } catch (error) {
    // The library's words may quote the key: they are not passed on.
    throw new SettingsWrong('private_key', `The private key does not serve for ${alg}.`, { cause: nameOnly(error) });
  }
}

function parseKey(source: string): JWK {
  let jwk: unknown;
  try {
    jwk = JSON.parse(source);
  } catch (error) {
    throw new SettingsWrong('private_key', 'The private key is not a JSON Web Key.', { cause: nameOnly(error) });
  }
  const usable =
    isElement(jwk) && typeof jwk.d === 'string' && (jwk.kty === 'RSA' || (jwk.kty === 'EC' && jwk.crv === 'P-384'));
  if (!usable)
    throw new SettingsWrong('private_key', 'The private key must be a private JWK: RSA, or EC with curve P-384.');
  return jwk as JWK;
}

async function post(context: ConnectorContext, endpoint: string, form: URLSearchParams) {
  const what = 'request for a token';
  const answer = await context.http.axios
    .post<unknown>(endpoint, form.toString(), {
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      signal: context.signal,
      validateStatus: () => true,
    })
    .catch((error: unknown) => {
      throw errorOfSilence(error, what);
    });
  if (answer.status === 200 && isElement(answer.data)) return answer.data;
  if (answer.status === 429 || answer.status >= 500) {
    throw errorOfAnswer(
      { status: answer.status, retryAfter: headerOf(answer.headers), body: null },
      what,
      context.now(),
    );
  }
  const code = isElement(answer.data) ? (text(answer.data, 'error') ?? '') : '';
  throw refusal(code, answer.status);
}

/** RFC 6749, section 5.2. */
function refusal(code: string, status: number): Error {
  const said = /^[a-z_]{1,40}$/.test(code) ? code : String(status);
  if (code === 'invalid_scope')
    return new SettingsWrong('scope', 'The token server does not grant this scope (invalid_scope).');
  if (code === 'temporarily_unavailable') return new RetryLater('The token server is away for the moment.');
  return new SettingsWrong('client_id', `The token server does not know this client or its key (${said}).`);
}

function headerOf(headers: unknown): string | null {
  return isElement(headers) ? text(headers, 'retry-after') : null;
}

function nameOnly(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
