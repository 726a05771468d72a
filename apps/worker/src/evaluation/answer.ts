import { hash } from 'node:crypto';
import type { CaseFace, EvaluationRow } from '@keepwell/database';
import type { Instant, PersonEvaluation, PersonFacts } from '@keepwell/domain';

/** One person asked about: the answer, and what else of the person the list shows. */
export interface Answer {
  personId: string;
  facts: PersonFacts;
  evaluation: PersonEvaluation;
  face: CaseFace;
  row: EvaluationRow;
}

export function answerOf(facts: PersonFacts, evaluation: PersonEvaluation, related: string[], warmUp: boolean): Answer {
  const { asOf, ...rest } = evaluation;
  const answer = JSON.stringify(rest);
  const face = faceOf(facts);
  return {
    personId: facts.personId,
    facts,
    evaluation,
    face,
    row: {
      personId: facts.personId,
      asOf,
      state: evaluation.state,
      since: evaluation.since,
      nextChangeAt: later(evaluation.nextChangeAt, asOf),
      answer,
      // The face is not part of the answer, but a new name must reach the list as well.
      hash: hash('sha256', answer + JSON.stringify(face), 'hex'),
      medianLines: evaluation.medianLines,
      related,
      warmUp,
    },
  };
}

/** Asking again at the same instant for ever would help nobody: an answer that changes "now" is a fault in a rule. */
function later(nextChangeAt: Instant | null, asOf: Instant): Instant | null {
  if (nextChangeAt !== null && nextChangeAt <= asOf) {
    throw new RangeError(`An answer as of ${asOf} says that it changes at ${nextChangeAt}`);
  }
  return nextChangeAt;
}

/** Names for the list and its search; nothing of it is logged. */
export function faceOf(facts: PersonFacts): CaseFace {
  const own = facts.patients[0]?.at(-1)?.data;
  const words = (...parts: (string | null | undefined)[]) =>
    parts.map((part) => part?.trim() ?? '').filter((part) => part !== '');
  const ids = facts.patients.flatMap((versions) => versions.at(-1)?.id ?? []);
  return {
    patientName: words(own?.givenName, own?.familyName).join(' '),
    sortName: words(own?.familyName, own?.givenName).join(' ').toLowerCase(),
    searchText: words(own?.givenName, own?.familyName, ...ids)
      .join(' ')
      .toLowerCase(),
  };
}
