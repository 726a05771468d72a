import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Database, audit } from '@keepwell/database';
import type { FastifyRequest } from 'fastify';
import { Address } from '../http/address.js';
import { endpointRuleOf } from '../http/endpoint.js';
import type { EndpointRule } from '../http/endpoint.js';
import { Problem } from '../http/problem.js';
import type { Caller } from './caller.js';
import { Sessions } from './sessions.js';

/** Asked before every route: who is it, and may they. What a route does not declare is refused. */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly sessions: Sessions,
    private readonly address: Address,
    private readonly database: Database,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = endpointRuleOf(context.getHandler());
    if (rule === undefined) throw new Problem('not_allowed', 'This address declares nobody who may use it.');
    if (rule.for === 'everyone') return true;

    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const session = await this.sessions.find(request.cookies[this.address.cookieName], isPassive(request));
    if (session === null) throw new Problem('not_signed_in');
    request.caller = {
      sessionHash: session.tokenHash,
      userId: session.userId,
      practiceId: session.practiceId,
      roles: session.roles,
      requestId: request.id,
      auditEvent: 'event' in rule.audit ? rule.audit.event : null,
    };
    if (mayUse(rule, request.caller)) return true;
    await this.recordRefusal(request, request.caller);
    throw new Problem('not_allowed');
  }

  private async recordRefusal(request: FastifyRequest, caller: Caller): Promise<void> {
    await this.database.inPractice(caller.practiceId, (tx) =>
      audit(tx, {
        practiceId: caller.practiceId,
        actorUserId: caller.userId,
        event: 'access.refused',
        subjectKind: 'route',
        subjectId: `${request.method} ${request.routeOptions.url ?? ''}`,
        detail: { roles: caller.roles },
        requestId: caller.requestId,
      }),
    );
  }
}

function mayUse(rule: EndpointRule, caller: Caller): boolean {
  return typeof rule.for === 'string' || caller.roles.some((role) => rule.for.includes(role));
}

/** Sent by the console with what it fetches by itself; and the live channel, which is open whether anybody looks or not. */
function isPassive(request: FastifyRequest): boolean {
  return request.headers['x-keepwell-passive'] === '1' || request.routeOptions.url === '/api/v1/events';
}
