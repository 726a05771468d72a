import fc from 'fast-check';
import { anInstant, randomPractice, type RandomPractice } from '../../../test/support/random-facts.js';
import { runs } from '../../../test/support/long-form.js';
import { aggregatesOf } from './audit/aggregates.js';
import { groupPersons, type RecordsByKind } from './audit/group-persons.js';
import { evaluatePerson } from './evaluate-person.js';
import type { PracticeFacts } from './facts.js';
import { defaultSettings, preparePractice } from './prepared-practice.js';
import type { EvaluationSettings } from './settings.js';

/** More with PROPERTY_RUNS, for a night. */
const RUNS = runs(60);
const WEEK_MS = 7 * 86_400_000;
/** After 28 years every date falls on the same day of the week again, leap years and the Sundays of the clock changes included. */
const SUN_CYCLE_WEEKS = (28 * 365.25) / 7;

const INSTANT = /(At|Until|^at)$/;
const DATE = /\d{4}-\d{2}-\d{2}/g;

const movedDates = (text: string, by: number) =>
  text.replace(DATE, (date) => new Date(Date.parse(date) + by).toISOString().slice(0, 10));

/** Every instant and every date in it, moved. */
function moved<T>(value: T, by: number, name = ''): T {
  if (typeof value === 'string') return movedDates(value, by) as T;
  if (typeof value === 'number')
    return (INSTANT.test(name) || name === 'since' || name === 'asOf' ? value + by : value) as T;
  if (Array.isArray(value)) return value.map((each) => moved(each, by, name)) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, moved(each, by, key)])) as T;
}

interface Asked {
  facts: PracticeFacts;
  records: RecordsByKind;
  asOf: number;
}

function answers({ facts, records, asOf }: Asked, settings: EvaluationSettings) {
  const persons = groupPersons(records, asOf);
  const practice = preparePractice(facts, aggregatesOf(persons, facts, asOf), settings);
  return persons.map((person) =>
    evaluatePerson(
      practice,
      person,
      persons.filter((other) => other !== person),
      asOf,
    ),
  );
}

function expectMoved(
  { facts, records }: RandomPractice,
  asOf: number,
  by: number,
  settings: EvaluationSettings,
): number {
  const here = answers({ facts, records, asOf }, settings);
  const there = answers({ facts: moved(facts, by), records: moved(records, by), asOf: asOf + by }, settings);
  expect(there).toEqual(moved(here, by));
  return here.reduce((sum, { findings }) => sum + findings.length, 0);
}

/** All that counts in days and weeks: what counts in months is not the same in another month. */
function inWeeks(): EvaluationSettings {
  const settings = defaultSettings('audit');
  const weeks = Object.keys(settings.rules.R18!.parameters).map((specialty) => [specialty, '52 weeks']);
  const rules: EvaluationSettings['rules'] = {
    ...settings.rules,
    R18: { mode: 'on' as const, parameters: Object.fromEntries(weeks) },
  };
  for (const rule of ['R16', 'R17', 'R29'] as const) rules[rule] = { ...rules[rule]!, mode: 'off' };
  return { ...settings, rules };
}

/** Nobody comes of age on the way, and no clock changes. */
function timeless({ facts, records, ...rest }: RandomPractice, timezone: string): RandomPractice {
  const ageless = records.patient?.map((row) => ({ ...row, data: { ...row.data, birthDate: null } })) ?? [];
  const locations = facts.locations.map((row) => ({ ...row, data: { ...row.data, timezone } }));
  return { facts: { ...facts, locations }, records: { ...records, patient: ageless }, ...rest };
}

describe('the same facts some weeks earlier or later', () => {
  it('S-11 give the same answers, moved by as much, where no clock changes', () => {
    const settings = inWeeks();
    let found = 0;
    fc.assert(
      fc.property(
        ...([
          randomPractice,
          anInstant,
          fc.integer({ min: -300, max: 300 }),
          fc.constantFrom('Asia/Kathmandu', 'UTC'),
        ] as const),
        (random, asOf, weeks, timezone) => {
          found += expectMoved(timeless(random, timezone), asOf, weeks * WEEK_MS, settings);
        },
      ),
      { numRuns: RUNS },
    );
    expect(found).toBeGreaterThan(RUNS / 2);
  });

  it('S-11 give the same answers in every zone, all rules asked, 28 years on: months, leap days and clock changes are the same there', () => {
    let found = 0;
    fc.assert(
      fc.property(randomPractice, anInstant, (random, asOf) => {
        found += expectMoved(random, asOf, SUN_CYCLE_WEEKS * WEEK_MS, defaultSettings('audit'));
      }),
      { numRuns: RUNS },
    );
    expect(found).toBeGreaterThan(RUNS / 2);
  });
});
