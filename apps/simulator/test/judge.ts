import {
  aggregatesOf,
  defaultSettings,
  evaluatePerson,
  groupPersons,
  preparePractice,
  type Instant,
  type PersonEvaluation,
  type RecordsByKind,
  type RecordVersion,
} from '@keepwell/domain';
import { settingRecords, type Practice } from '../src/simulate-practice.js';
import { truthAt, type TruthAt } from '../src/truth.js';
import type { AnyHistory, Life } from '../src/world.js';

/** What Keepwell's rules say about everybody at an instant, beside what is true. */
export interface Judgement {
  evaluation: PersonEvaluation;
  truth: TruthAt;
}

export function judge(practice: Practice, asOf: Instant): Judgement[] {
  const lives: Life[] = [...practice.people()];
  const records: RecordsByKind = {};
  let sequence = 0;
  for (const history of [...settingRecords(practice.setting), ...lives.flatMap((life) => life.records)]) {
    sequence = addVersions(records, history, sequence);
  }
  const persons = groupPersons(records, asOf);
  const facts = {
    timezone: practice.setting.zone,
    locations: records.location ?? [],
    practitioners: records.practitioner ?? [],
    services: records.service ?? [],
  };
  const settings = defaultSettings('audit');
  const prepared = preparePractice(facts, aggregatesOf(persons, facts, asOf), settings);
  const truths = new Map(lives.map((life) => [life.patientId, life]));
  return persons.flatMap((person) => {
    const life = truths.get(person.personId);
    if (life === undefined) return [];
    return [{ evaluation: evaluatePerson(prepared, person, [], asOf), truth: truthAt(life, asOf) }];
  });
}

function addVersions(records: RecordsByKind, history: AnyHistory, sequence: number): number {
  const list = (records[history.kind] ??= []) as RecordVersion[];
  const createdAt = history.versions[0]?.at ?? null;
  let next = sequence;
  for (const { at, data } of history.versions) {
    list.push({ id: history.id, source: '', createdAt, updatedAt: at, recordedAt: at, sequence: next++, data });
  }
  return next;
}
