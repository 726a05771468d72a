import {
  countsOf,
  newId,
  sourceKey,
  type CaseEventRow,
  type CountChange,
  type EvaluationContext,
  type StandingCase,
  type StopBecause,
} from '@keepwell/database';
import {
  closeMergedCase,
  closeOrphanedCase,
  reconcileCase,
  type CaseChange,
  type CaseSaid,
  type CaseSnapshot,
  type Instant,
  type PersonEvaluation,
} from '@keepwell/domain';
import type { Answer } from './answer.js';
import type { Readiness } from './source-standing.js';

/** What is to be written about cases. */
export class CaseWrites {
  /** By case: one that changes twice in a batch is written once, as it is in the end. */
  private readonly byId = new Map<string, StandingCase>();
  readonly events: CaseEventRow[] = [];
  readonly counts: CountChange[] = [];
  /** For whom what runs ends, and why. */
  readonly stops: { personId: string; because: StopBecause }[] = [];
  /** Whose case ends with a merge: what runs for them is not taken over. */
  readonly mergedAway: string[] = [];
  /** Whose rest a new loss ended. */
  readonly woken: string[] = [];
  /** Who rests on after a booking came and went. */
  readonly resting: string[] = [];
  /** Whose records became another person's. */
  readonly moves: { fromId: string; toId: string }[] = [];

  put(changed: StandingCase): void {
    this.byId.set(changed.id, changed);
  }

  /** Closed ones first: a person has one case that is not closed, at every moment of the writing. */
  get cases(): StandingCase[] {
    const isClosed = ({ snapshot }: StandingCase) => snapshot.state === 'closed';
    return [...this.byId.values()].sort((one, other) => Number(isClosed(other)) - Number(isClosed(one)));
  }
}

type OurIds = Pick<EvaluationContext, 'locationIds' | 'practitionerIds' | 'contactEffects'>;

/** What the answer means for the case of one person. */
export function caseChangeOf(
  answer: Answer,
  standing: StandingCase | null,
  context: {
    now: Instant;
    readiness: Readiness;
    ids: OurIds;
    said: CaseSaid | undefined;
    changedRules?: readonly string[];
  },
): CaseChange {
  const { now, readiness } = context;
  return reconcileCase(standing?.snapshot ?? null, withOurIds(answer, context.ids), {
    now,
    warmUp: readiness === 'first_read',
    backlog: readiness === 'warm_up',
    effects: context.ids.contactEffects,
    ...(context.said === undefined ? {} : { said: context.said }),
    ...(context.changedRules === undefined ? {} : { changedRules: context.changedRules }),
  });
}

/** Brings the case of one person in line with the answer. */
export function noteCaseChange(
  answer: Answer,
  standing: StandingCase | null,
  { row, events }: CaseChange,
  writes: CaseWrites,
): void {
  const isRenamed = standing !== null && JSON.stringify(standing.face) !== JSON.stringify(answer.face);
  if (row === null && !isRenamed) return;
  const snapshot = row ?? standing?.snapshot;
  if (snapshot === undefined) return;
  const id = standing?.id ?? newId();
  writes.put({ id, personId: answer.personId, snapshot, face: answer.face });
  writes.events.push(...events.map((event) => ({ caseId: id, event })));
  if (standing !== null) noteEffects(answer.personId, standing.snapshot, snapshot, writes);
  if (standing !== null) writes.counts.push(...countsOf(standing.snapshot, -1));
  writes.counts.push(...countsOf(snapshot, 1));
}

/**
 * The records of this case's person went to another one. One case survives: where the survivor has none, this one goes
 * with the records and keeps its history; else the one of higher priority stays (K03). Answers the survivor's case.
 */
export function moveMergedCase(
  loser: StandingCase,
  survivorId: string,
  survivorCase: StandingCase | null,
  now: Instant,
  writes: CaseWrites,
): StandingCase {
  const moved = { ...loser, personId: survivorId };
  writes.moves.push({ fromId: loser.personId, toId: survivorId });
  if (survivorCase === null) {
    writes.put(moved);
    return moved;
  }
  // What is held for review (K30) or hidden by an experiment (E11) never takes the place of a case that people see.
  const unseen = ({ snapshot, placing }: StandingCase) =>
    Number(snapshot.state === 'held' || placing?.heldBack === true);
  const loserIsStronger =
    unseen(loser) === unseen(survivorCase)
      ? loser.snapshot.sortPriority < survivorCase.snapshot.sortPriority
      : unseen(loser) < unseen(survivorCase);
  const [kept, closed] = loserIsStronger ? [moved, survivorCase] : [survivorCase, loser];
  const { row, events } = closeMergedCase(closed.snapshot, now);
  if (row === null) throw new Error('Closing a merged case writes its row');
  writes.counts.push(...countsOf(closed.snapshot, -1), ...countsOf(row, 1));
  writes.mergedAway.push(closed.personId);
  writes.put({ ...closed, snapshot: row });
  writes.put(kept);
  writes.events.push(...events.map((event) => ({ caseId: closed.id, event })));
  return kept;
}

/** The records a case was about are gone altogether. */
export function endOrphanedCase(standing: StandingCase, now: Instant, writes: CaseWrites): void {
  const { row, events } = closeOrphanedCase(standing.snapshot, now);
  if (row === null) throw new Error('Closing an orphaned case writes its row');
  writes.counts.push(...countsOf(standing.snapshot, -1), ...countsOf(row, 1));
  writes.stops.push({ personId: standing.personId, because: 'case_closed' });
  writes.put({ ...standing, snapshot: row });
  writes.events.push(...events.map((event) => ({ caseId: standing.id, event })));
}

/** What the change of one case ends, wakes or lets rest. */
function noteEffects(personId: string, before: CaseSnapshot, after: CaseSnapshot, writes: CaseWrites): void {
  if (before.state === after.state) return;
  if (after.state === 'closed') {
    const isExcluded = after.closing === 'excluded' || after.closing === 'do_not_contact';
    writes.stops.push({ personId, because: isExcluded ? 'excluded' : 'case_closed' });
  } else if (after.state === 'resolved') writes.stops.push({ personId, because: 'booked' });
  else if (after.state === 'snoozed') writes.resting.push(personId);
  else if (before.state === 'snoozed') writes.woken.push(personId);
}

/** Findings name locations and practitioners as their source does; a case row holds ours. */
function withOurIds({ evaluation, facts }: Answer, { locationIds, practitionerIds }: OurIds): PersonEvaluation {
  const own = facts.patients[0]?.at(-1);
  const find = (ids: Map<string, string>, source: string | undefined, id: string | null | undefined) =>
    source === undefined || id === null || id === undefined ? null : (ids.get(sourceKey(source, id)) ?? null);
  const findings = evaluation.findings.map((finding) => {
    const source = finding.facts[0]?.source ?? own?.source;
    return {
      ...finding,
      locationId: find(locationIds, source, finding.locationId) ?? find(locationIds, own?.source, own?.data.locationId),
      practitionerId:
        find(practitionerIds, source, finding.practitionerId) ??
        find(practitionerIds, own?.source, own?.data.practitionerId),
    };
  });
  return { ...evaluation, findings };
}
