import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { createGuardedHttp, type GuardedHttp } from '@keepwell/outbound';
import { ClaimTooOld, type OutgoingMessage } from '../provider.js';
import { twilioProvider, type TwilioSettings } from './twilio-provider.js';

const ACCOUNT = `AC${'a'.repeat(32)}`;
const message: OutgoingMessage = {
  messageId: 'm1',
  attemptId: 'a1',
  practiceId: 'p1',
  channel: 'sms',
  to: '+15005550006',
  from: null,
  subject: null,
  text: 'Hi Ada, Harbour Physio here. Fees: 5€ & more?',
  html: null,
  headers: {},
  statusCallbackUrl: 'https://keepwell.example/api/hooks/twilio/p1/status?attempt=a1',
  validitySeconds: 3_600.9,
};

interface Seen {
  method: string;
  url: string;
  authorization: string;
  form: Record<string, string>;
}
type Behaviour = (response: ServerResponse, request: IncomingMessage) => void;

let server: Server;
let origin: string;
let http: GuardedHttp;
let seen: Seen[];
let behave: Behaviour;

const json =
  (status: number, body: object, headers: Record<string, string> = {}): Behaviour =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
const refusal = (status: number, code: number | null, headers?: Record<string, string>) =>
  json(status, { code, message: `The 'To' number ${message.to} …`, more_info: 'https://…', status }, headers);

const listenOn = (given: { listen(port: number, host: string, done: () => void): unknown; address(): unknown }) =>
  new Promise<number>((done) => given.listen(0, '127.0.0.1', () => done((given.address() as AddressInfo).port)));

beforeAll(async () => {
  server = createHttpServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      seen.push({
        method: request.method ?? '',
        url: request.url ?? '',
        authorization: Buffer.from((request.headers.authorization ?? '').slice(6), 'base64').toString(),
        form: Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString())),
      });
      behave(response, request);
    });
  });
  origin = `http://127.0.0.1:${await listenOn(server)}`;
});
beforeEach(() => {
  seen = [];
  http = createGuardedHttp({ exceptions: [origin] });
});
afterEach(async () => {
  server.closeAllConnections();
  await http.close();
});
afterAll(() => new Promise((done) => server.close(done)));

const provider = (change: Partial<TwilioSettings> = {}, over = http) =>
  twilioProvider({ accountSid: ACCOUNT, secret: 'token', from: '+15005550001', baseUrl: origin, ...change }, over);
const never = new AbortController().signal;
const send = (change: Partial<TwilioSettings> = {}, beforeWrite: () => void = () => undefined) =>
  provider(change).send(message, beforeWrite, never);

const created = { sid: `SM${'b'.repeat(32)}`, status: 'queued', num_segments: '1' };

describe('twilioProvider', () => {
  it('asks Twilio for exactly the message', async () => {
    behave = json(201, created);
    expect(await send()).toEqual({ is: 'accepted', providerId: created.sid, providerStatus: 'queued', segments: 1 });
    expect(seen).toEqual([
      {
        method: 'POST',
        url: `/2010-04-01/Accounts/${ACCOUNT}/Messages.json`,
        authorization: `${ACCOUNT}:token`,
        form: {
          To: message.to,
          From: '+15005550001',
          Body: message.text,
          StatusCallback: message.statusCallbackUrl,
          ValidityPeriod: '3600',
        },
      },
    ]);
  });

  it('signs in by the key where there is one, and sends by the service', async () => {
    behave = json(201, created);
    const [apiKeySid, messagingServiceSid] = [`SK${'c'.repeat(32)}`, `MG${'d'.repeat(32)}`];
    await send({ apiKeySid, messagingServiceSid });
    expect(seen[0]).toMatchObject({
      url: `/2010-04-01/Accounts/${ACCOUNT}/Messages.json`,
      authorization: `${apiKeySid}:token`,
      form: { MessagingServiceSid: messagingServiceSid },
    });
    expect(seen[0]?.form).not.toHaveProperty('From');
  });

  const hang: Behaviour = () => undefined;
  const cut: Behaviour = (response) => response.socket?.destroy();
  const half: Behaviour = (response) => {
    response.writeHead(201, { 'content-type': 'application/json', 'content-length': '500' });
    response.write('{"sid":"SM', () => response.socket?.resetAndDestroy());
  };

  it.each<[string, Behaviour, object]>([
    ['200', json(200, created), { is: 'accepted', providerId: created.sid }],
    ['201', json(201, created), { is: 'accepted', providerId: created.sid }],
    ['202 without an id', json(202, {}), { is: 'unknown' }],
    ['200 that is no JSON', (response) => response.writeHead(200).end('<html>'), { is: 'unknown' }],
    ['204', (response) => response.writeHead(204).end(), { is: 'unknown' }],
    ['302', (response) => response.writeHead(302, { location: 'https://example.org' }).end(), { is: 'unknown' }],
    ['400 of an unknown code', refusal(400, 21999), { is: 'failed', suppress: null, alert: false, code: '21999' }],
    ['400 without a code', json(400, {}), { is: 'failed', suppress: null, alert: false, code: '400' }],
    ['401', refusal(401, 20003), { is: 'failed', suppress: null, alert: true }],
    ['403', refusal(403, null), { is: 'failed', alert: true }],
    ['404', refusal(404, 20404), { is: 'failed', alert: true }],
    ['408', refusal(408, null), { is: 'failed', alert: false }],
    ['422', refusal(422, null), { is: 'failed', alert: false }],
    ['429', refusal(429, 20429), { is: 'try_later', afterMs: null, code: '20429' }],
    ['429, in seconds', refusal(429, 20429, { 'retry-after': '7' }), { is: 'try_later', afterMs: 7_000 }],
    ['429, in a year', refusal(429, null, { 'retry-after': '31536000' }), { is: 'try_later', afterMs: 3_600_000 }],
    [
      '429, at a date gone by',
      refusal(429, null, { 'retry-after': new Date(0).toUTCString() }),
      { is: 'try_later', afterMs: 0 },
    ],
    ['429, whenever', refusal(429, null, { 'retry-after': 'soon' }), { is: 'try_later', afterMs: null }],
    ['429 that is no JSON', (response) => response.writeHead(429).end('slow down'), { is: 'try_later' }],
    ['21211 no number', refusal(400, 21211), { is: 'failed', suppress: 'wrong_number', alert: false }],
    ['21610 opted out', refusal(400, 21610), { is: 'failed', suppress: 'provider', alert: false, code: '21610' }],
    ['21614 no mobile', refusal(400, 21614), { is: 'failed', suppress: 'landline', alert: false }],
    ['30006 landline', refusal(400, 30006), { is: 'failed', suppress: 'landline' }],
    ['21611 queue full', refusal(400, 21611), { is: 'try_later' }],
    ['21212 sender', refusal(400, 21212), { is: 'failed', suppress: null, alert: true }],
    ['21408 country', refusal(400, 21408), { is: 'failed', suppress: null, alert: true }],
    ['21606 sender', refusal(400, 21606), { is: 'failed', suppress: null, alert: true }],
    ['21612 route', refusal(400, 21612), { is: 'failed', suppress: null, alert: true }],
    ['500', refusal(500, 20500), { is: 'unknown' }],
    ['500 with a code of the table', refusal(500, 21610), { is: 'unknown' }],
    ['502', (response) => response.writeHead(502).end('bad gateway'), { is: 'unknown' }],
    ['503', (response) => response.writeHead(503, { 'retry-after': '1' }).end(), { is: 'unknown' }],
    ['504', (response) => response.writeHead(504).end(), { is: 'unknown' }],
    ['no answer in time', hang, { is: 'unknown' }],
    ['a connection closed after the request', cut, { is: 'unknown' }],
    ['a connection reset', (response) => response.socket?.resetAndDestroy(), { is: 'unknown' }],
    ['a reset half-way through the answer', half, { is: 'unknown' }],
  ])('O-01 %s', async (_, behaviour, expected) => {
    behave = behaviour;
    const outcome = await send({ timeoutMs: 300 });
    expect(outcome).toMatchObject(expected);
    expect(seen).toHaveLength(1);
    // What Twilio says may hold the number; what we say does not.
    expect(JSON.stringify(outcome)).not.toContain(message.to);
  });

  it('O-01 what never left may be tried again: nobody listens there', async () => {
    const gone = createTcpServer();
    const port = await listenOn(gone);
    await new Promise((done) => gone.close(done));
    const baseUrl = `http://127.0.0.1:${port}`;
    const own = createGuardedHttp({ exceptions: [baseUrl] });
    expect(await provider({ baseUrl }, own).send(message, () => undefined, never)).toMatchObject({ is: 'try_later' });
    await own.close();
  });

  it('O-01 … the name is not known', async () => {
    const resolve = (_: string, done: (error: NodeJS.ErrnoException, found: []) => void) =>
      done(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), []);
    const own = createGuardedHttp({ exceptions: [], resolve });
    expect(
      await provider({ baseUrl: 'https://api.twilio.com' }, own).send(message, () => undefined, never),
    ).toMatchObject({
      is: 'try_later',
    });
    await own.close();
  });

  it('O-01 … the connection does not come about', async () => {
    const own = createGuardedHttp({ exceptions: ['http://192.0.2.1:81'], timeouts: { connectMs: 50 } });
    const outcome = await provider({ baseUrl: 'http://192.0.2.1:81' }, own).send(message, () => undefined, never);
    expect(outcome).toMatchObject({ is: 'try_later' });
    await own.close();
  });

  it('O-01 … we were told to stop before it was written; after, nobody knows', async () => {
    behave = hang;
    const stopped = AbortSignal.abort();
    expect(await provider().send(message, () => undefined, stopped)).toMatchObject({ is: 'try_later' });
    expect(seen).toEqual([]);
    const soon = new AbortController();
    const sending = provider().send(message, () => setTimeout(() => soon.abort(), 100), soon.signal);
    expect(await sending).toMatchObject({ is: 'unknown' });
    expect(seen).toHaveLength(1);
  });

  it('a private address that nobody excepted is refused without a packet', async () => {
    const own = createGuardedHttp({ exceptions: [] });
    expect(await provider({}, own).send(message, () => undefined, never)).toMatchObject({ is: 'failed', alert: true });
    expect(seen).toEqual([]);
    await own.close();
  });

  it('O-04 a claim that is too old is abandoned though the connection stands, and not a byte is written', async () => {
    const arrived: Buffer[] = [];
    let connections = 0;
    const tcp = createTcpServer((socket) => {
      connections += 1;
      socket.on('data', (chunk) => arrived.push(chunk)).on('error', () => undefined);
    });
    const baseUrl = `http://127.0.0.1:${await listenOn(tcp)}`;
    const own = createGuardedHttp({ exceptions: [baseUrl] });
    const tooOld = () => {
      throw new ClaimTooOld();
    };
    expect(await provider({ baseUrl }, own).send(message, tooOld, never)).toEqual({ is: 'abandoned' });
    await new Promise((done) => setTimeout(done, 50));
    expect(connections).toBe(1);
    expect(arrived).toEqual([]);
    await own.close();
    await new Promise((done) => tcp.close(done));
  });

  it('O-04 is asked once the connection stands, not before', async () => {
    behave = json(201, created);
    const order: string[] = [];
    server.once('connection', () => order.push('connection'));
    await send({}, () => order.push('beforeWrite'));
    expect(order).toHaveLength(2);
  });

  it('a bug in what is asked before writing is not taken for an outcome, and nothing leaves', async () => {
    const bug = () => {
      throw new RangeError('a bug');
    };
    await expect(send({}, bug)).rejects.toThrow('a bug');
    expect(seen).toEqual([]);
  });

  it('X33 a line break in the number sends nothing', async () => {
    const outcome = await provider().send({ ...message, to: `${message.to}\r\nX: y` }, () => undefined, never);
    expect(outcome).toMatchObject({ is: 'failed' });
    expect(seen).toEqual([]);
  });

  it('refuses settings that cannot be right, saying which', () => {
    expect(() => provider({ accountSid: 'AC1', secret: ' ', from: undefined })).toThrow(
      /account SID.*secret is missing.*sender or a messaging service/,
    );
  });

  describe('O-06 looking for what may have left', () => {
    const at = Date.parse('2026-11-21T10:00:00Z');
    const between = { from: at - 60_000, to: at + 900_000 };
    const listed = (change: object) => ({
      ...{ sid: created.sid, status: 'sent', direction: 'outbound-api', to: message.to, body: message.text },
      ...{ date_created: new Date(at + 5_000).toUTCString(), ...change },
    });
    const page = (...messages: object[]) => json(200, { messages, page: 0, page_size: 1000, next_page_uri: null });

    it('finds it by number, text and time', async () => {
      behave = page(listed({ body: 'another' }), listed({}));
      expect(await provider().lookUp(message, between)).toEqual({
        found: true,
        providerId: created.sid,
        providerStatus: 'sent',
      });
      const asked = new URL(seen[0]?.url ?? '', origin).searchParams;
      expect(Object.fromEntries(asked)).toEqual({
        To: message.to,
        'DateSent>': '2026-11-21T09:59:00Z',
        'DateSent<': '2026-11-21T10:15:00Z',
        PageSize: '1000',
      });
    });

    it.each([
      ['another text', { body: `${message.text}!` }],
      ['another number', { to: '+15005550007' }],
      ['one from the patient', { direction: 'inbound' }],
      ['one of yesterday', { date_created: new Date(at - 86_400_000).toUTCString() }],
    ])('does not take for it %s', async (_, change) => {
      behave = page(listed(change));
      expect(await provider().lookUp(message, between)).toEqual({ found: false });
    });

    it('throws where Twilio cannot be asked: that is no "not found"', async () => {
      behave = refusal(503, null);
      await expect(provider().lookUp(message, between)).rejects.toThrow(
        'Twilio could not be asked what became of a message (503).',
      );
    });
  });
});
