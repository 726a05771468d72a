import fc from 'fast-check';
import { groupPersons, type RecordsByKind } from '../../../libs/domain/src/audit/group-persons.js';
import type { Instant } from '../../../libs/domain/src/records.js';
import { randomPractice, type RandomPractice } from '../random-facts.js';
import { anInstant, START, text } from '../random-instants.js';
import { other, otherVersion } from '../random-records.js';

/**
 * The same random practices pressed into some three months, with many more memberships, programs, messages and scores:
 * misses follow each other, and one record meets another, as they rarely do in two years.
 */

const TIMES = 8;
const QUARTER_MS = 900_000;
const YEAR_2000 = Date.UTC(2000, 0, 1);
const press = (instant: Instant): Instant => START + Math.floor((instant - START) / TIMES / QUARTER_MS) * QUARTER_MS;

/** Every instant and every date in it, whatever it is called; people keep their birthdays. */
function pressed<T>(value: T, name?: string): T;
function pressed(value: unknown, name = ''): unknown {
  if (typeof value === 'number') return value > YEAR_2000 ? press(value) : value;
  if (typeof value === 'string' && name !== 'birthDate' && /^\d{4}-\d\d-\d\d$/.test(value)) {
    return text(press(Date.parse(value))).slice(0, 10);
  }
  if (Array.isArray(value)) return value.map((each) => pressed<unknown>(each, name));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, pressed<unknown>(each, key)]));
}

/** Consents, invoices and disputes mostly exclude: of a person who is excluded no rule is asked. */
const telling = other.filter(
  ({ kind, data }) => kind !== 'consent' && kind !== 'invoice' && !('status' in data && data.status === 'disputed'),
);

export const aBriefInstant = anInstant.map(press);

export const briefPractice: fc.Arbitrary<RandomPractice> = fc
  .tuple(randomPractice, fc.array(telling, { maxLength: 80, size: 'max' }))
  .map(([random, others]) => {
    const records: RecordsByKind = { ...random.records };
    for (const [index, each] of others.entries()) {
      const [kind, row] = otherVersion(each, 100 + index);
      Object.assign(records, { [kind]: [...(records[kind] ?? []), row] });
    }
    const brief = pressed(records);
    return {
      facts: pressed(random.facts),
      records: brief,
      personsAt: (asOf, given = brief) => groupPersons(given, asOf),
    };
  });
