import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { Problem } from './problem.js';

export const MAX_JSON_DEPTH = 20;

/** Refuses bodies nested deeper than any of ours is (safety W-03), before a validator walks them. */
export function refuseDeepJson(fastify: FastifyInstance): void {
  fastify.addHook('preValidation', (request, _reply, done) => {
    // Bytes and streams are nobody's objects: their readers look at how deep they go.
    const isRaw = request.body instanceof Uint8Array || request.body instanceof Readable;
    if (!isRaw && isDeeperThan(request.body, MAX_JSON_DEPTH)) {
      done(new Problem('invalid_request', `The body is nested deeper than ${MAX_JSON_DEPTH} levels.`));
      return;
    }
    done();
  });
}

/** Level by level and without recursion: a body of 100,000 brackets must not exhaust the stack that should refuse it. */
export function isDeeperThan(value: unknown, limit: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limit) return true;
    level = level.flatMap((entry) => (typeof entry === 'object' && entry !== null ? Object.values(entry) : []));
    level = level.filter((entry) => typeof entry === 'object' && entry !== null);
  }
  return false;
}
