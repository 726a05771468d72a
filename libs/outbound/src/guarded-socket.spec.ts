import { createServer, type AddressInfo, type Server } from 'node:net';
import type { OutboundError } from './errors.js';
import { createGuardedSockets } from './guarded-socket.js';
import type { Resolve } from './guard.js';

let server: Server;
let port: number;
let connections = 0;

beforeAll(async () => {
  server = createServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  ({ port } = server.address() as AddressInfo);
});
beforeEach(() => {
  connections = 0;
});
afterAll(() => new Promise((done) => server.close(done)));

const leadsTo =
  (...addresses: string[]): Resolve =>
  (_, done) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
const failureOf = (opening: Promise<unknown>) =>
  opening.then(
    () => 'opened',
    (error: OutboundError) => error.failure,
  );

describe('guarded sockets', () => {
  it('opens what the operator excepted, by name or address', async () => {
    for (const host of ['127.0.0.1', 'mail.example']) {
      const exceptions = [`http://${host}:${port}`];
      const sockets = createGuardedSockets({ exceptions, ports: [587], resolve: leadsTo('127.0.0.1') });
      const socket = await sockets.open(host, port);
      socket.destroy();
      expect(sockets.isExcepted(host, port)).toBe(true);
      expect(sockets.isExcepted(host, port + 1)).toBe(false);
    }
  });

  it.each(['127.0.0.1', '10.0.0.1', '169.254.169.254', '::1', '::ffff:127.0.0.1', '192.168.0.1', '0.0.0.0', 'fd00::1'])(
    'X-10 X-11 refuses %s, given or as what a name leads to, without a packet',
    async (address) => {
      const sockets = createGuardedSockets({ exceptions: [], ports: [port], resolve: leadsTo(address) });
      expect(await failureOf(sockets.open(address, port))).toBe('address');
      expect(await failureOf(sockets.open('mail.example', port))).toBe('address');
      expect(connections).toBe(0);
    },
  );

  it('refuses other ports, and names that lead nowhere', async () => {
    const sockets = createGuardedSockets({ exceptions: [], ports: [587], resolve: leadsTo() });
    expect(await failureOf(sockets.open('mail.example', 25))).toBe('port');
    expect(await failureOf(sockets.open('mail.example', 587))).toBe('address');
    const unknown: Resolve = (_, done) => done(Object.assign(new Error('x'), { code: 'ENOTFOUND' }), []);
    const asking = createGuardedSockets({ exceptions: [], ports: [587], resolve: unknown });
    expect(await failureOf(asking.open('mail.example', 587))).toBe('network');
  });

  it('gives up in time, or when told to', async () => {
    const sockets = createGuardedSockets({ exceptions: ['http://192.0.2.1:81'], ports: [], connectMs: 50 });
    expect(['connect_timeout', 'network']).toContain(await failureOf(sockets.open('192.0.2.1', 81)));
    const own = createGuardedSockets({ exceptions: [`http://127.0.0.1:${port}`], ports: [] });
    expect(await failureOf(own.open('127.0.0.1', port, AbortSignal.abort()))).toBe('cancelled');
  });
});
