import {
  aggregatesOf,
  defaultSettings,
  evaluatePerson,
  groupPersons,
  preparePractice,
  type Instant,
  type PersonEvaluation,
  type RecordKind,
  type RecordsByKind,
  type RecordVersion,
  type ZoneId,
} from '@keepwell/domain';
import { settingRecords, type Practice } from '../src/simulate-practice.js';
import { truthAt, type TruthAt } from '../src/truth.js';

/** What Keepwell's rules say about everybody at an instant, beside what is true. */
export interface Judgement {
  evaluation: PersonEvaluation;
  truth: TruthAt;
}

export interface Versions {
  kind: RecordKind;
  version: Omit<RecordVersion, 'source' | 'sequence'>;
}

export function judge(practice: Practice, asOf: Instant): Judgement[] {
  const lives = [...practice.people()];
  const histories = [...settingRecords(practice.setting), ...lives.flatMap((life) => life.records)];
  const versions = histories.flatMap(({ kind, id, versions: written }) =>
    written.map(({ at, data }) => ({
      kind,
      version: { id, createdAt: written[0]?.at ?? null, updatedAt: at, recordedAt: at, data },
    })),
  );
  const truths = new Map(lives.map((life) => [life.patientId, life]));
  return judgeRecords(versions, practice.setting.zone, asOf).flatMap((evaluation) => {
    const life = truths.get(evaluation.personId);
    return life === undefined ? [] : [{ evaluation, truth: truthAt(life, asOf) }];
  });
}

export function judgeRecords(versions: Versions[], timezone: ZoneId, asOf: Instant): PersonEvaluation[] {
  const records: RecordsByKind = {};
  for (const [sequence, { kind, version }] of versions.entries()) {
    ((records[kind] ??= []) as RecordVersion[]).push({ ...version, source: '', sequence });
  }
  const { location: locations = [], practitioner: practitioners = [], service: services = [] } = records;
  const facts = { timezone, locations, practitioners, services };
  const persons = groupPersons(records, asOf);
  const prepared = preparePractice(facts, aggregatesOf(persons, facts, asOf), defaultSettings('audit'));
  return persons.map((person) => evaluatePerson(prepared, person, [], asOf));
}
