import { createSign, generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import { startClock } from '../clock.js';
import { simulatePractice } from '../simulate-practice.js';
import { serveFhir, type FhirServer } from './server.js';

const asOf = Date.parse('2026-11-02T09:00:00Z');
const ec = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stranger = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const origin = (url: string) => new URL(url).origin;
let server: FhirServer;

beforeAll(async () => {
  server = await serveFhir({
    practice: simulatePractice({ seed: 'auth', patients: 5, asOf }),
    clock: startClock({ from: asOf, speed: 0 }),
    auth: {
      clientId: 'keepwell',
      clientSecret: 'open sesame',
      publicKeys: [ec.publicKey.export({ format: 'jwk' }), rsa.publicKey.export({ format: 'jwk' })],
    },
  });
});

afterAll(() => server.close());

interface Claims {
  iss?: string;
  aud?: string;
  exp?: number;
  jti?: string;
}

function assertion(alg: 'ES384' | 'RS384', key: KeyObject, claims: Claims = {}): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const payload = {
    iss: 'keepwell',
    sub: 'keepwell',
    aud: `${origin(server.url)}/auth/token`,
    exp: Math.floor(Date.now() / 1000) + 240,
    jti: randomUUID(),
    ...claims,
  };
  const data = `${encode({ alg, typ: 'JWT' })}.${encode(payload)}`;
  const signature =
    alg === 'ES384'
      ? sign('sha384', Buffer.from(data), { key, dsaEncoding: 'ieee-p1363' })
      : createSign('sha384').update(data).sign(key);
  return `${data}.${signature.toString('base64url')}`;
}

async function ask(form: Record<string, string>, headers: Record<string, string> = {}) {
  const body = new URLSearchParams({ grant_type: 'client_credentials', ...form });
  const response = await fetch(`${origin(server.url)}/auth/token`, { method: 'POST', body, headers });
  return { status: response.status, body: (await response.json()) as { access_token?: string; error?: string } };
}

const signed = (text: string) => ({
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  client_assertion: text,
});

describe('authorization', () => {
  it('publishes where tokens are given, and keeps the door shut without one', async () => {
    const configuration = await (await fetch(`${server.url}/.well-known/smart-configuration`)).json();
    expect(configuration).toMatchObject({ token_endpoint: `${origin(server.url)}/auth/token` });
    expect((await fetch(`${server.url}/metadata`)).status).toBe(200);
    expect((await fetch(`${server.url}/Patient`)).status).toBe(401);
    expect((await fetch(`${server.url}/Patient`, { headers: { authorization: 'Bearer undefined' } })).status).toBe(401);
  });

  it.each([
    ['the secret in the form', () => ask({ client_id: 'keepwell', client_secret: 'open sesame' })],
    [
      'the secret in the header',
      () => ask({}, { authorization: `Basic ${Buffer.from('keepwell:open%20sesame').toString('base64')}` }),
    ],
    ['an ES384 assertion', () => ask(signed(assertion('ES384', ec.privateKey)))],
    ['an RS384 assertion', () => ask(signed(assertion('RS384', rsa.privateKey)))],
  ])('opens for %s', async (_, asking) => {
    const { status, body } = await asking();
    expect(status).toBe(200);
    const headers = { authorization: `Bearer ${body.access_token}` };
    expect((await fetch(`${server.url}/Patient`, { headers })).status).toBe(200);
    server.revokeTokens();
    expect((await fetch(`${server.url}/Patient`, { headers })).status).toBe(401);
  });

  it.each<[string, () => Record<string, string>]>([
    ['a wrong secret', () => ({ client_id: 'keepwell', client_secret: 'open barley' })],
    ['another client', () => signed(assertion('ES384', ec.privateKey, { iss: 'somebody' }))],
    ['another key', () => signed(assertion('ES384', stranger.privateKey))],
    ['an assertion for another server', () => signed(assertion('ES384', ec.privateKey, { aud: 'https://x.example' }))],
    ['an assertion that is over', () => signed(assertion('ES384', ec.privateKey, { exp: Date.now() / 1000 - 1 }))],
    ['one that lives too long', () => signed(assertion('ES384', ec.privateKey, { exp: Date.now() / 1000 + 3600 }))],
    ['nonsense', () => signed('a.b.c')],
  ])('stays shut for %s', async (_, form) => {
    expect(await ask(form())).toEqual({ status: 401, body: { error: 'invalid_client' } });
  });

  it('takes an assertion once', async () => {
    const once = signed(assertion('ES384', ec.privateKey));
    expect((await ask(once)).status).toBe(200);
    expect((await ask(once)).status).toBe(401);
  });
});
