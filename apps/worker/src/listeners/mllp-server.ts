import { BlockList, createServer, isIPv6, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import type { ListenerSettings } from '@keepwell/connector-sdk';
import { type Handle, MllpLine } from './mllp-line.js';

/** Safety H-03. */
export interface ServerLimits {
  frameMs: number;
  idleMs: number;
  perPeer: number;
  inAll: number;
}

export const SERVER_LIMITS: ServerLimits = { frameMs: 30_000, idleMs: 600_000, perPeer: 10, inAll: 50 };

const HANDSHAKE_MS = 10_000;

export interface MllpServer {
  port: number;
  /** How many lines are open. */
  lines(): number;
  /** Takes no new line, answers what came whole, and hangs up. */
  close(): Promise<void>;
}

export interface MllpServerOptions {
  settings: ListenerSettings;
  limits?: ServerLimits;
  handle: Handle;
  /** Sentences for the log: an address at most, nothing that was sent. */
  tell: (says: string, peer: string) => void;
}

/** Listens for lines of MLLP. Who may connect is asked before a byte is read. Rejects when the port cannot be opened. */
export async function startMllpServer({
  settings,
  limits = SERVER_LIMITS,
  handle,
  tell,
}: MllpServerOptions): Promise<MllpServer> {
  const lines = new Map<Socket, MllpLine>();
  /** Sockets by address, those that have not finished their handshake included. */
  const sockets = new Map<Socket, string>();
  const mayConnect = allowed(settings.allow);

  const admit = (socket: Socket): boolean => {
    const peer = socket.remoteAddress ?? '';
    socket.on('error', () => socket.destroy());
    const fromPeer = [...sockets.values()].filter((address) => address === peer).length;
    const refusal = !mayConnect(peer)
      ? 'An address that is not allowed tried to connect.'
      : fromPeer >= limits.perPeer || sockets.size >= limits.inAll
        ? 'Too many lines at once.'
        : null;
    if (refusal !== null) {
      tell(refusal, peer);
      socket.destroy();
      return false;
    }
    sockets.set(socket, peer);
    socket.once('close', () => sockets.delete(socket));
    return true;
  };
  const serve = (socket: Socket): void => {
    const peer = socket.remoteAddress ?? '';
    const { maxFrameBytes } = settings;
    const line = new MllpLine(socket, { ...limits, maxFrameBytes }, handle, (says) => tell(says, peer));
    lines.set(socket, line);
    socket.once('close', () => lines.delete(socket));
  };

  const server = createFor(settings, admit, serve, tell);
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen({ port: settings.port, host: settings.address }, () => {
      server.off('error', failed);
      done();
    });
  });
  server.on('error', () => tell('The listener had trouble with a connection.', ''));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : settings.port,
    lines: () => lines.size,
    async close() {
      const closed = new Promise<void>((done) => server.close(() => done()));
      await Promise.all([...lines.values()].map((line) => line.end()));
      for (const socket of sockets.keys()) socket.destroy();
      await closed;
    },
  };
}

function createFor(
  { tls }: ListenerSettings,
  admit: (socket: Socket) => boolean,
  serve: (socket: Socket) => void,
  tell: MllpServerOptions['tell'],
): Server {
  if (tls === null) return createServer((socket) => void (admit(socket) && serve(socket)));
  const secure = createTlsServer(
    {
      cert: tls.certificate,
      key: tls.key,
      minVersion: 'TLSv1.2',
      handshakeTimeout: HANDSHAKE_MS,
      ...(tls.clientCa === null ? {} : { ca: tls.clientCa, requestCert: true, rejectUnauthorized: true }),
    },
    (socket: TLSSocket) => serve(socket),
  );
  secure.on('tlsClientError', (_error, socket) => {
    tell(
      'A line could not be secured: no common version of TLS, or no certificate of ours.',
      socket.remoteAddress ?? '',
    );
    socket.destroy();
  });
  // Asked before the handshake, which costs more than all that follows; who is turned away never comes to it.
  return createServer((socket) => void (admit(socket) && secure.emit('connection', socket)));
}

function allowed(entries: string[]): (address: string) => boolean {
  if (entries.length === 0) return () => true;
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (address) => {
    const plain = address.startsWith('::ffff:') ? address.slice(7) : address;
    return list.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
  };
}
