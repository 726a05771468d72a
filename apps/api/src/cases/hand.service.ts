import { Injectable } from '@nestjs/common';
import { audit, CaseActQueries, LeaseQueries, NextCaseQueries, PracticeSettingsQueries } from '@keepwell/database';
import type { CaseInWork, Transaction } from '@keepwell/database';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import type { Trail } from '../auth/practice-work.js';
import { Problem } from '../http/problem.js';
import { BriefService } from './brief.service.js';
import { CaseDesk, refuseMovedOn, standingOf } from './case-desk.js';
import type { NextCaseDto } from './dto/acts.dto.js';
import type { BriefDto, CaseInHandDto, LeasesDto, MyDayDto, RenewedLeaseDto } from './dto/case-in-hand.dto.js';

const SECONDS_A_MINUTE = 60;
const DEFAULT_MINUTES = 10;
/** Others may take what was found while it is being taken. */
const CANDIDATES = 5;
const ROUNDS = 3;

/** Who has whom in hand: one holder a household, for ten minutes at a time (X16). */
@Injectable()
export class HandService {
  constructor(
    private readonly practice: PracticeWork,
    private readonly desk: CaseDesk,
    private readonly leaseRows: LeaseQueries,
    private readonly nextCases: NextCaseQueries,
    private readonly acts: CaseActQueries,
    private readonly settings: PracticeSettingsQueries,
    private readonly briefs: BriefService,
  ) {}

  async claim(caller: Caller, caseId: string): Promise<CaseInHandDto> {
    return this.practice.run(caller, async (tx, trail) => {
      const found = await this.desk.find(tx, caller, caseId);
      trail.about('case', caseId, { personId: found.personId });
      await this.refuseStale(tx, found);
      const until = await this.take(tx, caller, found);
      if (until === null) throw await this.inHandOfAnother(tx, found);
      return this.answer(tx, caller, found, until);
    });
  }

  async myDay(caller: Caller): Promise<MyDayDto> {
    return this.practice.run(caller, async (tx) => ({
      conversations: await this.acts.conversationsToday(tx, caller.practiceId, caller.userId, this.desk.now()),
    }));
  }

  async next(caller: Caller, wanted: NextCaseDto): Promise<CaseInHandDto | null> {
    return this.practice.run(caller, async (tx, trail) => {
      trail.about('worklist', caller.practiceId, { tab: wanted.tab ?? 'today', found: false });
      if (wanted.skip !== undefined) await this.passOver(tx, caller, wanted.skip);
      for (let round = 0; round < ROUNDS; round += 1) {
        const ids = await this.candidates(tx, caller, wanted);
        if (ids.length === 0) return null;
        for (const id of ids) {
          const inHand = await this.tryNext(tx, caller, id, trail);
          if (inHand !== null) return inHand;
        }
      }
      return null;
    });
  }

  async renew(caller: Caller, caseId: string): Promise<RenewedLeaseDto> {
    return this.practice.run(caller, async (tx, trail) => {
      const found = await this.desk.find(tx, caller, caseId);
      trail.about('case', caseId);
      const household = await this.desk.householdOf(tx, found);
      const until = await this.leaseRows.renew(tx, caller.practiceId, household, caller.userId, await this.seconds(tx));
      if (until === null) throw new Problem('not_in_hand');
      return { until };
    });
  }

  async giveBack(caller: Caller, caseId: string): Promise<void> {
    return this.practice.run(caller, async (tx, trail) => {
      const found = await this.desk.find(tx, caller, caseId);
      trail.about('case', caseId);
      const household = await this.desk.householdOf(tx, found);
      await this.leaseRows.giveBack(tx, caller.practiceId, household, caller.userId);
    });
  }

  async brief(caller: Caller, caseId: string): Promise<BriefDto> {
    return this.practice.run(caller, async (tx, trail) => {
      const found = await this.desk.find(tx, caller, caseId);
      trail.about('case', caseId);
      await this.desk.inHand(tx, caller, found);
      return this.briefs.brief(tx, caller, found);
    });
  }

  async leases(caller: Caller): Promise<LeasesDto> {
    return this.practice.run(caller, async (tx) => ({ items: await this.leaseRows.standing(tx) }));
  }

  /** K24: what is stored may be newer than what was last said of it. */
  private async refuseStale(tx: Transaction, found: CaseInWork): Promise<void> {
    refuseMovedOn(found);
    if (await this.nextCases.isBookedUnseen(tx, found.personId, this.desk.now())) {
      throw new Problem(
        'case_moved_on',
        'Their records have just changed and show a coming visit: look again in a moment.',
      );
    }
  }

  private async take(tx: Transaction, caller: Caller, found: CaseInWork): Promise<string | null> {
    const { practiceId, userId } = caller;
    const household = await this.desk.householdOf(tx, found);
    const asked = { practiceId, household, caseId: found.id, personId: found.personId, userId };
    const until = await this.leaseRows.claim(tx, { ...asked, seconds: await this.seconds(tx) });
    await this.desk.wakeBy(tx, caller, until);
    return until;
  }

  private async answer(tx: Transaction, caller: Caller, found: CaseInWork, until: string): Promise<CaseInHandDto> {
    const contact = await this.briefs.contact(tx, caller, found);
    const shown = [{ personId: found.personId, phone: contact.phone, email: contact.email }, contact.guardian];
    for (const who of shown) {
      if (who === null) continue;
      await audit(tx, {
        practiceId: caller.practiceId,
        actorUserId: caller.userId,
        event: 'contact.revealed',
        subjectKind: 'person',
        subjectId: who.personId,
        detail: { caseId: found.id, phone: who.phone !== null, email: who.email !== null },
        requestId: caller.requestId,
      });
    }
    const seconds = await this.seconds(tx);
    const brief = await this.briefs.brief(tx, caller, found);
    return { case: standingOf(found), lease: { until, seconds }, contact, brief };
  }

  private async inHandOfAnother(tx: Transaction, found: CaseInWork): Promise<Problem> {
    const holder = await this.leaseRows.holder(tx, await this.desk.householdOf(tx, found));
    if (holder === null) return new Problem('in_hand_of_another');
    const { id, name, until } = holder;
    return new Problem('in_hand_of_another', `${name} has this household in hand.`, { holder: { id, name }, until });
  }

  private async tryNext(tx: Transaction, caller: Caller, id: string, trail: Trail): Promise<CaseInHandDto | null> {
    const found = await this.desk.find(tx, caller, id);
    const isGone = found.work.state === 'resolved' || found.work.state === 'closed';
    if (isGone || (await this.nextCases.isBookedUnseen(tx, found.personId, this.desk.now()))) return null;
    const until = await this.take(tx, caller, found);
    if (until === null) return null;
    const household = await this.desk.householdOf(tx, found);
    await this.leaseRows.giveBackOthers(tx, caller.practiceId, household, caller.userId);
    trail.about('case', id, { personId: found.personId });
    return this.answer(tx, caller, found, until);
  }

  private async passOver(tx: Transaction, caller: Caller, skip: { caseId: string; reason: string }): Promise<void> {
    const { practiceId, userId: byUserId } = caller;
    const { id: caseId, personId, ...found } = await this.desk.find(tx, caller, skip.caseId);
    await this.acts.skip(tx, practiceId, { caseId, personId, byUserId, reason: skip.reason, at: this.desk.now() });
    const household = await this.desk.householdOf(tx, { id: caseId, personId, ...found });
    await this.leaseRows.giveBack(tx, practiceId, household, byUserId);
  }

  private candidates(tx: Transaction, { userId }: Caller, wanted: NextCaseDto): Promise<string[]> {
    const { tab = 'today', sort = 'priority', rule = null, locationId = null, practitionerId = null } = wanted;
    const interest = wanted.interest?.trim().toLowerCase() ?? null;
    const question = { tab, sort, rule, locationId, practitionerId, interest };
    return this.nextCases.candidates(tx, question, { userId, at: this.desk.now(), limit: CANDIDATES });
  }

  private async seconds(tx: Transaction): Promise<number> {
    const card = await this.settings.current(tx);
    return (card?.settings.claimMinutes ?? DEFAULT_MINUTES) * SECONDS_A_MINUTE;
  }
}
