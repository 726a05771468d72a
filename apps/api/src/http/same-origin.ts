import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Address } from './address.js';
import { Problem } from './problem.js';

/**
 * Called by programs and pages that are not ours and that no cookie of ours goes to: providers sign what they say, and a mail's link is its
 * own proof. Nothing else is let through.
 */
const CALLED_FROM_ELSEWHERE = new Set([
  '/api/hooks/twilio/:practiceId/status',
  '/api/hooks/twilio/:practiceId/inbound',
  '/api/hooks/connections/:practiceId/:connectionId',
  '/u/:practiceId/:token',
]);

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Safety W-02: every change names its exact origin and a header that no form can set; asked before the body is read. */
export function refuseForeignChanges(fastify: FastifyInstance, address: Address): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    const isOpen = READS.has(request.method) || CALLED_FROM_ELSEWHERE.has(request.routeOptions.url ?? '');
    const reason = isOpen ? null : whyForeign(request, address);
    if (reason === null) done();
    else done(new Problem('origin_refused', reason));
  });
}

function whyForeign(request: FastifyRequest, address: Address): string | null {
  if (request.headers['x-keepwell'] !== '1') return 'Changes carry the header x-keepwell: 1.';
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin')
    return 'Changes come from the console itself, not from another site.';
  const origin = address.originOf(request);
  if (origin === null) return 'This server is reached by a name it does not know; set PUBLIC_URL.';
  if (request.headers.origin !== origin) return `Changes carry the header Origin: ${origin}.`;
  return null;
}
