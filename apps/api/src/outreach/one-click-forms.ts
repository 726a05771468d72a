import type { FastifyInstance } from 'fastify';
import { Problem } from '../http/problem.js';

const MOST_BYTES = 16 * 1024;

/**
 * RFC 8058 lets a mail program send its one click as a multipart form. What stands in it does not matter: the link says it all. Everywhere
 * else such a form is refused, as before.
 */
export function takeOneClickForms(fastify: FastifyInstance): void {
  fastify.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'string', bodyLimit: MOST_BYTES },
    (request, _body, done) => {
      if (request.routeOptions.url === '/u/:practiceId/:token') done(null, {});
      else done(new Problem('media_type_wrong'));
    },
  );
}
