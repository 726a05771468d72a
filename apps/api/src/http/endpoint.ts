import { SetMetadata, applyDecorators } from '@nestjs/common';
import type { Role } from '@keepwell/database';
import { ApiDefaultResponse, ApiExtension } from '@nestjs/swagger';
import { ProblemDto } from './dto/problem.dto.js';

/** Those who may see patients. */
export const CLINICAL: readonly Role[] = ['coordinator', 'manager', 'admin', 'auditor'];
/** Those who work with patients: an auditor looks on. */
export const WORKING: readonly Role[] = ['coordinator', 'manager', 'admin'];
/** Those who answer for what is sent. */
export const MANAGEMENT: readonly Role[] = ['manager', 'admin'];
/** Those who may connect other systems. */
export const INTEGRATION: readonly Role[] = ['integrator', 'admin'];
/** Those who may ask once more for what somebody had asked for: nothing of a patient is decided anew. */
export const RETRYING: readonly Role[] = ['coordinator', 'manager', 'integrator', 'admin'];

export interface EndpointRule {
  /** `everyone`: no session needed. `member`: any role in the session's practice. */
  for: 'everyone' | 'member' | readonly Role[];
  /** The audit event that a successful call leaves behind, or why there is none (safety A-01). */
  audit: { event: string } | { none: string };
}

const ENDPOINT = Symbol('endpoint');

/** Who may call a route and what it leaves in the audit trail. A route without it is refused by the guard. */
export function Endpoint(rule: EndpointRule): MethodDecorator & ClassDecorator {
  return applyDecorators(
    SetMetadata(ENDPOINT, rule),
    ApiExtension('x-roles', rule.for),
    ApiExtension('x-audit', rule.audit),
    ApiDefaultResponse({ type: ProblemDto, description: 'What is wrong (RFC 9457)' }),
  );
}

export function endpointRuleOf(handler: object): EndpointRule | undefined {
  return Reflect.getMetadata(ENDPOINT, handler) as EndpointRule | undefined;
}
