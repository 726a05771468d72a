import type { EvidenceFact, Finding, Instant, PersonEvaluation } from '@keepwell/domain';
import type { EvaluationDto, EvidenceFactDto, FindingDto } from './dto/patient-page.dto.js';

/** A stored evaluation as the API answers it: the same fields, instants in ISO 8601. */
export function evaluationAnswer(evaluation: PersonEvaluation): EvaluationDto {
  return {
    personId: evaluation.personId,
    asOf: iso(evaluation.asOf),
    state: evaluation.state,
    findings: evaluation.findings.map(findingAnswer),
    // Absent from answers that were stored before there were rules on trial.
    shadow: (evaluation.shadow as Finding[] | undefined)?.map(findingAnswer) ?? [],
    exclusions: evaluation.exclusions.map((exclusion) => ({ ...exclusion, facts: exclusion.facts.map(factAnswer) })),
    verdicts: evaluation.verdicts.map((verdict) => ({ ...verdict, nextChangeAt: isoOrNull(verdict.nextChangeAt) })),
    since: isoOrNull(evaluation.since),
    nextChangeAt: isoOrNull(evaluation.nextChangeAt),
    contactable: evaluation.contactable,
    valueAtRisk: evaluation.valueAtRisk,
    lastVisitOn: evaluation.lastVisitOn,
    nextBookingAt: isoOrNull(evaluation.nextBookingAt),
  };
}

function findingAnswer(finding: Finding): FindingDto {
  return { ...finding, since: iso(finding.since), facts: finding.facts.map(factAnswer) };
}

function factAnswer(fact: EvidenceFact): EvidenceFactDto {
  return { ...fact, effectiveAt: isoOrNull(fact.effectiveAt), recordedAt: isoOrNull(fact.recordedAt) };
}

function iso(instant: Instant): string {
  return new Date(instant).toISOString();
}

function isoOrNull(instant: Instant | null): string | null {
  return instant === null ? null : iso(instant);
}
