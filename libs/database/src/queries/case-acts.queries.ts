import type { Transaction } from '../database.js';
import { CaseAct } from '../entities/case-act.entity.js';
import { ContactStop } from '../entities/contact-stop.entity.js';
import { Skip } from '../entities/skip.entity.js';
import { Snooze } from '../entities/snooze.entity.js';
import { StaffNote } from '../entities/staff-note.entity.js';
import { Touchpoint } from '../entities/touchpoint.entity.js';
import { newId } from '../ids.js';
import type { CaseInWork, CaseWork } from './case-work.queries.js';
import { isoInstant } from './json-sql.js';
import type { Stopped } from './outreach-stops.queries.js';

export type CaseActKind = 'call' | 'snooze' | 'close' | 'note' | 'enrolment' | 'verdict';

/** Ids of what an act wrote beside the case, and of what it stopped. */
export interface ActMade {
  touchpointId?: string;
  plannedTouchpointId?: string;
  snoozeId?: string;
  contactStopId?: string;
  suppressionIds?: string[];
  noteId?: string;
  enrolmentId?: string;
  verdictId?: string;
  stopped?: Stopped[];
}

export interface UndoableAct {
  id: string;
  byUserId: string;
  kind: CaseActKind;
  /** ISO 8601. */
  at: string;
  before: CaseWork;
  after: CaseWork;
  made: ActMade;
}

export const UNDO_MINUTES = 10;

export type NewTouchpoint = Omit<Partial<Touchpoint>, 'practiceId' | 'id' | 'recordedAt'> &
  Pick<Touchpoint, 'personId' | 'caseId' | 'household' | 'channel' | 'state' | 'recordedAt'>;

/** What people do to cases, as rows; and how the last of it is taken back. */
export class CaseActQueries {
  async touchpoint(tx: Transaction, practiceId: string, given: NewTouchpoint): Promise<string> {
    const id = newId();
    await tx.insert(Touchpoint, { ...given, practiceId, id });
    return id;
  }

  /** Talks that somebody of the team has had since the practice's midnight. Attempts are not counted: they are no goal (S0-27). */
  async conversationsToday(tx: Transaction, practiceId: string, userId: string, at: Date): Promise<number> {
    const [row] = await tx.query<[{ n: number }]>(
      `select count(*)::int as n
         from touchpoint t join practice p on p.id = t.practice_id
        where t.practice_id = $1 and t.by_user_id = $2 and t.state = 'done' and t.is_conversation
          and t.recorded_at >= date_trunc('day', $3::timestamptz at time zone p.timezone) at time zone p.timezone`,
      [practiceId, userId, at],
    );
    return row.n;
  }

  async snooze(
    tx: Transaction,
    practiceId: string,
    given: Omit<Snooze, 'practiceId' | 'id' | 'endedAt' | 'endedBecause' | 'createdAt'>,
  ): Promise<string> {
    const id = newId();
    await tx.insert(Snooze, { ...given, practiceId, id });
    return id;
  }

  async contactStop(
    tx: Transaction,
    practiceId: string,
    given: Pick<ContactStop, 'personId' | 'kind' | 'until' | 'reason' | 'caseId' | 'byUserId' | 'at'>,
  ): Promise<string> {
    const id = newId();
    await tx.insert(ContactStop, { ...given, practiceId, id });
    return id;
  }

  async note(
    tx: Transaction,
    practiceId: string,
    given: Pick<StaffNote, 'personId' | 'caseId' | 'byUserId' | 'at' | 'text'>,
  ): Promise<string> {
    const id = newId();
    await tx.insert(StaffNote, { ...given, practiceId, id });
    return id;
  }

  async skip(
    tx: Transaction,
    practiceId: string,
    given: Pick<Skip, 'caseId' | 'personId' | 'byUserId' | 'reason' | 'at'>,
  ): Promise<void> {
    await tx.insert(Skip, { ...given, practiceId, id: newId() });
  }

  /** Planned talks of a person that a call just made takes the place of. */
  async cancelPlanned(tx: Transaction, personId: string, at: Date): Promise<string[]> {
    const rows = await tx.query<{ id: string }[]>(
      `with done as (update touchpoint set state = 'cancelled', ended_at = $2 where person_id = $1 and state = 'planned' returning id)
       select id from done`,
      [personId, at],
    );
    return rows.map(({ id }) => id);
  }

  /** Calls made to a household since then, whoever of it was asked for (C-11, K17). */
  async callsSince(tx: Transaction, household: string, since: Date): Promise<Date[]> {
    const rows = await tx.query<{ at: Date }[]>(
      `select coalesce(started_at, recorded_at) as at from touchpoint
        where household = $1 and channel = 'call' and state = 'done' and coalesce(started_at, recorded_at) > $2 order by 1`,
      [household, since],
    );
    return rows.map(({ at }) => at);
  }

  async unansweredSince(tx: Transaction, personId: string, since: Date): Promise<number> {
    const [row] = await tx.query<{ n: number }[]>(
      `select count(*)::int as n from touchpoint
        where person_id = $1 and channel = 'call' and state = 'done' and not is_conversation and recorded_at > $2`,
      [personId, since],
    );
    return row?.n ?? 0;
  }

  /** Answers until when it can be taken back. */
  async record(
    tx: Transaction,
    practiceId: string,
    act: { kind: CaseActKind; before: CaseInWork; after: CaseInWork; byUserId: string; at: Date; made: ActMade },
  ): Promise<string> {
    const { kind, before, after, byUserId, at, made } = act;
    const undoUntil = new Date(at.getTime() + UNDO_MINUTES * 60_000);
    await tx.insert(CaseAct, {
      ...{ practiceId, id: newId(), caseId: before.id, personId: before.personId, byUserId, at, kind, undoUntil },
      ...{ before: before.work, after: after.work, made: { ...made } },
    });
    return undoUntil.toISOString();
  }

  /** The newest act on a case that still stands and may still be taken back; whose it is, the caller looks. */
  async newest(tx: Transaction, caseId: string, at: Date): Promise<UndoableAct | null> {
    const [act] = await tx.query<(UndoableAct & { undoUntil: string })[]>(
      `select id, by_user_id as "byUserId", kind, ${isoInstant('at')} as at, before, after, made, ${isoInstant('undo_until')} as "undoUntil" from case_act
        where case_id = $1 and undone_at is null order by at desc, id desc limit 1 for update`,
      [caseId],
    );
    return act === undefined || Date.parse(act.undoUntil) < at.getTime() ? null : act;
  }

  /** Whether the patient has written since then: what ran before must not go on as if nobody had heard them. */
  async hasWrittenSince(tx: Transaction, personId: string, at: string): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `select 1 from inbound_message where at >= $2::timestamptz and person_id in (select i.id from patient i where i.person_id = $1) limit 1`,
      [personId, at],
    );
    return rows.length > 0;
  }

  /** Whether a message of this enrolment was claimed: then it has left, and nothing takes it back. */
  async hasLeft(tx: Transaction, enrolmentId: string): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `select 1 from outbox_message where enrolment_id = $1 and state not in ('planned', 'due', 'cancelled') limit 1`,
      [enrolmentId],
    );
    return rows.length > 0;
  }

  /** What the act wrote is kept and marked as undone; what it stopped goes on. The case itself is the caller's to put back. */
  async takeBack(tx: Transaction, act: UndoableAct, byUserId: string, at: Date): Promise<void> {
    const { made } = act;
    await tx.query('update case_act set undone_at = $2 where id = $1', [act.id, at]);
    const touchpoints = [made.touchpointId, made.plannedTouchpointId].filter((id) => id !== undefined);
    await tx.query(
      `update touchpoint set state = 'undone', undone_at = $2, undone_by_user_id = $3 where id = any($1::uuid[])`,
      [touchpoints, at, byUserId],
    );
    await tx.query(
      `update snooze set ended_at = $2, ended_because = 'undone' where id = $1::uuid and ended_at is null`,
      [made.snoozeId ?? null, at],
    );
    await tx.query(`update contact_stop set lifted_at = $2, lifted_by_user_id = $3 where id = $1::uuid`, [
      ...[made.contactStopId ?? null, at, byUserId],
    ]);
    await tx.query('update staff_note set undone_at = $2 where id = $1::uuid', [made.noteId ?? null, at]);
    await tx.query('update case_verdict set undone_at = $2 where id = $1::uuid', [made.verdictId ?? null, at]);
    for (const stopped of made.stopped ?? []) await this.goOn(tx, stopped, at);
  }

  private async goOn(tx: Transaction, stopped: Stopped, at: Date): Promise<void> {
    const { personId, enrolmentIds, messageIds, touchpointIds, snoozeId } = stopped;
    await tx.query(
      `update enrolment set state = 'running', stopped_because = null, ended_at = null where id = any($1::uuid[]) and state = 'stopped'
          and not exists (select from enrolment r where r.person_id = $2 and r.state in ('running', 'held'))`,
      [enrolmentIds, personId],
    );
    await tx.query(
      `with planned as (
         update outbox_message m set state = 'planned', cancelled_because = null, ended_at = null
          where m.id = any($1::uuid[]) and m.state = 'cancelled'
            and exists (select from enrolment e where e.id = m.enrolment_id and e.state = 'running')
         returning m.practice_id, m.id)
       insert into message_event (practice_id, id, message_id, at, event, detail)
       select practice_id, gen_random_uuid(), id, $2, 'replanned', '{"because": "undone"}' from planned`,
      [messageIds, at],
    );
    await tx.query(
      `update touchpoint set state = 'planned', ended_at = null where id = any($1::uuid[]) and state = 'cancelled'`,
      [touchpointIds],
    );
    await tx.query(
      `update snooze set ended_at = null, ended_because = null where id = $1::uuid
          and not exists (select from snooze r where r.person_id = $2 and r.ended_at is null)`,
      [snoozeId, personId],
    );
  }
}
