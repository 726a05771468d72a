import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { createServer as createSocketServer, type AddressInfo } from 'node:net';
import { twilioProvider, type OutgoingMessage } from '@keepwell/messaging';
import { createGuardedHttp, type GuardedHttp } from '@keepwell/outbound';

/**
 * Our requests and the answers our test servers give, held against Twilio's own description by a proxy nobody here wrote: with `--errors` it
 * answers 4xx or 5xx itself where either side departs from it.
 */
const SPEC = 'test/fixtures/twilio/messages-openapi.json';
const ACCOUNT = `AC${'a'.repeat(32)}`;
const SID = `SM${'b'.repeat(32)}`;

const stored = {
  ...{
    account_sid: ACCOUNT,
    api_version: '2010-04-01',
    body: 'Hi Ada, Harbour Physio here.',
    direction: 'outbound-api',
  },
  ...{
    date_created: 'Sat, 21 Nov 2026 10:00:05 +0000',
    date_sent: null,
    date_updated: 'Sat, 21 Nov 2026 10:00:05 +0000',
  },
  ...{ error_code: null, error_message: null, from: '+15005550001', messaging_service_sid: null, num_media: '0' },
  ...{
    num_segments: '1',
    price: null,
    price_unit: 'USD',
    sid: SID,
    status: 'queued',
    subresource_uris: {},
    to: '+15005550006',
  },
  uri: `/2010-04-01/Accounts/${ACCOUNT}/Messages/${SID}.json`,
};
const message: OutgoingMessage = {
  ...{ messageId: 'm1', attemptId: 'a1', practiceId: 'p1', channel: 'sms', to: stored.to, from: null, subject: null },
  ...{ text: stored.body, html: null, headers: {}, validitySeconds: 3_600 },
  statusCallbackUrl: 'https://keepwell.example/api/hooks/twilio/p1/status?attempt=a1',
};

let twilio: Server;
let proxy: ChildProcess;
let http: GuardedHttp;
let baseUrl: string;
let requests: string[] = [];

const freePort = () =>
  new Promise<number>((done) => {
    const probe = createSocketServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => done(port));
    });
  });

beforeAll(async () => {
  twilio = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const body =
      request.method === 'POST'
        ? stored
        : {
            messages: [stored],
            page: 0,
            page_size: 1000,
            start: 0,
            end: 0,
            uri: 'https://api.twilio.com/x',
            first_page_uri: 'https://api.twilio.com/x',
            next_page_uri: null,
          };
    response.writeHead(request.method === 'POST' ? 201 : 200, { 'content-type': 'application/json' });
    request.resume().on('end', () => response.end(JSON.stringify(body)));
  });
  await new Promise<void>((done) => twilio.listen(0, '127.0.0.1', done));
  const upstream = `http://127.0.0.1:${(twilio.address() as AddressInfo).port}`;
  const port = await freePort();
  baseUrl = `http://127.0.0.1:${port}`;
  const prism = 'node_modules/@stoplight/prism-cli/dist/index.js';
  proxy = spawn(process.execPath, [prism, 'proxy', '--errors', '-h', '127.0.0.1', '-p', String(port), SPEC, upstream]);
  await new Promise<void>((done, failed) => {
    proxy.stdout?.on('data', (chunk: Buffer) => chunk.toString().includes('listening') && done());
    proxy.once('exit', (code) => failed(new Error(`the proxy ended with ${code}`)));
  });
  http = createGuardedHttp({ exceptions: [baseUrl] });
}, 60_000);

beforeEach(() => {
  requests = [];
});

afterAll(async () => {
  await http?.close();
  if (proxy?.exitCode === null) {
    const ended = new Promise((done) => proxy.once('exit', done));
    proxy.kill();
    await ended;
  }
  twilio.closeAllConnections();
  await new Promise((done) => twilio.close(done));
});

const provider = (accountSid = ACCOUNT) =>
  twilioProvider({ accountSid, secret: 'token', from: '+15005550001', baseUrl }, http);
const send = (change: Partial<OutgoingMessage> = {}) =>
  provider().send({ ...message, ...change }, () => undefined, new AbortController().signal);

describe("Twilio's own description", () => {
  it('O-01 takes our request for a message, and our test answer', async () => {
    expect(await send()).toEqual({ is: 'accepted', providerId: SID, providerStatus: 'queued', segments: 1 });
    expect(requests).toHaveLength(1);
  });

  it('O-06 takes our look-up, and our test answer', async () => {
    const at = Date.parse(stored.date_created);
    expect(await provider().lookUp(message, { from: at - 60_000, to: at + 900_000 })).toEqual({
      found: true,
      providerId: SID,
      providerStatus: 'queued',
    });
    expect(requests[0]).toContain('DateSent');
  });

  it('would refuse a request that is not as described, so that the above says something', async () => {
    const outcome = await send({ statusCallbackUrl: 'no address' });
    expect(outcome).toMatchObject({ is: 'failed', code: '422' });
    expect(requests).toEqual([]);
  });

  it('would refuse an answer that is not as described', async () => {
    const { status } = stored;
    try {
      stored.status = 'flying';
      expect(await send()).toMatchObject({ is: 'unknown' });
    } finally {
      stored.status = status;
    }
  });
});
