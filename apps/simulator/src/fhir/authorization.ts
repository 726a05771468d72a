import { createPublicKey, randomBytes, timingSafeEqual, verify, type JsonWebKey } from 'node:crypto';
import type { Json } from './resource.js';

/** Who may read. A client shows a secret, or signs an assertion with the key it registered (SMART Backend Services). */
export interface AuthorizationOptions {
  clientId: string;
  clientSecret?: string;
  publicKeys?: (JsonWebKey & { kid?: string })[];
  tokenSeconds?: number;
}

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const ALGORITHMS = ['RS384', 'ES384'];

export type TokenAnswer = { status: 200 | 400 | 401; body: Json };

export class Authorization {
  private readonly tokens = new Map<string, number>();
  private readonly usedAssertions = new Map<string, number>();

  constructor(
    private readonly options: AuthorizationOptions,
    private readonly tokenUrl: string,
    private readonly realNow: () => number,
  ) {}

  configuration(): Json {
    return {
      token_endpoint: this.tokenUrl,
      token_endpoint_auth_methods_supported: ['private_key_jwt', 'client_secret_basic', 'client_secret_post'],
      token_endpoint_auth_signing_alg_values_supported: ALGORITHMS,
      grant_types_supported: ['client_credentials'],
      scopes_supported: ['system/*.rs', 'system/*.read'],
      capabilities: [
        'client-confidential-asymmetric',
        'client-confidential-symmetric',
        'permission-v1',
        'permission-v2',
      ],
    };
  }

  /** RFC 6749 section 4.4; a wrong client is `invalid_client` whatever was wrong with it. */
  grant(form: URLSearchParams, header: string | undefined): TokenAnswer {
    if (form.get('grant_type') !== 'client_credentials') return refusal(400, 'unsupported_grant_type');
    if (!this.knows(form, header)) return refusal(401, 'invalid_client');
    const token = randomBytes(24).toString('base64url');
    const seconds = this.options.tokenSeconds ?? 300;
    this.tokens.set(token, this.realNow() + seconds * 1000);
    const scope = form.get('scope') ?? 'system/*.rs';
    return { status: 200, body: { access_token: token, token_type: 'bearer', expires_in: seconds, scope } };
  }

  allows(header: string | undefined): boolean {
    const token = /^Bearer (.+)$/i.exec(header ?? '')?.[1];
    return token !== undefined && (this.tokens.get(token) ?? 0) > this.realNow();
  }

  /** Forgets every token, as a vendor does when it rotates its keys. */
  revokeAll(): void {
    this.tokens.clear();
  }

  private knows(form: URLSearchParams, header: string | undefined): boolean {
    const assertion = form.get('client_assertion');
    if (assertion !== null) return form.get('client_assertion_type') === ASSERTION_TYPE && this.trusts(assertion);
    const [id, secret] = credentials(form, header);
    const { clientId, clientSecret } = this.options;
    return clientSecret !== undefined && same(id, clientId) && same(secret, clientSecret);
  }

  private trusts(assertion: string): boolean {
    const [head, payload, signature] = assertion.split('.');
    if (head === undefined || payload === undefined || signature === undefined) return false;
    const header = decode(head);
    const claims = decode(payload);
    const now = this.realNow() / 1000;
    const exp = Number(claims['exp']);
    const jti = typeof claims['jti'] === 'string' ? claims['jti'] : '';
    const inOrder =
      claims['iss'] === this.options.clientId &&
      claims['sub'] === this.options.clientId &&
      claims['aud'] === this.tokenUrl &&
      exp > now &&
      exp <= now + 300 + 5 &&
      jti !== '' &&
      !this.usedAssertions.has(jti);
    const data = Buffer.from(`${head}.${payload}`);
    if (!inOrder || !this.signedByOurs(header, data, Buffer.from(signature, 'base64url'))) return false;
    this.usedAssertions.set(jti, exp);
    return true;
  }

  private signedByOurs(header: Record<string, unknown>, data: Buffer, signature: Buffer): boolean {
    const { alg, kid } = header;
    if (typeof alg !== 'string' || !ALGORITHMS.includes(alg)) return false;
    const keys = (this.options.publicKeys ?? []).filter((key) => key.kid === undefined || key.kid === kid);
    return keys.some((jwk) => {
      const key = createPublicKey({ key: jwk, format: 'jwk' });
      if (key.asymmetricKeyType !== (alg === 'ES384' ? 'ec' : 'rsa')) return false;
      return verify('sha384', data, alg === 'ES384' ? { key, dsaEncoding: 'ieee-p1363' } : key, signature);
    });
  }
}

function credentials(form: URLSearchParams, header: string | undefined): [string, string] {
  const basic = /^Basic (.+)$/i.exec(header ?? '')?.[1];
  if (basic === undefined) return [form.get('client_id') ?? '', form.get('client_secret') ?? ''];
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent);
  return [id, secret];
}

function decode(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch (cause) {
    if (cause instanceof SyntaxError) return {};
    throw cause;
  }
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function refusal(status: 400 | 401, error: string): TokenAnswer {
  return { status, body: { error } };
}
