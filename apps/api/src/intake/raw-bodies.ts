import type { FastifyInstance } from 'fastify';

export const HOOK_ROUTE = '/api/hooks/connections/:practiceId/:connectionId';
export const FILES_ROUTE = '/api/v1/connections/:id/files';

const RAW_BYTES = 'application/x-keepwell-bytes';
const RAW_STREAM = 'application/x-keepwell-stream';
const MOST_HOOK_BYTES = 1024 * 1024;
/** Files are counted where they are written; this keeps the server's own limit out of their way. */
const MOST_FILE_BYTES = 1024 * 1024 * 1024;

/**
 * Signatures are over bytes and files are larger than memory should be: on these two routes nothing parses what came, whatever it says it
 * is. What it says is kept in `x-keepwell-media-type`, which nobody can send.
 */
export function takeRawBodies(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    const route = request.routeOptions.url;
    if (route === HOOK_ROUTE || route === FILES_ROUTE) {
      request.headers['x-keepwell-media-type'] = request.headers['content-type'] ?? '';
      // A request without a body is parsed by nobody.
      if (request.method === 'POST') request.headers['content-type'] = route === HOOK_ROUTE ? RAW_BYTES : RAW_STREAM;
    }
    done();
  });
  fastify.addContentTypeParser(RAW_BYTES, { parseAs: 'buffer', bodyLimit: MOST_HOOK_BYTES }, (_request, body, done) =>
    done(null, body),
  );
  fastify.addContentTypeParser(RAW_STREAM, { bodyLimit: MOST_FILE_BYTES }, (_request, payload, done) =>
    done(null, payload),
  );
}
