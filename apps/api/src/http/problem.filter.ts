import { Catch, Inject } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { API_LOGGER } from './tokens.js';
import { asProblem } from './as-problem.js';
import { ConsoleFiles } from './console-files.js';
import { loggedError } from './request-log.js';

/** The last stop of every error: one shape for programs, the console's page for a person's unknown address. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    @Inject(API_LOGGER) private readonly logger: Logger,
    private readonly consoleFiles: ConsoleFiles,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = asProblem(error);
    if (problem.status >= 500) {
      this.logger.error(
        { requestId: request.id, code: problem.code, error: loggedError(problem.cause ?? problem) },
        'request failed',
      );
    }
    // A stream that has begun has no status left to change.
    if (reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    if (problem.code === 'not_found' && this.consoleFiles.answers(request)) {
      void this.consoleFiles.sendPage(reply);
      return;
    }
    const { retryAfterSeconds } = problem.extras;
    if (retryAfterSeconds !== undefined) void reply.header('retry-after', retryAfterSeconds);
    void reply
      .status(problem.status)
      .type('application/problem+json; charset=utf-8')
      .send(JSON.stringify(problem.body(request.id)));
  }
}
