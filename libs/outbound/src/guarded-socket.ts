import { connect, type Socket } from 'node:net';
import { isPublicAddress, literalAddress } from './address.js';
import { OutboundError } from './errors.js';
import { systemResolve, type Resolve } from './guard.js';
import { DEFAULT_LIMITS, seconds } from './limits.js';

/** The same guard for what is not HTTP (mail): public addresses on the ports named, checked when the socket is opened. */
export interface GuardedSockets {
  /** Opens a plain TCP connection. Rejects with `OutboundError`. */
  open(host: string, port: number, signal?: AbortSignal): Promise<Socket>;
  /** Did the operator except exactly this host and port? */
  isExcepted(host: string, port: number): boolean;
}

export interface GuardedSocketOptions {
  /** Exact origins (`http://127.0.0.1:1025`) whose host and port may be reached although they are private or on another port. */
  exceptions: string[];
  /** Ports allowed on public addresses. */
  ports: number[];
  connectMs?: number;
  resolve?: Resolve;
}

export function createGuardedSockets(options: GuardedSocketOptions): GuardedSockets {
  const { ports, connectMs = DEFAULT_LIMITS.connectMs, resolve = systemResolve } = options;
  const excepted = new Set(options.exceptions.map(placeOf));
  const isExcepted = (host: string, port: number) => excepted.has(place(host, port));

  return {
    isExcepted,
    async open(host, port, signal) {
      const at = place(host, port);
      const free = isExcepted(host, port);
      if (!free && !ports.includes(port)) {
        throw new OutboundError('port', at, `refused, only port ${ports.join(' or ')} may be reached`);
      }
      const literal = literalAddress(host);
      const addresses = literal === null ? await resolved(host, at, resolve) : [literal];
      const [address] = free ? addresses : addresses.filter(isPublicAddress);
      if (address === undefined) throw new OutboundError('address', at, 'refused, the name leads to no public address');
      return opened(address, port, at, connectMs, signal);
    },
  };
}

function place(host: string, port: number): string {
  return `${host.toLowerCase()}:${port}`;
}

function placeOf(origin: string): string {
  const url = new URL(origin);
  return place(
    literalAddress(url.hostname) ?? url.hostname,
    Number(url.port || (url.protocol === 'https:' ? 443 : 80)),
  );
}

function resolved(host: string, at: string, resolve: Resolve): Promise<string[]> {
  return new Promise((done, failed) => {
    resolve(host, (error, addresses) => {
      if (error)
        failed(new OutboundError('network', at, `not reached (${error.code ?? 'no such name'})`, { code: error.code }));
      else done(addresses.map(({ address }) => address));
    });
  });
}

/** Connects to the very address that was checked: no name is asked a second time. */
function opened(address: string, port: number, at: string, connectMs: number, signal?: AbortSignal): Promise<Socket> {
  return new Promise((done, failed) => {
    const socket = connect({ host: address, port });
    const end = (error: OutboundError | null) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancelled);
      socket.removeAllListeners();
      if (error === null) return done(socket);
      // A late error of a socket that was given up must not end the process.
      socket.on('error', () => undefined).destroy();
      failed(error);
    };
    const cancelled = () => end(new OutboundError('cancelled', at, 'cancelled'));
    const timer = setTimeout(
      () => end(new OutboundError('connect_timeout', at, `no connection within ${seconds(connectMs)}`)),
      connectMs,
    );
    socket.once('connect', () => end(null));
    socket.once('error', (error: NodeJS.ErrnoException) =>
      end(new OutboundError('network', at, `not reached (${error.code ?? 'no reason given'})`, { code: error.code })),
    );
    if (signal?.aborted) cancelled();
    else signal?.addEventListener('abort', cancelled, { once: true });
  });
}
