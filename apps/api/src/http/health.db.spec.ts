import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { openDatabase } from '@keepwell/database';
import type { Database } from '@keepwell/database';
import type { QueueHealth } from '@keepwell/queues';
import { apiUnderTest } from '../../../../test/support/api-under-test.js';
import type { ApiUnderTest, Browser } from '../../../../test/support/api-under-test.js';
import { databaseForThisFile } from '../../../../test/support/database.js';
import type { TestDatabase } from '../../../../test/support/database.js';
import type { ReadinessReport } from './readiness.js';

/** Stands between the API and PostgreSQL and can be cut. */
class Wire {
  private readonly sockets = new Set<Socket>();
  private constructor(
    private server: Server,
    readonly port: number,
    private readonly target: { host: string; port: number },
  ) {}

  static async to(target: { host: string; port: number }): Promise<Wire> {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const wire = new Wire(server, (server.address() as AddressInfo).port, target);
    wire.join(server);
    return wire;
  }

  async cut(): Promise<void> {
    const closed = new Promise((done) => this.server.close(done));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  async mend(): Promise<void> {
    this.server = createServer();
    this.join(this.server);
    await new Promise<void>((done) => this.server.listen(this.port, '127.0.0.1', done));
  }

  private join(server: Server): void {
    server.on('connection', (near) => {
      const far = connect(this.target);
      for (const [one, two] of [
        [near, far],
        [far, near],
      ] as const) {
        this.sockets.add(one);
        one.on('error', () => two.destroy());
        one.on('close', () => this.sockets.delete(one));
      }
      near.pipe(far).pipe(near);
    });
  }
}

let wire: Wire;
let behind: TestDatabase;
let through: Database;
/** As libs/queues answers it, where a real Redis is taken away. */
let queueHealth: () => Promise<QueueHealth> = async () => 'ok';
let api: ApiUnderTest;
let browser: Browser;

beforeAll(async () => {
  behind = await databaseForThisFile();
  const url = new URL(behind.databaseUrl);
  wire = await Wire.to({ host: url.hostname, port: Number(url.port) });
  url.port = String(wire.port);
  through = await openDatabase({ url: url.href, poolSize: 3, connectTimeoutMs: 1000 });
  api = await apiUnderTest({ database: through, databaseUrl: url.href, queueHealth: () => queueHealth() });
  browser = api.browser();
});
afterAll(async () => {
  await api.close();
  await through.close();
  await wire.cut();
  await behind.close();
});

const probe = (path: string) => browser.get<ReadinessReport & { code?: string }>(path);

it('P-05 with Redis down or silent it is degraded and still works', async () => {
  expect(await probe('/readyz')).toMatchObject({ status: 200, body: { status: 'ready', database: 'up', queue: 'up' } });
  queueHealth = async () => 'degraded';
  expect(await probe('/readyz')).toMatchObject({
    status: 200,
    body: { status: 'degraded', database: 'up', queue: 'down' },
  });
  queueHealth = () => new Promise(() => undefined);
  expect(await probe('/readyz')).toMatchObject({
    status: 200,
    body: { status: 'degraded', database: 'up', queue: 'down' },
  });
});

it('P-05 P-08 with the database down it is alive, not ready, answers 503, and comes back by itself', async () => {
  const signIn = () =>
    browser.post<{ code: string }>('/api/v1/session', { email: 'nobody@example.org', password: 'whatever it is' });
  expect((await signIn()).status).toBe(401);
  await wire.cut();
  expect(await probe('/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } });
  expect(await probe('/readyz')).toMatchObject({ status: 503, body: { status: 'not_ready', database: 'down' } });
  expect(await signIn()).toMatchObject({ status: 503, body: { code: 'database_away' } });
  await wire.mend();
  for (let i = 0; i < 100 && (await probe('/readyz')).status !== 200; i += 1)
    await new Promise((done) => setTimeout(done, 50));
  expect((await probe('/readyz')).status).toBe(200);
  expect((await signIn()).status).toBe(401);
});
