import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { fastify, type FastifyInstance } from 'fastify';
import { cutOffSenders } from './cut-off.js';

let server: FastifyInstance;
let port: number;
const opened: Socket[] = [];
afterEach(async () => {
  for (const socket of opened.splice(0)) socket.destroy();
  server.server.closeAllConnections();
  await server.close();
});
beforeEach(async () => {
  server = fastify({ forceCloseConnections: 'idle' });
  cutOffSenders(server, { lingerMs: 200, closingMs: 200 });
  server.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  // Reads a little, as whoever counts what comes, and has enough.
  server.post('/early', async ({ body }, reply) => {
    await once(body as Readable, 'data');
    return reply.code(413).send('enough');
  });
  server.post('/waits', async ({ body }) => {
    await once((body as Readable).resume(), 'close');
    return 'all';
  });
  await server.listen({ port: 0, host: '127.0.0.1' });
  ({ port } = server.server.address() as AddressInfo);
});

async function begun(path: string): Promise<{ socket: Socket; heard: () => string; closed: Promise<unknown> }> {
  const socket = connect(port, '127.0.0.1');
  opened.push(socket);
  let heard = '';
  socket.on('data', (chunk) => (heard += chunk.toString()));
  socket.on('error', () => undefined);
  const closed = once(socket, 'close').catch(() => undefined);
  socket.write(
    `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: a/b\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n`,
  );
  return { socket, heard: () => heard, closed };
}

describe('P-01 X-27 whoever goes on sending', () => {
  it('after the answer reads it, and is cut off', async () => {
    const { socket, heard, closed } = await begun('/early');
    const block = Buffer.alloc(64 * 1024, 'x');
    const more = setInterval(() => {
      if (socket.destroyed) return clearInterval(more);
      socket.write(`${block.length.toString(16)}\r\n`);
      socket.write(block);
      socket.write('\r\n');
    }, 5);
    await closed;
    expect(heard()).toMatch(/^HTTP\/1.1 413[^]*enough/);
  });

  it('and ends soon keeps the connection', async () => {
    const { socket, heard } = await begun('/early');
    await once(socket, 'data');
    socket.write('0\r\n\r\n');
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(socket.destroyed).toBe(false);
    socket.write('POST /early HTTP/1.1\r\nhost: x\r\ncontent-type: a/b\r\ncontent-length: 2\r\n\r\nhi');
    await once(socket, 'data');
    expect(heard().match(/enough/g)).toHaveLength(2);
  });

  it('and has gone holds nothing', async () => {
    const { socket } = await begun('/early');
    await once(socket, 'data');
    socket.destroy();
    await server.close();
    expect(server.server.listening).toBe(false);
  });

  it('without an end does not keep the server from closing', async () => {
    const { closed } = await begun('/waits');
    await new Promise((resolve) => setTimeout(resolve, 50));
    await Promise.all([server.close(), closed]);
    expect(server.server.listening).toBe(false);
  });
});
