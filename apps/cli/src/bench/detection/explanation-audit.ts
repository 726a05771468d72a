import type { Finding, Instant, PersonFacts, RecordVersion } from '@keepwell/domain';
import type { Walked } from './walk.js';

/** Every fact of every reason must be on file by then, and no later than it. */
export function auditFindings(
  person: PersonFacts,
  findings: readonly Finding[],
  at: Instant,
  walked: Pick<Walked, 'unexplained' | 'factsChecked'>,
): void {
  for (const { rule, facts } of findings) {
    for (const fact of facts) {
      walked.factsChecked += 1;
      const row = rowsOf(person, fact.kind).find(({ id }) => id === fact.id);
      const known = fact.recordedAt ?? 0;
      if (row !== undefined && known <= at && (row.recordedAt ?? 0) <= at) continue;
      walked.unexplained.push(`${person.personId} ${rule} ${fact.kind} ${fact.id} ${new Date(at).toISOString()}`);
    }
    if (facts.length === 0) walked.unexplained.push(`${person.personId} ${rule} rests on nothing`);
  }
}

function rowsOf(person: PersonFacts, kind: string): RecordVersion[] {
  switch (kind) {
    case 'patient':
      return person.patients.flat();
    case 'appointment':
      return person.appointments;
    case 'plan':
      return person.plans;
    case 'recall':
      return person.recalls;
    case 'package':
      return person.packages;
    case 'membership':
      return person.memberships;
    case 'program':
      return person.programs;
    case 'payment':
      return person.payments;
    case 'score':
      return person.scores;
    case 'communication':
      return person.communications;
    default:
      return [];
  }
}
