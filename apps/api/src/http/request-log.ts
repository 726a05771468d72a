import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { codeOf } from './as-problem.js';

/**
 * One line per request, by an allow-list (safety W-06): the route's pattern and never the address, no headers, no body.
 * A search for a name, a cursor or an id in a path therefore cannot reach the log.
 */
export function logRequests(fastify: FastifyInstance, logger: Logger): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    logger.info(
      {
        requestId: request.id,
        method: request.method,
        route: patternOf(request),
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        userId: request.caller?.userId ?? null,
        practiceId: request.caller?.practiceId ?? null,
      },
      'request',
    );
    done();
  });
}

function patternOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? 'unknown';
}

export interface LoggedError {
  name: string;
  code: string | null;
  /** Only of errors whose sentences we wrote ourselves; others quote their input, which may be a patient's name. */
  message: string | null;
  stack: string[];
  cause?: LoggedError;
}

const OUR_ERRORS = new Set([
  'Problem',
  'EnvironmentWrong',
  'RetryLater',
  'SettingsWrong',
  'RecordUnreadable',
  'ConnectorBroken',
]);

/** What may be written down of an error: its kind, its code, where it was thrown. */
export function loggedError(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { name: typeof error, code: null, message: null, stack: [] };
  return {
    name: error.name,
    code: codeOf(error),
    message: OUR_ERRORS.has(error.name) ? error.message : null,
    stack: framesOf(error),
    ...(error.cause instanceof Error ? { cause: loggedError(error.cause) } : {}),
  };
}

const FRAME = /^ {4}at .*:\d+:\d+\)?$/;

function framesOf(error: Error): string[] {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => FRAME.test(line))
    .slice(0, 12)
    .map((line) => line.trim());
}
