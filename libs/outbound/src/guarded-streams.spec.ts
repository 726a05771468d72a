import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { request } from 'undici';
import { createGuardedHttp, type GuardedHttp, type GuardedHttpOptions } from './guarded-http.js';

const open: Server[] = [];
const clients: GuardedHttp[] = [];

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  open.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function read(url: string, options: Partial<GuardedHttpOptions> = {}, pauseMs = 0): Promise<number> {
  const client = createGuardedHttp({ exceptions: [new URL(url).origin], ...options });
  clients.push(client);
  const { body } = await request(url, { dispatcher: client.streams });
  let bytes = 0;
  for await (const chunk of body) {
    bytes += (chunk as Buffer).length;
    if (pauseMs > 0) await new Promise((done) => setTimeout(done, pauseMs));
  }
  return bytes;
}

describe('the guarded way to read what is larger than memory', () => {
  it('V-01 brings more than one answer may otherwise hold, for longer than one may otherwise take', async () => {
    const url = await serve((_request, response) => {
      let left = 8;
      const more = () => {
        left -= 1;
        response.write(Buffer.alloc(4096));
        if (left > 0) setTimeout(more, 20);
        else response.end();
      };
      more();
    });
    await expect(read(url, { maxBodyBytes: 1024, timeouts: { totalMs: 50 }, silentMs: 1_000 })).resolves.toBe(8 * 4096);
  });

  it('V-01 does not blame the other side for the time its reader takes', async () => {
    const url = await serve((_request, response) => void response.end(Buffer.alloc(3 << 20)));
    await expect(read(url, { silentMs: 1_000 }, 60)).resolves.toBe(3 << 20);
  });

  it('V-01 gives up on a stream that falls silent', async () => {
    const url = await serve((_request, response) => void response.write('{"resourceType":"Patient"}\n'));
    await expect(read(url, { silentMs: 1_000 })).rejects.toMatchObject({ code: 'UND_ERR_BODY_TIMEOUT' });
  });

  it.each(['http://127.0.0.1:8443', 'https://[::ffff:127.0.0.1]', 'https://169.254.169.254'])(
    'X-10 W-04 refuses %s without a packet',
    async (url) => {
      await expect(read(url, { exceptions: [] })).rejects.toMatchObject({ name: 'OutboundError', refused: true });
    },
  );

  it('X-12 W-04 follows no redirect', async () => {
    const url = await serve((_request, response) => void response.writeHead(302, { location: 'http://[::1]/' }).end());
    await expect(read(url)).rejects.toMatchObject({ name: 'OutboundError', failure: 'redirect' });
  });

  it('V-01 refuses what was compressed although it asked not to', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(1 << 20)));
    });
    await expect(read(url)).rejects.toMatchObject({ name: 'OutboundError', failure: 'encoding' });
  });
});
