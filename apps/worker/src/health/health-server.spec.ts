import { startHealthServer, type HealthChecks } from './health-server.js';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

async function ask(path: string, given: Partial<HealthChecks> = {}): Promise<{ status: number; body: unknown }> {
  const checks: HealthChecks = {
    database: () => Promise.resolve(),
    queue: () => Promise.resolve('ok'),
    isStopping: () => false,
    ...given,
  };
  const { port, close } = await startHealthServer(checks, { host: '127.0.0.1', port: 0 });
  closers.push(close);
  const answer = await fetch(`http://127.0.0.1:${port}${path}`);
  return { status: answer.status, body: await answer.json() };
}
const down = () => Promise.reject(new Error('down'));

describe("the worker's health", () => {
  it('P-05: lives without asking anybody', async () => {
    expect(await ask('/healthz', { database: down, queue: down })).toEqual({ status: 200, body: { status: 'ok' } });
  });

  it('P-05: is not ready without its database, and degraded without Redis', async () => {
    expect(await ask('/readyz')).toEqual({ status: 200, body: { status: 'ready', database: 'ok', queue: 'ok' } });
    expect(await ask('/readyz', { database: down })).toMatchObject({ status: 503, body: { database: 'down' } });
    const degraded = { status: 200, body: { status: 'degraded', database: 'ok', queue: 'degraded' } };
    expect(await ask('/readyz', { queue: () => Promise.resolve('degraded') })).toEqual(degraded);
    expect(await ask('/readyz', { queue: down })).toEqual(degraded);
  });

  it('P-01: is not ready from the moment it is told to stop', async () => {
    expect(await ask('/readyz', { isStopping: () => true })).toEqual({ status: 503, body: { status: 'stopping' } });
  });

  it('knows nothing else', async () => {
    expect((await ask('/metrics')).status).toBe(404);
  });
});
