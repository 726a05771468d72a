import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isPublicAddress, literalAddress } from './address.js';
import { OutboundError } from './errors.js';

/** Resolves a name to all its addresses. An argument so that tests can answer like a hostile name server. */
export type Resolve = (
  hostname: string,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export interface Guard {
  /** Throws `OutboundError` for everything that can be refused without a packet. */
  checkUrl(url: URL): void;
  /** The name look-up to connect with, or null where the operator has excepted this origin. */
  lookupFor(url: URL): LookupFunction | null;
}

export const systemResolve: Resolve = (hostname, done) => systemLookup(hostname, { all: true }, done);

/**
 * Https, allowed ports and public addresses only (safety W-04). The address is checked inside the look-up whose
 * result the socket is opened with: between check and connect there is no second question to a name server.
 */
export function createGuard(exceptions: string[], ports: number[], resolve: Resolve = systemResolve): Guard {
  for (const origin of exceptions) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
      throw new TypeError(`"${origin}" is not an exact origin (scheme://host:port)`);
    }
  }
  const excepted = new Set(exceptions);

  const checkUrl = (url: URL) => {
    if (excepted.has(url.origin)) return;
    if (url.protocol !== 'https:') {
      throw new OutboundError('scheme', url.origin, 'refused, only https addresses may be reached');
    }
    const port = Number(url.port || 443);
    if (!ports.includes(port)) {
      throw new OutboundError('port', url.origin, `refused, only port ${ports.join(' or ')} may be reached`);
    }
    const literal = literalAddress(url.hostname);
    if (literal !== null && !isPublicAddress(literal)) throw notPublic(url.origin);
  };

  const guardedLookup =
    (origin: string): LookupFunction =>
    (hostname, options, callback) => {
      resolve(hostname, (error, addresses) => {
        if (error) return callback(error, '', 0);
        const reachable = addresses.filter(
          ({ address, family }) => isPublicAddress(address) && (!options.family || options.family === family),
        );
        const [first] = reachable;
        if (first === undefined) return callback(notPublic(origin), '', 0);
        if (options.all) callback(null, reachable);
        else callback(null, first.address, first.family);
      });
    };

  return { checkUrl, lookupFor: (url) => (excepted.has(url.origin) ? null : guardedLookup(url.origin)) };
}

function notPublic(origin: string): OutboundError {
  return new OutboundError('address', origin, 'refused, the name leads to no public address');
}
