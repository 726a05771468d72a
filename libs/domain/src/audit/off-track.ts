import { rulesOf } from '../cases/reconcile.js';
import { sortPriority } from '../cases/case.js';
import type { Finding, PersonEvaluation } from '../evaluation.js';
import { compareText } from '../timeline/versions.js';
import { majorUnits } from './money.js';
import { isoInstant, isoOrNull, type AuditEvidence, type OffTrackPatient } from './report.js';

function evidenceOf({ rule, facts, checked, clearsWhen }: Finding): AuditEvidence {
  return {
    rule,
    facts: facts.map(({ kind, id, effectiveAt, recordedAt, says }) => ({
      kind,
      id,
      effectiveAt: isoOrNull(effectiveAt),
      recordedAt: isoOrNull(recordedAt),
      says,
    })),
    checked,
    clearsWhen,
  };
}

export interface RankedPatient {
  priority: number;
  patient: OffTrackPatient;
}

/** An off-track person as the audit lists them; null for everybody else. */
export function offTrackPatient({
  personId,
  state,
  findings,
  since,
  valueAtRisk,
}: PersonEvaluation): RankedPatient | null {
  const offTrack = findings.filter(({ kind }) => kind === 'O');
  const [strongest] = offTrack;
  if (state !== 'off_track' || strongest === undefined || since === null) return null;
  return {
    priority: sortPriority(strongest.class, rulesOf(offTrack).length, since),
    patient: {
      patientId: personId,
      state,
      rules: rulesOf(findings),
      since: isoInstant(since),
      reason: strongest.reason,
      valueAtRisk: valueAtRisk === null ? null : { amount: majorUnits(valueAtRisk), currency: valueAtRisk.currency },
      evidence: findings.map(evidenceOf),
    },
  };
}

/** Strongest first: class, number of O rules, newest `since`, then id (Q84). */
export function strongestFirst(one: RankedPatient, other: RankedPatient): number {
  return one.priority - other.priority || compareText(one.patient.patientId, other.patient.patientId);
}
