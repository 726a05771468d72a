import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Role } from '../http/endpoint.js';
import { Problem } from '../http/problem.js';

/** Whoever sent this request: found by the session guard, from the cookie alone. */
export interface Caller {
  sessionHash: Buffer;
  userId: string;
  /** The practice this session works for; never taken from a body, a query or a path. */
  practiceId: string | null;
  roles: Role[];
  requestId: string;
  /** The audit event that the route declares. */
  auditEvent: string | null;
}

/** A caller whose route needs a practice; what every service of practice data is given. */
export interface PracticeCaller extends Caller {
  practiceId: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    caller?: Caller;
  }
}

/** The signed-in caller, for routes open to any session. */
export const SignedIn = createParamDecorator((_data: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
  if (caller === undefined) throw new Problem('not_signed_in');
  return caller;
});

/** The caller with the practice of the session. */
export const InPractice = createParamDecorator((_data: unknown, context: ExecutionContext): PracticeCaller => {
  const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
  if (caller === undefined) throw new Problem('not_signed_in');
  if (caller.practiceId === null) throw new Problem('no_practice');
  return { ...caller, practiceId: caller.practiceId };
});
