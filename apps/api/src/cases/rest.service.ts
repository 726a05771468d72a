import { Injectable } from '@nestjs/common';
import { CaseActQueries, CaseWorkQueries, OutreachStops } from '@keepwell/database';
import type { ActMade, CaseInWork, Transaction } from '@keepwell/database';
import { CLOSE_REASONS, NOT_NOW_DAYS, snoozeUntil } from '@keepwell/domain';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { Problem } from '../http/problem.js';
import { AddressStops } from './address-stops.js';
import { CaseDesk, refuseMovedOn, standingOf } from './case-desk.js';
import type { CloseCaseDto, DoneDto, NoteDto, SnoozeCaseDto, SnoozedDto, WokenDto } from './dto/acts.dto.js';

const DAY_MS = 86_400_000;

/** How a case ends, and as which act that is kept. */
export interface Ending extends CloseCaseDto {
  kind: 'close' | 'verdict';
  made: ActMade;
}

/** What is done without a call: rest, wake, close, note. */
@Injectable()
export class RestService {
  constructor(
    private readonly practice: PracticeWork,
    private readonly desk: CaseDesk,
    private readonly work: CaseWorkQueries,
    private readonly acts: CaseActQueries,
    private readonly stops: OutreachStops,
    private readonly addresses: AddressStops,
  ) {}

  async snooze(caller: Caller, caseId: string, wanted: SnoozeCaseDto): Promise<SnoozedDto> {
    return this.practice.run(caller, async (tx, trail) => {
      const { practiceId, userId } = caller;
      const at = this.desk.now();
      const found = await this.desk.find(tx, caller, caseId);
      trail.about('case', caseId, { wakeOn: wanted.wakeOn, reason: wanted.reason });
      await this.desk.inHand(tx, caller, found);
      refuseMovedOn(found);
      const rest = snoozeUntil(wanted.wakeOn, at.getTime(), await this.desk.opening(tx, caseId));
      if ('problem' in rest) throw new Problem('invalid_request', rest.problem, { field: 'wakeOn' });
      const { personId } = found;
      const until = new Date(rest.wakesAt);
      const stopped = await this.stops.stop(tx, practiceId, [personId], 'snoozed', at, userId);
      const snoozeId = await this.acts.snooze(tx, practiceId, {
        ...{ personId, caseId, rules: found.shelf.rules, wakeOn: rest.wakeOn, until },
        ...{ reason: wanted.reason, note: wanted.note ?? null, byUserId: userId, at },
      });
      const [changed = found] = await this.work.change(tx, practiceId, [found], {
        ...{
          state: 'snoozed',
          outreach: null,
          wakeAt: until.toISOString(),
          wakeBecause: 'snooze',
          ownerUserId: userId,
        },
      });
      const detail = { wakeOn: rest.wakeOn, reason: wanted.reason };
      await this.work.append(tx, practiceId, [caseId], { event: 'snoozed', at, detail, byUserId: userId });
      await this.desk.wakeBy(tx, caller, until);
      const undoUntil = await this.keep(tx, caller, 'snooze', found, changed, { snoozeId, stopped });
      return { wakeOn: rest.wakeOn, wakesAt: until.toISOString(), case: standingOf(changed), undoUntil };
    });
  }

  async wake(caller: Caller, caseId: string): Promise<WokenDto> {
    return this.practice.run(caller, async (tx, trail) => {
      const { practiceId, userId: byUserId } = caller;
      const found = await this.desk.find(tx, caller, caseId);
      trail.about('case', caseId);
      refuseMovedOn(found);
      const woken = await this.work.wake(tx, practiceId, [found.personId], 'staff', this.desk.now(), { byUserId });
      return { case: standingOf(woken[0] ?? found) };
    });
  }

  async close(caller: Caller, caseId: string, wanted: CloseCaseDto): Promise<DoneDto> {
    const { closing, reason, note } = wanted;
    const reasons: readonly { code: string }[] = CLOSE_REASONS[closing];
    if (!reasons.some(({ code }) => code === reason)) {
      const codes = reasons.map(({ code }) => code).join(', ');
      throw new Problem('invalid_request', `A case closed as "${closing}" needs one of these reasons: ${codes}.`);
    }
    return this.practice.run(caller, async (tx, trail) => {
      if (closing === 'do_not_contact') await this.addresses.begin(tx, caller);
      const found = await this.desk.find(tx, caller, caseId);
      trail.about('case', caseId, { closing, reason });
      await this.desk.inHand(tx, caller, found);
      return this.closeIn(tx, caller, found, { closing, reason, note, kind: 'close', made: {} });
    });
  }

  /**
   * In the caller's transaction, for any act that ends a case. Where it is closed as not to be contacted the caller has begun with
   * the addresses: withdrawals and claims take their locks in one order.
   */
  async closeIn(tx: Transaction, caller: Caller, found: CaseInWork, wanted: Ending): Promise<DoneDto> {
    const { practiceId, userId } = caller;
    const { closing, reason, note, kind, made } = wanted;
    const at = this.desk.now();
    refuseMovedOn(found);
    const stopped = await this.stops.stop(tx, practiceId, [found.personId], 'case_closed', at, userId);
    const said = await this.hold(tx, caller, found, closing, reason, at);
    const noteId = note === undefined ? undefined : await this.writeNote(tx, caller, found, note, at);
    const [changed = found] = await this.work.change(tx, practiceId, [found], {
      ...{ state: 'closed', closing, closedAt: at.toISOString(), ownerUserId: userId },
      ...{ outreach: null, wakeAt: null, wakeBecause: null },
    });
    const detail = { because: 'staff', closing, reason };
    await this.work.append(tx, practiceId, [found.id], { event: 'closed', at, detail, byUserId: userId });
    const undoUntil = await this.keep(tx, caller, kind, found, changed, { ...made, ...said, noteId, stopped });
    return { case: standingOf(changed), undoUntil };
  }

  async note(caller: Caller, caseId: string, text: string): Promise<NoteDto> {
    return this.practice.run(caller, async (tx, trail) => {
      const found = await this.desk.find(tx, caller, caseId);
      trail.about('case', caseId);
      const noteId = await this.writeNote(tx, caller, found, text, this.desk.now());
      const undoUntil = await this.keep(tx, caller, 'note', found, found, { noteId });
      return { id: noteId, case: standingOf(found), undoUntil };
    });
  }

  /** E14: declined is left for half a year, “never” for good and on every address. */
  private async hold(
    tx: Transaction,
    caller: Caller,
    found: CaseInWork,
    closing: CloseCaseDto['closing'],
    reason: string,
    at: Date,
  ): Promise<ActMade> {
    if (closing !== 'declined' && closing !== 'do_not_contact') return {};
    const isNever = closing === 'do_not_contact';
    const until = isNever ? null : new Date(at.getTime() + NOT_NOW_DAYS * DAY_MS);
    const contactStopId = await this.acts.contactStop(tx, caller.practiceId, {
      ...{ personId: found.personId, caseId: found.id, kind: isNever ? 'never' : 'not_now', until, reason },
      ...{ byUserId: caller.userId, at },
    });
    await this.desk.wakeBy(tx, caller, until);
    const suppressionIds = isNever ? await this.addresses.set(tx, caller, found, 'never', at) : [];
    return { contactStopId, suppressionIds };
  }

  private writeNote(
    tx: Transaction,
    { practiceId, userId: byUserId }: Caller,
    { personId, id: caseId }: CaseInWork,
    text: string,
    at: Date,
  ): Promise<string> {
    return this.acts.note(tx, practiceId, { personId, caseId, byUserId, at, text });
  }

  private keep(
    tx: Transaction,
    { practiceId, userId: byUserId }: Caller,
    kind: 'snooze' | 'note' | Ending['kind'],
    before: CaseInWork,
    after: CaseInWork,
    made: ActMade,
  ): Promise<string> {
    return this.acts.record(tx, practiceId, { kind, before, after, byUserId, at: this.desk.now(), made });
  }
}
