import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { zoneOf, type Instant, type ZoneId } from '@keepwell/domain';
import { Matches } from 'class-validator';
import { Problem } from './problem.js';

const DAY_MS = 86_400_000;
const DATE = /^\d{4}-\d\d-\d\d$/;
const DATE_OR_INSTANT = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d))?$/;

/** A moment to look back at, as in `--as-of`: an instant with its offset, or a date. */
export function IsAsOf(): PropertyDecorator {
  return applyDecorators(
    Matches(DATE_OR_INSTANT, {
      message: '$property must be a date (2026-11-21) or an instant with its offset (2026-11-21T09:00:00Z)',
    }),
    ApiProperty({ description: 'An instant with its offset, or a date: its first instant where the practice is.' }),
  );
}

/** A date means its first instant where the practice is (Q20). */
export function instantAsOf(text: string, timezone: ZoneId): Instant {
  const parsed = Date.parse(text.replace(' ', 'T'));
  if (Number.isNaN(parsed)) throw new Problem('invalid_request', `asOf: there is no such day or time as "${text}".`);
  return DATE.test(text) ? zoneOf(timezone).startOf(Math.floor(parsed / DAY_MS)) : parsed;
}
