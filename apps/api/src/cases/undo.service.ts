import { Injectable } from '@nestjs/common';
import {
  CaseActQueries,
  CaseWorkQueries,
  JobQueries,
  MarkQueries,
  OutreachStops,
  RulePauses,
} from '@keepwell/database';
import type { CaseInWork, CaseWork, Transaction, UndoableAct } from '@keepwell/database';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { Problem } from '../http/problem.js';
import { AddressStops } from './address-stops.js';
import { CaseDesk, standingOf } from './case-desk.js';
import type { UndoneDto } from './dto/acts.dto.js';

/** Takes back the caller's last act on a case. What was undone stays in the history, marked as undone. */
@Injectable()
export class UndoService {
  constructor(
    private readonly practice: PracticeWork,
    private readonly desk: CaseDesk,
    private readonly work: CaseWorkQueries,
    private readonly acts: CaseActQueries,
    private readonly stops: OutreachStops,
    private readonly addresses: AddressStops,
    private readonly jobs: JobQueries,
    private readonly marks: MarkQueries,
    private readonly pauses: RulePauses,
  ) {}

  async undo(caller: Caller, caseId: string): Promise<UndoneDto> {
    return this.practice.run(caller, async (tx, trail) => {
      const { practiceId, userId } = caller;
      const at = this.desk.now();
      await this.addresses.begin(tx, caller);
      const found = await this.desk.find(tx, caller, caseId);
      const act = await this.acts.newest(tx, caseId, at);
      if (act === null || act.byUserId !== userId) throw new Problem('nothing_to_undo');
      trail.about('case', caseId, { act: act.kind });
      await this.refuseTooLate(tx, caller, found, act, at);
      await this.acts.takeBack(tx, act, userId, at);
      await this.addresses.lift(tx, caller, act.made.suppressionIds ?? [], at);
      if (wasClosedBy(act)) await this.marks.forget(tx, practiceId, [found.personId]);
      const [restored = found] = isSame(act.before, act.after)
        ? [found]
        : await this.restore(tx, caller, found, act.before);
      await this.askAgain(tx, caller, found.personId, act);
      const detail = { act: act.kind };
      await this.work.append(tx, practiceId, [caseId], { event: 'undone', at, detail, byUserId: userId });
      if ((act.made.stopped ?? []).some(({ messageIds }) => messageIds.length > 0)) {
        await this.jobs.owe(tx, practiceId, 'outreach', practiceId);
      }
      await this.desk.wakeBy(tx, caller, restored.work.wakeAt);
      const spoke = act.kind === 'verdict' || act.kind === 'close';
      const resumed = spoke ? await this.pauses.lift(tx, practiceId, found.shelf.rules, at) : [];
      return { undone: act.kind, case: standingOf(restored), resumed };
    });
  }

  /**
   * What the records said while it lay closed passed it by: they may have booked, or died. A talk that was none holds nobody of the household
   * back (E07).
   */
  private async askAgain(tx: Transaction, { practiceId }: Caller, personId: string, act: UndoableAct): Promise<void> {
    if (act.kind === 'call') await this.marks.household(tx, practiceId, personId);
    else if (wasClosedBy(act)) await this.marks.persons(tx, practiceId, [personId]);
    else return;
    await this.jobs.owe(tx, practiceId, 'evaluate', practiceId);
  }

  private restore(tx: Transaction, { practiceId }: Caller, found: CaseInWork, before: CaseWork): Promise<CaseInWork[]> {
    return this.work.change(tx, practiceId, [found], before);
  }

  private async refuseTooLate(
    tx: Transaction,
    { practiceId, userId }: Caller,
    found: CaseInWork,
    act: UndoableAct,
    at: Date,
  ): Promise<void> {
    if (isSame(act.before, act.after)) return;
    if (!isSame(found.work, act.after)) {
      throw new Problem('nothing_to_undo', 'Something else has happened to the case since.');
    }
    if (wasClosedBy(act)) {
      const others = await this.work.standing(tx, practiceId, [found.personId]);
      if (others.length > 0) throw new Problem('nothing_to_undo', 'A new case has been opened since.');
    }
    // A case that lay closed or resting does not show it: their word stopped what ran, and found nothing running.
    if (act.kind !== 'enrolment' && (await this.acts.hasWrittenSince(tx, found.personId, act.at))) {
      throw new Problem('nothing_to_undo', 'The patient has written since.');
    }
    const { enrolmentId } = act.made;
    if (enrolmentId === undefined) return;
    // First take back what can be, then look: a message claimed meanwhile has left, and all of this is undone.
    await this.stops.stop(tx, practiceId, [found.personId], 'undone', at, userId);
    if (await this.acts.hasLeft(tx, enrolmentId)) {
      throw new Problem('nothing_to_undo', 'The first message has left already.');
    }
  }
}

const wasClosedBy = ({ after }: UndoableAct): boolean => after.state === 'closed';

function isSame(one: CaseWork, other: CaseWork): boolean {
  const fields = Object.keys(one) as (keyof CaseWork)[];
  return fields.every((field) => one[field] === other[field]);
}
