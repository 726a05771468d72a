import { Injectable } from '@nestjs/common';
import { CaseActQueries, CaseWorkQueries, JobQueries, MarkQueries, OutreachStops } from '@keepwell/database';
import type { ActMade, CaseInWork, CaseWork, Transaction } from '@keepwell/database';
import { afterCall, REST_DAYS } from '@keepwell/domain';
import type { AfterCall, CallOutcomeCode, CallReport, DeclineReason, NextReason } from '@keepwell/domain';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { Problem } from '../http/problem.js';
import { AddressStops } from './address-stops.js';
import { CaseDesk, refuseMovedOn, standingOf } from './case-desk.js';
import type { CallDoneDto, CallReportDto, NextStepDto } from './dto/acts.dto.js';

const DAY_MS = 86_400_000;
/** C-11: per household in 24 hours that elapse. */
const CALLS_A_DAY = 3;
/** Longer ago than this nobody writes down a call. */
const OLDEST_CALL_MS = 7 * DAY_MS;

/** A call, as it ended: the touchpoint, what it means for the case, and what comes next, in one transaction. */
@Injectable()
export class CallService {
  constructor(
    private readonly practice: PracticeWork,
    private readonly desk: CaseDesk,
    private readonly work: CaseWorkQueries,
    private readonly acts: CaseActQueries,
    private readonly stops: OutreachStops,
    private readonly addresses: AddressStops,
    private readonly marks: MarkQueries,
    private readonly jobs: JobQueries,
  ) {}

  async record(caller: Caller, caseId: string, given: CallReportDto): Promise<CallDoneDto> {
    return this.practice.run(caller, async (tx, trail) => {
      const at = this.desk.now();
      if (given.outcome === 'never' || given.outcome === 'wrong_number') await this.addresses.begin(tx, caller);
      const found = await this.desk.find(tx, caller, caseId);
      trail.about('case', caseId, { outcome: given.outcome });
      const household = await this.desk.inHand(tx, caller, found);
      const startedAt = startOf(given, at);
      await this.refuseTooMany(tx, household, startedAt);
      const after = await this.followUp(tx, found, given, at);
      if (isOver(found) && (after.touchpoint !== null || after.snooze !== null)) refuseMovedOn(found);
      const made = await this.write(tx, caller, { found, household, given, after, at, startedAt });
      const changed = await this.moveCase(tx, caller, found, given, after, at);
      const undoUntil = await this.acts.record(tx, caller.practiceId, {
        ...{ kind: 'call', before: found, after: changed, byUserId: caller.userId, at, made },
      });
      if (after.isConversation) await this.askHousehold(tx, caller, found);
      await this.desk.wakeBy(tx, caller, after.case.wakeAt, after.touchpoint?.at ?? null, after.stop?.until ?? null);
      return { touchpointId: made.touchpointId, case: standingOf(changed), undoUntil };
    });
  }

  /** Until when their new reasons wait has changed (E07), and with it when they are to be asked again. */
  private async askHousehold(tx: Transaction, { practiceId }: Caller, { personId }: CaseInWork): Promise<void> {
    await this.marks.household(tx, practiceId, personId);
    await this.jobs.owe(tx, practiceId, 'evaluate', practiceId);
  }

  private async followUp(tx: Transaction, found: CaseInWork, given: CallReportDto, at: Date): Promise<AfterCall> {
    const unansweredIn14Days = await this.acts.unansweredSince(
      tx,
      found.personId,
      new Date(at.getTime() - REST_DAYS * DAY_MS),
    );
    const opening = await this.desk.opening(tx, found.id);
    const after = afterCall(reportOf(given), { now: at.getTime(), opening, unansweredIn14Days });
    const [first] = after.problems;
    if (first !== undefined) {
      const errors = after.problems.map(({ says }) => says);
      throw new Problem(first.code === 'wrong' ? 'invalid_request' : 'next_step_missing', first.says, { errors });
    }
    return after;
  }

  private async refuseTooMany(tx: Transaction, household: string, startedAt: Date): Promise<void> {
    const calls = await this.acts.callsSince(tx, household, new Date(startedAt.getTime() - DAY_MS));
    const [oldest] = calls;
    if (oldest === undefined || calls.length < CALLS_A_DAY) return;
    const until = new Date(oldest.getTime() + DAY_MS).toISOString();
    throw new Problem(
      'may_not_contact',
      `${CALLS_A_DAY} calls to this household in 24 hours are the most. Write down what was said as a note, and call again later.`,
      { until },
    );
  }

  /** The touchpoint, and beside it what the outcome says: the next one, a rest, a stop, an address that is no good. */
  private async write(
    tx: Transaction,
    caller: Caller,
    call: {
      found: CaseInWork;
      household: string;
      given: CallReportDto;
      after: AfterCall;
      at: Date;
      startedAt: Date;
    },
  ): Promise<ActMade & { touchpointId: string }> {
    const { practiceId, userId } = caller;
    const { found, household, given, after, at, startedAt } = call;
    const { personId, id: caseId } = found;
    const stopped = await this.endWhatRuns(tx, caller, found, after, at);
    const of = { personId, caseId, household, recordedAt: at };
    const plannedTouchpointId =
      after.touchpoint === null
        ? undefined
        : await this.acts.touchpoint(tx, practiceId, {
            ...{ ...of, channel: after.touchpoint.channel, state: 'planned' },
            ...{ plannedFor: new Date(after.touchpoint.at), byUserId: userId, ownerUserId: userId },
          });
    const touchpointId = await this.acts.touchpoint(tx, practiceId, {
      ...{ ...of, channel: 'call', state: 'done', startedAt, endedAt: at, byUserId: userId, ownerUserId: userId },
      ...{ outcome: given.outcome, isConversation: after.isConversation, nextKind: after.nextKind },
      ...{ nextBookedFor: after.nextBookedFor, nextReason: after.nextReason },
      ...{ nextTouchpointId: plannedTouchpointId ?? null, sentiment: given.sentiment, readiness: given.readiness },
      ...{ valueGiven: given.valueGiven, recommendedStep: given.recommendedStep, note: given.note, recording: 'off' },
    });
    const said = { personId, caseId, byUserId: userId, at };
    const rest = after.snooze;
    const snoozeId =
      rest === null
        ? undefined
        : await this.acts.snooze(tx, practiceId, {
            ...{ ...said, rules: found.shelf.rules, wakeOn: rest.wakeOn, until: new Date(rest.wakesAt) },
            ...{ reason: rest.reason, note: null },
          });
    const stop = after.stop;
    const contactStopId =
      stop === null
        ? undefined
        : await this.acts.contactStop(tx, practiceId, {
            ...{ ...said, kind: stop.kind, until: stop.until === null ? null : new Date(stop.until) },
            reason: stop.reason,
          });
    const suppressionIds =
      after.suppress === null ? [] : await this.addresses.set(tx, caller, found, after.suppress, at);
    return { touchpointId, plannedTouchpointId, snoozeId, contactStopId, suppressionIds, stopped };
  }

  private async endWhatRuns(
    tx: Transaction,
    { practiceId, userId }: Caller,
    { personId }: CaseInWork,
    { stops }: AfterCall,
    at: Date,
  ): Promise<ActMade['stopped']> {
    if (stops !== null) return this.stops.stop(tx, practiceId, [personId], stops, at, userId);
    const touchpointIds = await this.acts.cancelPlanned(tx, personId, at);
    if (touchpointIds.length === 0) return [];
    return [{ personId, enrolmentIds: [], messageIds: [], touchpointIds, snoozeId: null }];
  }

  private async moveCase(
    tx: Transaction,
    { practiceId, userId }: Caller,
    found: CaseInWork,
    given: CallReportDto,
    after: AfterCall,
    at: Date,
  ): Promise<CaseInWork> {
    const counted: Partial<CaseWork> = {
      attempts: found.work.attempts + 1,
      conversations: found.work.conversations + Number(after.isConversation),
      lastContactAt: at.toISOString(),
      lastOutcome: given.outcome,
      ownerUserId: userId,
    };
    // Booked or closed while they talked: the call is kept, the records go on saying how it stands, and nothing further is planned.
    const moved = isOver(found) ? {} : caseChange(after, found.work, at);
    const [changed = found] = await this.work.change(tx, practiceId, [found], { ...counted, ...moved });
    const append = (event: 'called' | 'closed' | 'snoozed', detail: Record<string, string | boolean>) =>
      this.work.append(tx, practiceId, [found.id], { event, at, detail, byUserId: userId });
    await append('called', { outcome: given.outcome, conversation: after.isConversation });
    if (isOver(found)) return changed;
    if (after.case.closing !== null) {
      await append('closed', { because: 'staff', closing: after.case.closing, reason: after.nextReason ?? '' });
    }
    if (after.snooze !== null) await append('snoozed', { wakeOn: after.snooze.wakeOn, reason: after.snooze.reason });
    return changed;
  }
}

function isOver({ work: { state } }: CaseInWork): boolean {
  return state === 'resolved' || state === 'closed';
}

function caseChange({ case: next, stops }: AfterCall, before: CaseWork, at: Date): Partial<CaseWork> {
  const isClosed = next.state === 'closed';
  return {
    state: next.state,
    closing: next.closing,
    closedAt: isClosed ? at.toISOString() : null,
    // A sequence goes on while nobody is reached.
    outreach: stops === null && before.outreach === 'sequence' ? 'sequence' : next.outreach,
    wakeAt: next.wakeAt === null ? null : new Date(next.wakeAt).toISOString(),
    wakeBecause: next.wakeBecause,
  };
}

/** Codes were checked against the very lists these types are made of. */
function reportOf({ outcome, next, snoozeUntil, reason }: CallReportDto): CallReport {
  return {
    outcome: outcome as CallOutcomeCode,
    next: next === undefined ? null : nextOf(next),
    snoozeUntil: snoozeUntil ?? null,
    reason: (reason ?? null) as DeclineReason | null,
  };
}

function nextOf({ kind, on, at, channel, code }: NextStepDto): CallReport['next'] {
  if (kind === 'booked') return { kind, on: on ?? null };
  if (kind === 'touchpoint') {
    if (at === undefined) throw new Problem('next_step_missing', 'The next talk needs its time: next.at.');
    return { kind, at: Date.parse(at), channel: channel ?? 'call' };
  }
  if (code === undefined) throw new Problem('next_step_missing', 'The next step needs its reason: next.code.');
  return { kind, code: code as NextReason };
}

function startOf({ startedAt }: CallReportDto, at: Date): Date {
  const started = startedAt === undefined ? at : new Date(startedAt);
  const isOdd = started.getTime() > at.getTime() + 60_000 || started.getTime() < at.getTime() - OLDEST_CALL_MS;
  if (isOdd) throw new Problem('invalid_request', 'startedAt must lie within the last seven days.');
  return started;
}
