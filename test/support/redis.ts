import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A Redis of one test's own, so that it may be emptied or ended in the middle. */
export interface OwnRedis {
  url: string;
  end(): Promise<void>;
  startAgain(): Promise<void>;
  remove(): Promise<void>;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

function startServer(port: number, dir: string): Promise<ChildProcess> {
  const server = spawn(process.env.REDIS_SERVER ?? 'redis-server', [
    ...['--port', String(port), '--bind', '127.0.0.1', '--dir', dir],
    ...['--save', '', '--appendonly', 'no', '--loglevel', 'notice'],
  ]);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)));
    server.stdout?.on('data', (text: Buffer) => {
      if (text.includes('Ready to accept')) resolve(server);
    });
  });
}

async function endServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGKILL');
  await ended;
}

export async function startOwnRedis(): Promise<OwnRedis> {
  const port = await freePort();
  const dir = await mkdtemp(join(tmpdir(), 'keepwell-redis-'));
  let server = await startServer(port, dir);
  return {
    url: `redis://127.0.0.1:${port}`,
    end: () => endServer(server),
    async startAgain() {
      server = await startServer(port, dir);
    },
    async remove() {
      await endServer(server);
      await rm(dir, { recursive: true, force: true });
    },
  };
}
