import fc from 'fast-check';
import type { Instant } from '../../libs/domain/src/records.js';

/** Instants in a stretch of some two years, and how often something is not said. */

export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;
export const START: Instant = Date.parse('2024-01-01T00:00Z');
export const DAYS = 800;

export const anInstant = fc
  .tuple(fc.integer({ min: 0, max: DAYS }), fc.integer({ min: 0, max: 95 }))
  .map(([day, quarter]) => START + day * DAY_MS + (quarter * HOUR_MS) / 4);
export const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.option(arbitrary, { nil: null, freq: 2 });
export const sometimes = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: 25, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });
export const text = (instant: Instant): string => new Date(instant).toISOString();

export const PATIENTS = ['p1', 'p2', 'p3', 'p4'];
