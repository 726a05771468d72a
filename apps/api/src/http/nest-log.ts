import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';
import { loggedError } from './request-log.js';

/** Nest's own messages (modules, routes, start) through the same logger. */
export class NestLog implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, context?: unknown): void {
    this.logger.debug({ context: text(context) }, text(message));
  }

  warn(message: unknown, context?: unknown): void {
    this.logger.warn({ context: text(context) }, text(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    const error = [message, ...rest].find((part) => part instanceof Error);
    this.logger.error(
      { context: text(rest.at(-1)), error: error === undefined ? undefined : loggedError(error) },
      'framework error',
    );
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.error(message, ...rest);
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
