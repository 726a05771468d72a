import {
  aggregatesOf,
  evaluatePerson,
  practiceZone,
  type Instant,
  type PersonEvaluation,
  type PersonFacts,
  preparePractice,
} from '@keepwell/domain';
import { relatedPersons } from './related-persons.js';
import { CommandFailed } from '../failure.js';
import type { Io } from '../io.js';
import { type PracticeAsOf, readPractice } from '../source/read-practice.js';
import type { SourceOptions } from '../source/source-options.js';

/** Every `Instant` of an answer as ISO text. */
export type Written<T> = T extends Instant
  ? T
  : T extends (infer Item)[]
    ? Written<Item>[]
    : T extends object
      ? { [Key in keyof T]: Key extends InstantKey ? string | null : Written<T[Key]> }
      : T;

type InstantKey = 'asOf' | 'since' | 'nextChangeAt' | 'effectiveAt' | 'recordedAt' | 'nextBookingAt';
const INSTANT_KEYS: readonly string[] = ['asOf', 'since', 'nextChangeAt', 'effectiveAt', 'recordedAt', 'nextBookingAt'];

export interface Explained {
  timezone: string;
  evaluation: Written<PersonEvaluation>;
  /** Of a stored practice: what else of then the answer rests on, in sentences. */
  restsOn?: string[];
}

/** The whole answer about one patient of a source, every rule's verdict included. */
export async function explainPatient(
  options: SourceOptions,
  patientId: string,
  asOf: string | null,
  io: Io,
): Promise<Explained> {
  const practice = await readPractice(options, asOf, io);
  const person = findPerson(practice, patientId);
  const prepared = preparePractice(
    practice.facts,
    aggregatesOf(practice.persons, practice.facts, practice.asOf, practice.collected.records),
    practice.settings,
  );
  const evaluation = evaluatePerson(prepared, person, relatedPersons(practice.persons)(person), practice.asOf);
  return { timezone: practiceZone(practice.facts), evaluation: written(evaluation) };
}

/** By the id of any record that belongs to the person: the survivor's or one merged into it. */
function findPerson({ persons, collected, asOf }: PracticeAsOf, patientId: string): PersonFacts {
  const person = persons.find(({ patients }) => patients.some(([record]) => record?.id === patientId));
  if (person !== undefined) return person;
  const known = collected.records.patient?.some(({ id }) => id === patientId) ?? false;
  throw new CommandFailed(
    known
      ? `Patient ${patientId} was not on record yet at ${new Date(asOf).toISOString()}: choose a later --as-of`
      : `The source has no patient with the id ${patientId}; ids are those of the source, letter by letter`,
  );
}

/** Instants as ISO text. */
export function written(evaluation: PersonEvaluation): Written<PersonEvaluation> {
  const text = JSON.stringify(evaluation, (key, value: unknown) =>
    INSTANT_KEYS.includes(key) && typeof value === 'number' ? new Date(value).toISOString() : value,
  );
  return JSON.parse(text);
}
