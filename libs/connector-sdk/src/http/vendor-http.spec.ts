import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGuardedHttp, type GuardedHttp } from '@keepwell/outbound';
import type { ConnectorContext } from '../connector.js';
import { RetryLater, SettingsWrong } from '../errors.js';
import { openFolders } from '../folders.js';
import { askedWaitMs } from './failures.js';
import { tokenSource } from './tokens.js';
import { addressBelow, vendorHttp, type VendorHttpOptions } from './vendor-http.js';

const NOW = Date.parse('2026-03-10T12:00:00Z');
type Answer = (request: IncomingMessage, response: ServerResponse) => void;
let answer: Answer = (_request, response) => response.end('{}');
const asked: IncomingMessage[] = [];
const server = createServer((request, response) => {
  asked.push(request);
  answer(request, response);
});
let http: GuardedHttp;
let origin: string;

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  http = createGuardedHttp({ exceptions: [origin] });
});
beforeEach(() => asked.splice(0));
afterAll(async () => {
  await http.close();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

let now = NOW;
const contextOf = (settings: ConnectorContext['settings'] = {}): ConnectorContext => ({
  settings,
  timezone: null,
  http,
  folders: openFolders({ allow: [] }),
  now: () => now,
  signal: new AbortController().signal,
  log: () => undefined,
});
const acme = (options: Partial<VendorHttpOptions> = {}) =>
  vendorHttp(contextOf(), {
    vendor: 'Acme',
    baseUrl: `${origin}/api/`,
    urlField: 'url',
    signInField: 'api_key',
    ...options,
  });
const what = { what: 'list of visits' };
const says = (status: number, body = '{}', headers: Record<string, string> = {}): Answer => {
  return (_request, response) => void response.writeHead(status, headers).end(body);
};

describe('vendorHttp', () => {
  it('asks below the base address, with query and headers, and tells the vendor’s time', async () => {
    answer = says(200, '{"rows":[{"id":9007199254740993}]}', { date: 'Tue, 10 Mar 2026 11:59:00 GMT' });
    const got = await acme({ headers: () => ({ 'x-key': 'k' }) }).get('visits', {
      ...what,
      query: { page: 2, 'q[]': ['a:>1', 'b'], none: undefined },
    });
    expect(got).toMatchObject({ status: 200, body: { rows: [{ id: '9007199254740993' }] }, at: NOW - 60_000 });
    expect(asked[0]?.url).toBe('/api/visits?page=2&q%5B%5D=a%3A%3E1&q%5B%5D=b');
    expect(asked[0]?.headers['x-key']).toBe('k');
  });

  const answers: [string, Answer, string, string][] = [
    ['a web page', says(200, '<html>'), 'ConnectorBroken', 'web page'],
    ['null', says(200, 'null'), 'ConnectorBroken', 'not JSON'],
    ['a bare word', says(200, '"ok"'), 'ConnectorBroken', 'not JSON'],
    ['nothing', says(200, ''), 'ConnectorBroken', 'nothing'],
    ['100,000 levels', says(200, '['.repeat(100_000)), 'ConnectorBroken', 'nested'],
    ['401', says(401, '{"name":"Anna"}'), 'SettingsWrong', 'sign-in (401)'],
    ['403', says(403), 'SettingsWrong', 'forbids'],
    ['404', says(404), 'SettingsWrong', 'not at this address'],
    ['400 that quotes a patient', says(400, 'Anna Fixture'), 'ConnectorBroken', 'refuses the list of visits (400)'],
    ['429', says(429, '', { 'retry-after': '7' }), 'RetryLater', 'slow down'],
    ['500', says(500, '<html>'), 'RetryLater', '500'],
    ['a redirect', says(302, '', { location: 'http://169.254.169.254/' }), 'SettingsWrong', 'redirect'],
    ['a dead socket', (request) => void request.socket.destroy(), 'RetryLater', 'not reached'],
  ];
  it.each(answers)(
    'tells %s as one of the four errors, without query or body',
    async (_title, given, name, sentence) => {
      answer = given;
      const failed = await acme()
        .get('visits', { ...what, query: { patient: 'p-17' } })
        .then(
          () => null,
          (error: Error) => error,
        );
      expect(failed?.name).toBe(name);
      expect(failed?.message).toContain(sentence);
      expect(failed?.message).not.toMatch(/Anna|p-17/);
    },
  );

  it('lets a vendor mean something else by a status, and hide an error in 200', async () => {
    answer = says(403);
    const busy = acme({ onStatus: ({ status }) => (status === 403 ? new RetryLater('Slow down.', 60_000) : null) });
    await expect(busy.get('visits', what)).rejects.toMatchObject({ name: 'RetryLater', afterMs: 60_000 });
    answer = says(200, '{"error":"quota"}');
    const inside = acme({
      errorInside: (body) => (JSON.stringify(body).includes('error') ? new RetryLater('Quota.') : null),
    });
    await expect(inside.get('visits', what)).rejects.toThrow('Quota.');
  });

  it.each([
    [404, 'gone'],
    [410, 'gone'],
    [403, 'forbidden'],
  ])('reads one record: %i is %s', async (status, word) => {
    answer = says(status);
    expect(await acme().getOne('visits/1', what)).toBe(word);
  });

  it.each([
    ['visits?page=2', '/api/visits?page=2'],
    ['/api/visits', '/api/visits'],
    ['https://a.example/api/visits?x=1', '/api/visits?x=1'],
  ])('follows %s', (path, below) => {
    expect(addressBelow('https://a.example/api', path, 'Acme')).toBe(`https://a.example${below}`);
  });

  it.each([
    'https://evil.example/api/visits',
    'http://a.example/api/visits',
    '//evil.example/api',
    '/other',
    '../up',
    'https://u:p@a.example/api/x',
    '/api-evil',
    'file:///etc/passwd',
  ])('does not follow %s', (path) => {
    expect(() => addressBelow('https://a.example/api', path, 'Acme')).toThrow('outside its own base address');
  });

  it('says nothing certain of a write whose answer is lost', async () => {
    answer = (request) => void request.socket.destroy();
    await expect(acme().send('POST', 'visits', {}, what)).rejects.toMatchObject({ name: 'OutboundError' });
    for (const lost of [says(503), says(200, '<html>')]) {
      answer = lost;
      await expect(acme().send('POST', 'visits', {}, what)).rejects.toMatchObject({ name: 'OutcomeUnknown' });
    }
    answer = says(422, '{"error":"slot taken"}');
    expect(await acme().send('POST', 'visits', {}, what)).toMatchObject({ status: 422 });
    answer = says(429);
    await expect(acme().send('POST', 'visits', {}, what)).rejects.toMatchObject({ name: 'RetryLater' });
  });
});

describe('askedWaitMs', () => {
  it.each([
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': 'Tue, 10 Mar 2026 12:01:30 GMT' }, 90_000],
    [{ 'x-ratelimit-reset': String(NOW / 1000 + 20) }, 20_000],
    [{ 'x-ratelimit-reset': String(NOW + 30_000) }, 30_000],
    [{ 'ratelimit-reset': '12' }, 12_000],
    [{ 'x-ratelimit-reset': 'soon' }, null],
    [{}, null],
  ])('%j', (headers: Record<string, string>, ms) => {
    expect(askedWaitMs((name) => headers[name] ?? null, NOW)).toBe(ms);
  });
});

describe('tokenSource', () => {
  let signIns = 0;
  const tokens = (key: string, signIn?: () => Promise<{ token: string; holdsMs: number | null }>) =>
    tokenSource(contextOf({ key }), {
      connector: 'acme',
      vendor: 'Acme',
      signInField: 'api_key',
      signIn: signIn ?? (async () => ({ token: `t${(signIns += 1)}`, holdsMs: 600_000 })),
    });
  beforeEach(() => {
    signIns = 0;
    now = NOW;
  });

  it('V-04 signs in once for all who wait, over contexts, until it runs out', async () => {
    expect(await Promise.all([tokens('a').token(), tokens('a').token(), tokens('a').token()])).toEqual([
      't1',
      't1',
      't1',
    ]);
    now += 500_000;
    expect(await tokens('a').token()).toBe('t1');
    now += 80_000;
    expect(await tokens('a').token()).toBe('t2');
    expect(await tokens('b').token()).toBe('t3');
  });

  it('V-04 renews a refused token once, and stops after the second refusal', async () => {
    answer = (request, response) =>
      response.writeHead(request.headers.authorization === 'Bearer t2' ? 200 : 401).end('{"ok":true}');
    const source = tokens('c');
    await source.token();
    expect(await acme({ tokens: source }).get('visits', what)).toMatchObject({ status: 200 });
    answer = says(401);
    asked.splice(0);
    await expect(acme({ tokens: source }).get('visits', what)).rejects.toBeInstanceOf(SettingsWrong);
    expect(asked).toHaveLength(2);
  });

  it('V-04 knocks three times in an hour and no more', async () => {
    let knocks = 0;
    const refused = async () => {
      knocks += 1;
      throw new SettingsWrong('api_key', 'Acme refuses the key.');
    };
    for (let n = 0; n < 6; n += 1) await expect(tokens('d', refused).token()).rejects.toBeInstanceOf(SettingsWrong);
    expect(knocks).toBe(3);
    now += 3_600_000;
    await expect(tokens('d', refused).token()).rejects.toThrow('refuses the key');
    expect(knocks).toBe(4);
  });
});
