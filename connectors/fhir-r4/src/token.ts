import { randomUUID } from 'node:crypto';
import { importJWK, SignJWT, type JWK } from 'jose';
import {
  ConnectorBroken,
  RetryLater,
  SettingsWrong,
  tokenSource,
  vendorHttp,
  type ConnectorContext,
  type NewToken,
  type Refusal,
  type TokenSource,
} from '@keepwell/connector-sdk';
import { isElement, number, text } from './element.js';
import type { Auth } from './settings.js';

/** SMART Backend Services: at most five minutes ahead. */
const ASSERTION_SECONDS = 240;
/** Where a token server does not say how long its token holds. */
const USUAL_SECONDS = 300;

export type { TokenSource } from '@keepwell/connector-sdk';

type SigningIn = Exclude<Auth, { kind: 'none' }>;

/** Client credentials, signed (SMART Backend Services) or with a secret; null where nobody signs in. */
export function fhirTokens(context: ConnectorContext, auth: Auth, base: string): TokenSource | null {
  if (auth.kind === 'none') return null;
  return tokenSource(context, {
    connector: 'fhir-r4',
    vendor: 'The token server',
    signInField: 'client_id',
    signIn: () => signIn(context, auth, base),
  });
}

async function signIn(context: ConnectorContext, auth: SigningIn, base: string): Promise<NewToken> {
  const endpoint = auth.tokenUrl ?? (await discover(context, base));
  const { body } = await vendorHttp(context, {
    ...{ vendor: 'The token server', baseUrl: endpoint, urlField: 'token_url', signInField: 'client_id' },
    onStatus: refusal,
  }).ask(endpoint, await credentials(auth, endpoint, context.now()), { what: 'request for a token' });
  const answer = isElement(body) ? body : undefined;
  const token = text(answer, 'access_token');
  if (token === null) throw new ConnectorBroken('The token server answered without a token.');
  return { token, holdsMs: (number(answer, 'expires_in') ?? USUAL_SECONDS) * 1000 };
}

async function discover(context: ConnectorContext, base: string): Promise<string> {
  const asked = await vendorHttp(context, {
    ...{ vendor: 'The FHIR server', baseUrl: base, urlField: 'url', signInField: 'auth' },
    onStatus: ({ status }) => (status === 429 || status >= 500 ? null : unpublished()),
  })
    .get('.well-known/smart-configuration', { what: 'look-up of the token address' })
    .catch((error: unknown) => {
      throw error instanceof ConnectorBroken ? unpublished() : error;
    });
  const endpoint = isElement(asked.body) ? text(asked.body, 'token_endpoint') : null;
  if (endpoint === null || !URL.canParse(endpoint)) throw unpublished();
  return endpoint;
}

const unpublished = () =>
  new SettingsWrong('token_url', 'The server does not publish where tokens are given: set the token address.');

async function credentials(auth: SigningIn, endpoint: string, now: number): Promise<URLSearchParams> {
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

/** RFC 6749, section 5.2. */
function refusal({ status, body }: Refusal): Error | null {
  if (status === 429 || status >= 500) return null;
  const code = isElement(body) ? (text(body, 'error') ?? '') : '';
  const said = /^[a-z_]{1,40}$/.test(code) ? code : String(status);
  if (code === 'invalid_scope')
    return new SettingsWrong('scope', 'The token server does not grant this scope (invalid_scope).');
  if (code === 'temporarily_unavailable') return new RetryLater('The token server is away for the moment.');
  return new SettingsWrong('client_id', `The token server does not know this client or its key (${said}).`);
}

function nameOnly(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
