import { evaluatePerson, type PersonEvaluation, preparePractice, RULES } from '@keepwell/domain';
import type { Io } from '../io.js';
import { startProgress } from '../progress.js';
import { type PracticeAsOf, readPractice } from '../source/read-practice.js';
import type { SourceOptions } from '../source/source-options.js';
import type { AuditReport, AuditRule } from './audit-report.js';
import { findingRows, offTrackList } from './off-track-list.js';
import { relatedPersons } from './related-persons.js';
import { auditSource } from './source-totals.js';

const PERSONS_PER_TURN = 500;

export interface Audit {
  report: AuditReport;
  /** For the person at the keyboard, after the result. */
  talk: string[];
}

export async function runAudit(options: SourceOptions, asOf: string | null, io: Io): Promise<Audit> {
  const practice = await readPractice(options, asOf, io);
  const evaluations = await evaluateAll(practice, io);
  const report: AuditReport = {
    schema: 1,
    asOf: new Date(practice.asOf).toISOString(),
    practice: {
      timezone: practice.facts.timezone,
      locations: new Set(practice.facts.locations.map(({ id }) => id)).size,
    },
    source: auditSource(practice),
    patients: countStates(evaluations),
    rules: countRules(practice, evaluations),
    offTrack: offTrackList(evaluations),
    findings: findingRows(evaluations),
    excluded: evaluations
      .filter(({ exclusions }) => exclusions.length > 0)
      .map(({ personId, exclusions }) => ({ patientId: personId, because: exclusions.map(({ id }) => id).sort() })),
    metrics: [],
    dropOff: [],
  };
  return { report, talk: talkAbout(report) };
}

async function evaluateAll(practice: PracticeAsOf, io: Io): Promise<PersonEvaluation[]> {
  const prepared = preparePractice(practice.facts, practice.aggregates, practice.settings);
  const related = relatedPersons(practice.persons);
  const progress = await startProgress(io, 'Asking the rules');
  const evaluations: PersonEvaluation[] = [];
  try {
    for (const person of practice.persons) {
      evaluations.push(evaluatePerson(prepared, person, related(person), practice.asOf));
      if (evaluations.length % PERSONS_PER_TURN === 0) {
        io.signal.throwIfAborted();
        progress.update(evaluations.length, practice.persons.length, 'Asking the rules');
        // Lets the bar be drawn and Ctrl-C be heard.
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  } finally {
    progress.stop();
  }
  return evaluations;
}

function countStates(evaluations: readonly PersonEvaluation[]): AuditReport['patients'] {
  const byState = { on_track: 0, watch: 0, off_track: 0, lapsed: 0, excluded: 0, done: 0 };
  for (const { state } of evaluations) byState[state] += 1;
  return {
    total: evaluations.length,
    contactable: evaluations.filter(({ contactable }) => contactable).length,
    byState,
  };
}

/** A rule has no data when the kind of record it rests on cannot come from this source (rules-decisions Q86). */
function countRules({ collected }: PracticeAsOf, evaluations: readonly PersonEvaluation[]): AuditRule[] {
  const patients = new Map<string, number>();
  for (const { findings } of evaluations) {
    for (const rule of new Set(findings.map((finding) => finding.rule)))
      patients.set(rule, (patients.get(rule) ?? 0) + 1);
  }
  const noData = collected.records.appointment === undefined;
  return RULES.map(({ id, name, version }) => ({ rule: id, name, version, findings: patients.get(id) ?? 0, noData }));
}

function talkAbout({ source }: AuditReport): string[] {
  const aside = source.putAside.map(
    ({ code, count, example }) => `note: ${count} put aside (${code}), the first: ${example}`,
  );
  return [...aside, ...source.notes.map((note) => `note: ${note}`)];
}
