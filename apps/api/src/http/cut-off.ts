import type { FastifyInstance } from 'fastify';

/** So long what still comes is thrown away, so that whoever sends gets to read the answer. */
const LINGER_MS = 2_000;
/** What runs when the server closes has so long to end (safety P-01). */
const CLOSING_MS = 20_000;

export interface CutOffSettings {
  lingerMs?: number;
  closingMs?: number;
}

/**
 * Nobody holds a connection by sending: one whose request was answered before all of it had come is closed if the rest does not end
 * soon, and closing the server does not wait for a request that never ends.
 */
export function cutOffSenders(fastify: FastifyInstance, settings: CutOffSettings = {}): void {
  const { lingerMs = LINGER_MS, closingMs = CLOSING_MS } = settings;
  fastify.addHook('onResponse', ({ raw }, _reply, done) => {
    if (!raw.complete && !raw.destroyed) {
      const { socket } = raw;
      const timer = setTimeout(() => socket.destroy(), lingerMs);
      raw.once('end', () => clearTimeout(timer)).once('close', () => clearTimeout(timer));
      // Not read, it would not even be noticed that the other side has gone.
      raw.resume();
    }
    done();
  });
  fastify.addHook('preClose', (done) => {
    setTimeout(() => fastify.server.closeAllConnections(), closingMs).unref();
    done();
  });
}
