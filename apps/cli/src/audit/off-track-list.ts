import { currencyDecimals } from '@keepwell/connector-sdk';
import type { Finding, PersonEvaluation } from '@keepwell/domain';
import type { AuditFact, AuditReport, OffTrackPatient } from './audit-report.js';

const inCodeUnits = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const isoOf = (instant: number | null): string | null => (instant === null ? null : new Date(instant).toISOString());

/** Every patient who is off track, strongest first (rules-decisions Q84). */
export function offTrackList(evaluations: readonly PersonEvaluation[]): OffTrackPatient[] {
  return evaluations
    .filter(({ state }) => state === 'off_track')
    .map((evaluation) => ({ evaluation, strength: strengthOf(evaluation) }))
    .sort(
      (one, other) =>
        inCodeUnits(one.strength.best, other.strength.best) ||
        other.strength.rules - one.strength.rules ||
        (other.evaluation.since ?? 0) - (one.evaluation.since ?? 0) ||
        inCodeUnits(one.evaluation.personId, other.evaluation.personId),
    )
    .map(({ evaluation }) => listed(evaluation));
}

function strengthOf({ findings }: PersonEvaluation): { best: string; rules: number } {
  const counted = findings.filter(({ kind }) => kind === 'O');
  return {
    best: counted.map((finding) => finding.class).sort(inCodeUnits)[0] ?? 'S4',
    rules: new Set(counted.map(({ rule }) => rule)).size,
  };
}

function listed({ personId, findings, since, valueAtRisk }: PersonEvaluation): OffTrackPatient {
  return {
    patientId: personId,
    state: 'off_track',
    rules: [...new Set(findings.map(({ rule }) => rule))],
    since: isoOf(since),
    reason: findings.find(({ kind }) => kind === 'O')?.reason ?? '',
    valueAtRisk:
      valueAtRisk === null
        ? null
        : { amount: majorUnits(valueAtRisk.amountMinor, valueAtRisk.currency), currency: valueAtRisk.currency },
    evidence: findings.map(({ rule, facts, checked, clearsWhen }) => ({
      rule,
      facts: facts.map(factOf),
      checked,
      clearsWhen,
    })),
  };
}

function factOf({ kind, id, effectiveAt, recordedAt, says }: Finding['facts'][number]): AuditFact {
  return { kind, id, effectiveAt: isoOf(effectiveAt), recordedAt: isoOf(recordedAt), says };
}

function majorUnits(minor: number, currency: string): string {
  return (minor / 10 ** currencyDecimals(currency)).toFixed(2);
}

/** Every finding of every patient who is not excluded, kinds O, W and V (rules-decisions Q07). */
export function findingRows(evaluations: readonly PersonEvaluation[]): AuditReport['findings'] {
  return evaluations
    .flatMap(({ personId, findings }) => findings.map(({ rule, episode }) => ({ patientId: personId, rule, episode })))
    .sort(
      (one, other) =>
        inCodeUnits(one.patientId, other.patientId) ||
        inCodeUnits(one.rule, other.rule) ||
        inCodeUnits(one.episode ?? '', other.episode ?? ''),
    );
}
