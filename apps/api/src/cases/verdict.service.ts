import { Injectable } from '@nestjs/common';
import { audit, CaseActQueries, CaseVerdictQueries, LeaseQueries, RulePauses } from '@keepwell/database';
import type { CaseInWork, Transaction } from '@keepwell/database';
import { closingOfCause, RULES } from '@keepwell/domain';
import type { WrongCause } from '@keepwell/domain';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { Problem } from '../http/problem.js';
import { AddressStops } from './address-stops.js';
import { CaseDesk, refuseMovedOn, standingOf } from './case-desk.js';
import type { CloseCaseDto, DoneDto } from './dto/acts.dto.js';
import type { VerdictDoneDto, VerdictDto } from './dto/verdict.dto.js';
import { RestService } from './rest.service.js';

const OFF_TRACK_RULES = new Set(RULES.filter(({ kind }) => kind === 'O').map(({ id }) => id));

/** "Should not be here" and its contrary (X13, X22): one key, from the list too, as long as nobody else has the household in hand. */
@Injectable()
export class VerdictService {
  constructor(
    private readonly practice: PracticeWork,
    private readonly desk: CaseDesk,
    private readonly leases: LeaseQueries,
    private readonly acts: CaseActQueries,
    private readonly verdicts: CaseVerdictQueries,
    private readonly pauses: RulePauses,
    private readonly rests: RestService,
    private readonly addresses: AddressStops,
  ) {}

  async give(caller: Caller, caseId: string, wanted: VerdictDto): Promise<VerdictDoneDto> {
    const { verdict, cause = null, note } = wanted;
    if (verdict === 'right' && cause !== null) {
      throw new Problem('invalid_request', 'A cause is given with "wrong" alone.', { field: 'cause' });
    }
    if (verdict === 'right') return this.right(caller, caseId, note);
    if (cause === null) {
      throw new Problem('invalid_request', 'Say why they should not be on the list.', { field: 'cause' });
    }
    return this.wrong(caller, caseId, cause, note);
  }

  private right(caller: Caller, caseId: string, note: string | undefined): Promise<VerdictDoneDto> {
    return this.practice.run(caller, async (tx, trail) => {
      const { practiceId, userId: byUserId } = caller;
      const found = await this.desk.find(tx, caller, caseId);
      trail.about('case', caseId, { verdict: 'right' });
      refuseMovedOn(found);
      const at = this.desk.now();
      const { id, personId } = found;
      const verdictId = await this.record(tx, caller, found, null);
      const noteId =
        note === undefined
          ? undefined
          : await this.acts.note(tx, practiceId, { personId, caseId: id, byUserId, at, text: note });
      const act = { kind: 'verdict', before: found, after: found, byUserId, at, made: { verdictId, noteId } } as const;
      return { case: standingOf(found), undoUntil: await this.acts.record(tx, practiceId, act), paused: [] };
    });
  }

  private wrong(caller: Caller, caseId: string, cause: WrongCause, note: string | undefined): Promise<VerdictDoneDto> {
    const closing = closingOfCause(cause);
    return this.practice.run(caller, async (tx, trail) => {
      const { practiceId } = caller;
      if (closing === 'do_not_contact') await this.addresses.begin(tx, caller);
      const found = await this.desk.find(tx, caller, caseId);
      trail.about('case', caseId, { verdict: 'wrong', cause });
      await this.refuseInOtherHands(tx, caller, found);
      refuseMovedOn(found);
      const verdictId = await this.record(tx, caller, found, cause);
      const done: DoneDto = await this.rests.closeIn(tx, caller, found, {
        ...{ closing: closing as CloseCaseDto['closing'], reason: cause, note, kind: 'verdict', made: { verdictId } },
      });
      if (cause === 'do_not_contact') await this.noteIncident(tx, caller, found);
      const paused = await this.pauses.pause(tx, practiceId, found.shelf.rules, this.desk.now());
      return { case: done.case, undoUntil: done.undoUntil, paused };
    });
  }

  private record(
    tx: Transaction,
    { practiceId, userId: byUserId }: Caller,
    { id: caseId, personId, shelf }: CaseInWork,
    cause: WrongCause | null,
  ): Promise<string> {
    const rules = shelf.rules.filter((rule) => OFF_TRACK_RULES.has(rule));
    const verdict = cause === null ? 'right' : 'wrong';
    return this.verdicts.record(tx, practiceId, {
      caseId,
      personId,
      rules,
      verdict,
      cause,
      byUserId,
      at: this.desk.now(),
    });
  }

  private async refuseInOtherHands(tx: Transaction, { userId }: Caller, found: CaseInWork): Promise<void> {
    const holder = await this.leases.holder(tx, await this.desk.householdOf(tx, found));
    if (holder === null || holder.id === userId) return;
    const { id, name, until } = holder;
    throw new Problem('in_hand_of_another', `${name} has this household in hand.`, { holder: { id, name }, until });
  }

  /** Somebody was listed whom nobody may contact: one is one too many (RC 7). */
  private async noteIncident(tx: Transaction, caller: Caller, { id, personId, shelf }: CaseInWork): Promise<void> {
    await audit(tx, {
      ...{ practiceId: caller.practiceId, actorUserId: caller.userId, event: 'case.incident' },
      ...{ subjectKind: 'person', subjectId: personId, requestId: caller.requestId },
      detail: { caseId: id, because: 'listed_though_not_to_be_contacted', rules: shelf.rules },
    });
  }
}
