import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSocketServer, type AddressInfo, type Server as SocketServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { OutboundError } from './errors.js';
import type { Resolve } from './guard.js';
import { createGuardedHttp, type GuardedHttp, type GuardedHttpOptions } from './guarded-http.js';

const open: (Server | SocketServer)[] = [];
const clients: GuardedHttp[] = [];

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  for (const server of open.splice(0)) {
    if ('closeAllConnections' in server) server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

function guarded(options: Partial<GuardedHttpOptions> = {}): GuardedHttp {
  const client = createGuardedHttp({ exceptions: [], ...options });
  clients.push(client);
  return client;
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  open.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Counts every connection that reaches this machine on one port, whatever it then says. */
async function listenForPackets(): Promise<{ port: number; connections: () => number }> {
  let seen = 0;
  const server = createSocketServer((socket) => {
    seen += 1;
    socket.destroy();
  });
  open.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { port: (server.address() as AddressInfo).port, connections: () => seen };
}

/** Both ways out, so that no test forgets one. */
const ways: [string, (client: GuardedHttp, url: string) => Promise<string>][] = [
  ['axios', async (client, url) => String((await client.axios.get(url, { responseType: 'text' })).data)],
  [
    'fetch',
    async (client, url) => {
      const options: Record<string, unknown> = { dispatcher: client.dispatcher };
      const answer = await fetch(new Request(url, options));
      return answer.text();
    },
  ],
];

/** The guard's own error, from under whatever the client library wrapped around it. */
async function failureOf(attempt: Promise<unknown>): Promise<OutboundError> {
  const error: unknown = await attempt.then(
    () => new Error('the request went through'),
    (thrown: unknown) => thrown,
  );
  const found = outboundErrorIn(error);
  if (found) return found;
  throw error;
}

/** Errors of the built-in fetch belong to another realm than the test's `Error`. */
function outboundErrorIn(error: unknown): OutboundError | null {
  if (error instanceof OutboundError) return error;
  return typeof error === 'object' && error !== null && 'cause' in error ? outboundErrorIn(error.cause) : null;
}

const INWARD_SPELLINGS = [
  '127.0.0.1',
  'localhost',
  '2130706433',
  '0x7f000001',
  '0177.0.0.1',
  '0x7f.1',
  '127.1',
  '0.0.0.0',
  '[::1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[2002:7f00:1::]',
  '169.254.169.254',
  '[fd00:ec2::254]',
  '[fe80::1]',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.1.1',
  '100.64.0.1',
  '①②⑦.⓪.⓪.①',
];

describe.each(ways)('guarded %s', (_name, get) => {
  it.each(INWARD_SPELLINGS)('X-10 W-04 refuses %s without a packet', async (host) => {
    const peer = await listenForPackets();
    const client = guarded({ ports: [peer.port] });
    const failure = await failureOf(get(client, `https://${host}:${peer.port}/`));
    expect(failure.failure).toBe('address');
    expect(peer.connections()).toBe(0);
  });

  it('X-10 reaches the same address once the operator has excepted its exact origin', async () => {
    const origin = await serve((_request, response) => response.end('hello'));
    await expect(get(guarded({ exceptions: [origin] }), `${origin}/x`)).resolves.toBe('hello');
    const otherPort = await serve((_request, response) => response.end('not excepted'));
    expect((await failureOf(get(guarded({ exceptions: [origin] }), otherPort))).failure).toBe('scheme');
  });

  it('X-11 W-04 gives a name server that changes its answer no second chance', async () => {
    const peer = await listenForPackets();
    // 3ffe::/16 was given back in 2006: public by its form, and routed nowhere.
    const answers = ['3ffe::1', '127.0.0.1', '3ffe::1', '127.0.0.1', '127.0.0.1', '3ffe::1'];
    let asked = 0;
    const resolve: Resolve = (_hostname, done) => {
      const address = answers[asked % answers.length]!;
      asked += 1;
      done(null, [{ address, family: address.includes(':') ? 6 : 4 }]);
    };
    const client = guarded({ ports: [peer.port], resolve, timeouts: { connectMs: 100 } });
    for (const answer of answers) {
      const failure = await failureOf(get(client, `https://rebind.example:${peer.port}/`).catch(wrapNetwork));
      expect(failure.failure).toMatch(answer === '127.0.0.1' ? /^address$/ : /^(network|connect_timeout)$/);
    }
    expect(asked).toBe(answers.length);
    expect(peer.connections()).toBe(0);
  });

  it('X-11 connects only to the public ones of several addresses', async () => {
    const peer = await listenForPackets();
    const resolve: Resolve = (_hostname, done) =>
      done(null, [
        { address: '127.0.0.1', family: 4 },
        { address: '3ffe::1', family: 6 },
      ]);
    const client = guarded({ ports: [peer.port], resolve, timeouts: { connectMs: 100 } });
    const failure = await failureOf(get(client, `https://mixed.example:${peer.port}/`).catch(wrapNetwork));
    expect(failure.failure).toMatch(/^(network|connect_timeout)$/);
    expect(peer.connections()).toBe(0);
  });

  it('X-12 W-04 follows no redirect, neither inward nor outward', async () => {
    let reached = 0;
    const inner = await serve((_request, response) => {
      reached += 1;
      response.end('inside');
    });
    for (const status of [301, 302, 303, 307, 308]) {
      const outer = await serve((_request, response) => response.writeHead(status, { location: inner }).end());
      const client = guarded({ exceptions: [outer, inner] });
      expect((await failureOf(get(client, outer))).failure).toBe('redirect');
    }
    expect(reached).toBe(0);
  });

  it('W-04 refuses http and ports that are not allowed', async () => {
    expect((await failureOf(get(guarded(), 'http://example.org/'))).failure).toBe('scheme');
    expect((await failureOf(get(guarded(), 'https://example.org:8080/'))).failure).toBe('port');
  });

  it('V-01 gives up on a server that accepts and says nothing', async () => {
    const origin = await serve(() => undefined);
    const client = guarded({ exceptions: [origin], timeouts: { headersMs: 80 } });
    expect((await failureOf(get(client, origin))).failure).toBe('headers_timeout');
  });

  it('V-01 gives up on a server that answers one byte at a time', async () => {
    const origin = await serve((_request, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write('.'), 10);
      response.on('close', () => clearInterval(drip));
    });
    const client = guarded({ exceptions: [origin], timeouts: { headersMs: 5_000, totalMs: 200 } });
    const started = performance.now();
    expect((await failureOf(get(client, origin))).failure).toBe('total_timeout');
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('V-01 stops reading an endless answer at the cap', async () => {
    let sent = 0;
    const block = Buffer.alloc(64 * 1024, 'x');
    const origin = await serve((_request, response) => {
      const more = () => {
        while (!response.destroyed && response.write(block)) sent += block.length;
      };
      response.on('drain', more);
      more();
    });
    const client = guarded({ exceptions: [origin], maxBodyBytes: 1024 * 1024 });
    expect((await failureOf(get(client, origin))).failure).toBe('too_large');
    expect(sent).toBeLessThan(16 * 1024 * 1024);
  });

  it('V-01 does not let a small compressed answer grow beyond the cap', async () => {
    const bomb = gzipSync(Buffer.alloc(8 * 1024 * 1024));
    const origin = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    });
    const client = guarded({ exceptions: [origin], maxBodyBytes: 1024 * 1024 });
    expect((await failureOf(get(client, origin))).failure).toMatch(/too_large|encoding/);
  });

  it('hands on an answer just below the cap', async () => {
    const origin = await serve((_request, response) => response.end('y'.repeat(1000)));
    await expect(get(guarded({ exceptions: [origin], maxBodyBytes: 1000 }), origin)).resolves.toHaveLength(1000);
  });
});

/** `fetch` tells of a network failure without our error type. */
function wrapNetwork(error: unknown): never {
  if (outboundErrorIn(error)) throw error;
  throw new OutboundError('network', 'https://rebind.example', 'not reached');
}

describe('errors of the guarded client', () => {
  it('W-06 carry no query string, header or body', async () => {
    const origin = await serve((_request, response) => response.writeHead(500).end('Anna Example 1980-02-03'));
    const client = guarded({ exceptions: [origin] });
    const failure = await failureOf(
      client.axios.get(`${origin}/Patient?name=Anna&token=s3cret`, { headers: { authorization: 'Bearer s3cret' } }),
    );
    const printed = `${failure.stack} ${JSON.stringify(failure)} ${Object.values(failure).join(' ')}`;
    expect(printed).toContain('answered 500');
    expect(printed).not.toMatch(/Anna|s3cret|1980/);
    expect(failure.response).toMatchObject({ status: 500, body: 'Anna Example 1980-02-03' });
  });

  it('W-04 ignores a proxy, an agent, a socket path and redirects that a caller asks for', async () => {
    const origin = await serve((_request, response) => response.end('direct'));
    const peer = await listenForPackets();
    const client = guarded({ exceptions: [origin] });
    const answer = await client.axios.get(origin, {
      proxy: { host: '127.0.0.1', port: peer.port },
      socketPath: '/var/run/docker.sock',
      maxRedirects: 5,
    });
    expect(answer.data).toBe('direct');
    expect(peer.connections()).toBe(0);
  });

  it('W-04 accepts only exact origins as exceptions', () => {
    expect(() => guarded({ exceptions: ['http://127.0.0.1:4001/path'] })).toThrow('exact origin');
    expect(() => guarded({ exceptions: ['127.0.0.1'] })).toThrow('exact origin');
  });
});
