import fc from 'fast-check';
import { anInstant, randomPractice, type RandomPractice } from '../../../../test/support/random-facts.js';
import { runs } from '../../../../test/support/long-form.js';
import { aggregatesOf } from '../audit/aggregates.js';
import type { RecordsByKind } from '../audit/group-persons.js';
import { evaluatePerson } from '../evaluate-person.js';
import type { PracticeFacts, RecordVersion } from '../facts.js';
import { defaultSettings, preparePractice } from '../prepared-practice.js';
import { RECORD_KINDS, type Instant, type RecordKind } from '../records.js';
import { CATALOGUE_RULES } from '../rules/index.js';
import { rulesOnField } from './field-rules.js';

const settings = defaultSettings('audit');
/** More with PROPERTY_RUNS, for a night. */
const RUNS = runs(60);
const samples = fc.sample(fc.tuple(randomPractice, anInstant), { numRuns: RUNS, seed: 20_260_301 });

/** What each rule says of each person: fires since when, or why not. */
function said(
  facts: PracticeFacts,
  records: RecordsByKind,
  random: RandomPractice,
  asOf: Instant,
): Map<string, string> {
  const persons = random.personsAt(asOf, records);
  const practice = preparePractice(facts, aggregatesOf(persons, facts, asOf), settings);
  const verdicts = new Map<string, string>();
  for (const person of persons) {
    const related = persons.filter((other) => other !== person);
    const { verdicts: all, findings } = evaluatePerson(practice, person, related, asOf);
    for (const { rule, because } of all) {
      const since = findings.filter((finding) => finding.rule === rule).map((finding) => finding.since);
      verdicts.set(`${person.personId} ${rule}`, `${because} ${since.join()}`);
    }
  }
  return verdicts;
}

/** The field says nothing any more: in a word that must be said, "unknown". */
function silenced<T extends RecordVersion>(rows: readonly T[], kind: RecordKind, field: string): T[] {
  const nothing = kind === 'appointment' && field === 'status' ? 'unknown' : null;
  return rows.map((row) => ({ ...row, data: { ...row.data, [field]: nothing } }));
}

/** Kind and field to the rules that answer otherwise without it. */
function observed(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const [random, asOf] of samples) {
    const before = said(random.facts, random.records, random, asOf);
    const rowsOf = (kind: RecordKind): readonly RecordVersion[] =>
      kind === 'service' ? random.facts.services : (random.records[kind] ?? []);
    for (const kind of RECORD_KINDS) {
      for (const field of Object.keys(rowsOf(kind)[0]?.data ?? {})) {
        const rows = silenced(rowsOf(kind), kind, field);
        const facts =
          kind === 'service' ? { ...random.facts, services: rows as PracticeFacts['services'] } : random.facts;
        const records = kind === 'service' ? random.records : { ...random.records, [kind]: rows };
        const after = said(facts, records, random, asOf);
        for (const [key, verdict] of before) {
          if (after.get(key) === verdict) continue;
          const rules = found.get(`${kind}.${field}`) ?? new Set();
          found.set(`${kind}.${field}`, rules.add(key.split(' ')[1] ?? ''));
        }
      }
    }
  }
  return found;
}

describe('the rules that rest on a field', () => {
  const found = observed();

  it('X20 are all named: none answers otherwise without a field that is not said of it', () => {
    const unnamed = [...found].flatMap(([name, rules]) => {
      const [kind = '', field = ''] = name.split('.');
      const named = rulesOnField(kind as RecordKind, field);
      return [...rules].filter((rule) => !named.includes(rule)).map((rule) => `${name} ${rule}`);
    });
    expect(unnamed).toEqual([]);
  });

  it.each(CATALOGUE_RULES.map(({ id, name }) => [id, name]))(
    'X20 %s %s is named for the fields it was seen to need',
    (id) => {
      const needs = [...found].filter(([, rules]) => rules.has(id)).map(([name]) => name);
      expect(needs.length).toBeGreaterThan(0);
      for (const name of needs) {
        const [kind = '', field = ''] = name.split('.');
        expect([name, rulesOnField(kind as RecordKind, field).includes(id)]).toEqual([name, true]);
      }
    },
  );

  it('X20 are none for what is only shown', () => {
    expect(rulesOnField('appointment', 'cancelReason')).toEqual([]);
    expect(rulesOnField('practitioner', 'name')).toEqual([]);
  });
});
