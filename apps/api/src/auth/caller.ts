import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Role } from '@keepwell/database';
import { Problem } from '../http/problem.js';

/** Whoever sent this request: found by the session guard, from the cookie alone. */
export interface Caller {
  sessionHash: Buffer;
  userId: string;
  /** The practice this session works for; never taken from a body, a query or a path. */
  practiceId: string;
  roles: Role[];
  requestId: string;
  /** The audit event that the route declares. */
  auditEvent: string | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    caller?: Caller;
  }
}

/** The signed-in caller, as an argument of a controller's method. */
export const SignedIn = createParamDecorator((_data: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
  if (caller === undefined) throw new Problem('not_signed_in');
  return caller;
});
