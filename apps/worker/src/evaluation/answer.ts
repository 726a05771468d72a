import { hash } from 'node:crypto';
import type { CaseFace, EvaluationRow } from '@keepwell/database';
import { storedAnswerOf, type Instant, type PersonEvaluation, type PersonFacts } from '@keepwell/domain';

/** One person asked about: the answer, and what else of the person the list shows. */
export interface Answer {
  personId: string;
  facts: PersonFacts;
  evaluation: PersonEvaluation;
  face: CaseFace;
  row: EvaluationRow;
  /** Before this instant no new case opens (E07); null: it may. */
  coolUntil: Instant | null;
}

/** Whose facts were looked at besides the person's own, and until when these are the ones to look at. */
export interface Looked {
  related: string[];
  until: Instant | null;
}

/** What the rules say of one person, and what was looked at for it. */
export interface Evaluated {
  facts: PersonFacts;
  evaluation: PersonEvaluation;
  looked: Looked;
  /** Asked while a source of theirs was being read for the first time. */
  warmUp: boolean;
}

export function answerOf({ facts, evaluation, looked, warmUp }: Evaluated, coolUntil: Instant | null): Answer {
  const { related, until } = looked;
  const { asOf } = evaluation;
  const said = JSON.stringify(storedAnswerOf(evaluation));
  const face = faceOf(facts);
  const nextChangeAt = earlier(earlier(evaluation.nextChangeAt, until), coolUntil);
  return {
    personId: facts.personId,
    facts,
    evaluation,
    face,
    coolUntil,
    row: {
      personId: facts.personId,
      asOf,
      state: evaluation.state,
      since: evaluation.since,
      nextChangeAt: later(nextChangeAt, asOf),
      said,
      // Made where the answer is stored: of most that are asked about it is what it was.
      get answer() {
        return briefOf(evaluation);
      },
      get listed() {
        return listedOf(evaluation);
      },
      // The face is not part of the answer, but a new name must reach the list as well; and a row that stays due would be asked for ever.
      hash: hash(
        'sha256',
        said + JSON.stringify(face) + (until ?? '') + (coolUntil === null ? '' : ` ${coolUntil}`),
        'hex',
      ),
      medianLines: evaluation.medianLines,
      related,
      warmUp,
    },
  };
}

/** What lists and checks ask of an answer by its parts. */
function briefOf({ findings, exclusions, lastVisitOn, lastVisitAt, nextBookingAt, valueAtRisk }: PersonEvaluation) {
  return JSON.stringify({
    findings: findings.map(
      ({ rule, name, kind, class: urgency, since, reason, service, locationId, practitionerId, facts }) => ({
        ...{ rule, name, kind, class: urgency, since, reason, service, locationId, practitionerId },
        source: facts[0]?.source ?? null,
      }),
    ),
    exclusions: exclusions.map(({ id, says }) => ({ id, says })),
    ...{ lastVisitOn, lastVisitAt, nextBookingAt, valueAtRisk },
  });
}

/** What a list keeps of the findings it showed. */
function listedOf({ findings }: PersonEvaluation): string {
  return JSON.stringify(findings.map(({ rule, name, kind, class: urgency }) => ({ rule, name, kind, class: urgency })));
}

function earlier(one: Instant | null, other: Instant | null): Instant | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
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
