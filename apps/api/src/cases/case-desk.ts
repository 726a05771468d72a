import { Injectable } from '@nestjs/common';
import { CaseBriefQueries, CaseWorkQueries, JobQueries, LeaseQueries } from '@keepwell/database';
import type { CaseInWork, Transaction } from '@keepwell/database';
import { defaultOpeningDays, openingDaysOf } from '@keepwell/domain';
import type { OpeningDays } from '@keepwell/domain';
import type { Caller } from '../auth/caller.js';
import { Clock } from '../http/clock.js';
import { Problem } from '../http/problem.js';
import type { CaseStandingDto } from './dto/case-in-hand.dto.js';

/** What every act on a case begins and ends with. */
@Injectable()
export class CaseDesk {
  constructor(
    private readonly work: CaseWorkQueries,
    private readonly leases: LeaseQueries,
    private readonly briefs: CaseBriefQueries,
    private readonly jobs: JobQueries,
    private readonly clock: Clock,
  ) {}

  now(): Date {
    return new Date(this.clock.now());
  }

  /** Locked until the transaction ends. */
  async find(tx: Transaction, { practiceId }: Caller, caseId: string): Promise<CaseInWork> {
    const found = await this.work.find(tx, practiceId, caseId);
    if (found === null) throw new Problem('not_found', 'There is no such case.');
    return found;
  }

  async householdOf(tx: Transaction, { personId }: CaseInWork): Promise<string> {
    const household = await this.leases.household(tx, personId);
    if (household === null) throw new Problem('case_moved_on', 'The records of this patient are gone.');
    return household;
  }

  /** Answers the household that the caller has in hand. */
  async inHand(tx: Transaction, caller: Caller, found: CaseInWork): Promise<string> {
    const household = await this.householdOf(tx, found);
    if (!(await this.leases.isHeldBy(tx, household, caller.userId))) throw new Problem('not_in_hand');
    return household;
  }

  async opening(tx: Transaction, caseId: string): Promise<OpeningDays> {
    const { practiceZone, timezone, openDays, opensAt, closedOn } = await this.briefs.place(tx, caseId);
    if (openDays === null || openDays.length === 0) return defaultOpeningDays(timezone ?? practiceZone);
    return openingDaysOf({
      timezone: timezone ?? practiceZone,
      openDays,
      opensAt: opensAt ?? '09:00',
      closedOn: closedOn ?? [],
    });
  }

  /** The job that brings cases back looks again at the earliest of these instants. */
  async wakeBy(tx: Transaction, { practiceId }: Caller, ...instants: (Date | string | number | null)[]): Promise<void> {
    const known = instants.filter((instant) => instant !== null).map((instant) => new Date(instant).getTime());
    if (known.length === 0) return;
    await this.jobs.owe(tx, practiceId, 'wake', practiceId, new Date(Math.min(...known)));
  }
}

export function standingOf({ id, personId, work }: CaseInWork): CaseStandingDto {
  const { state, closing, wakeAt, wakeBecause, attempts, conversations, lastContactAt, lastOutcome } = work;
  return {
    ...{ caseId: id, personId, state, closing, wakeAt, wakeBecause },
    ...{ attempts, conversations, lastContactAt, lastOutcome },
  };
}

/** Booked, closed, gone: nothing is to be begun about it any more. */
export function refuseMovedOn({ work: { state } }: CaseInWork): void {
  if (state === 'resolved') throw new Problem('case_moved_on', 'A visit has been booked meanwhile.');
  if (state === 'closed') throw new Problem('case_moved_on', 'The case has been closed meanwhile.');
}
