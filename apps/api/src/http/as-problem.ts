import { HttpException } from '@nestjs/common';
import { Problem } from './problem.js';
import type { ProblemCode } from './problem.js';

const BY_STATUS: Record<number, ProblemCode> = {
  400: 'invalid_request',
  401: 'not_signed_in',
  403: 'not_allowed',
  404: 'not_found',
  405: 'method_not_allowed',
  409: 'conflict',
  413: 'too_large',
  415: 'media_type_wrong',
  429: 'too_many_attempts',
};

/** PostgreSQL: shutting down, starting, no connections left; and what the socket says when nobody answers. */
const DATABASE_AWAY = new Set([
  '57P01',
  '57P02',
  '57P03',
  '53300',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'ETIMEDOUT',
]);
const STATEMENT_TIMEOUT = '57014';
const UNIQUE_VIOLATION = '23505';
/** Values that pass as text here and cannot be stored or compared there: NUL characters, halves of emoji, the year 99999. */
const VALUE_IMPOSSIBLE = new Set(['22003', '22007', '22008', '22021', '22P02', '22P05']);

/** What the answer is when `error` ends a request. Anything unknown is one plain 500: no message of it leaves the house. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof HttpException) return ofHttpException(error);
  const database = databaseProblem(error);
  if (database !== null) return database;
  // Fastify's own refusals (broken JSON, a body too large, an unknown media type) carry a status below 500.
  const code = BY_STATUS[statusOf(error)];
  if (code !== undefined) return new Problem(code, undefined, {}, { cause: error });
  return new Problem('internal', undefined, {}, { cause: error });
}

function ofHttpException(error: HttpException): Problem {
  const code = BY_STATUS[error.getStatus()];
  if (code === undefined) return new Problem('internal', undefined, {}, { cause: error });
  const answer = error.getResponse();
  const said = typeof answer === 'object' && 'message' in answer ? answer.message : undefined;
  if (Array.isArray(said)) {
    const errors = said.filter((sentence) => typeof sentence === 'string');
    return new Problem(code, `${errors.length === 1 ? 'One value' : 'Some values'} cannot be used.`, { errors });
  }
  return new Problem(code, undefined, {}, { cause: error });
}

function databaseProblem(error: unknown): Problem | null {
  const code = codeOf(error);
  if (code === STATEMENT_TIMEOUT)
    return new Problem('too_slow', 'The database took too long; try a narrower question.', {}, { cause: error });
  if (code !== null && (DATABASE_AWAY.has(code) || code.startsWith('08'))) {
    return new Problem('database_away', 'The database cannot be reached; try again in a moment.', {}, { cause: error });
  }
  if (code !== null && VALUE_IMPOSSIBLE.has(code)) {
    return new Problem(
      'invalid_request',
      'A value cannot be used: it holds characters or numbers that cannot be stored.',
      {},
      { cause: error },
    );
  }
  // Two did the same at once; whoever came second asks again and sees what the first one did.
  if (code === UNIQUE_VIOLATION)
    return new Problem('conflict', 'Somebody else has just done the same.', {}, { cause: error });
  // pg gives these two as bare messages, without a code.
  if (
    error instanceof Error &&
    /^(Connection terminated|timeout exceeded when trying to connect)/.test(error.message)
  ) {
    return new Problem('database_away', 'The database cannot be reached; try again in a moment.', {}, { cause: error });
  }
  return null;
}

/** SQLSTATE or socket code, also where a library has wrapped the error of the driver. */
export function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null;
  if ('code' in error && typeof error.code === 'string') return error.code;
  if ('driverError' in error) return codeOf(error.driverError);
  return null;
}

function statusOf(error: unknown): number {
  return typeof error === 'object' && error !== null && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : 500;
}
