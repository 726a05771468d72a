import type { Transaction } from '../database.js';
import type { WriteState, WriteStep } from '../entities/write-operation.entity.js';
import { newId } from '../ids.js';
import { isoInstant } from './json-sql.js';

export interface NewWriteOperation {
  connectionId: string;
  kind: 'log_contact' | 'book' | 'cancel';
  /** What it came of; one operation of a kind per origin. */
  origin: string;
  personId: string;
  caseId: string | null;
  /** Waits until that operation is confirmed. */
  afterId: string | null;
  /** WriteOperation of the connector SDK, but for its key: that is the operation's id. */
  operation: Record<string, unknown>;
  shown: Record<string, unknown>;
  askedByUserId: string | null;
  at: Date;
}

/** As people see it. */
export interface WriteRow {
  id: string;
  connectionId: string;
  connectionName: string;
  kind: 'log_contact' | 'book' | 'cancel';
  state: WriteState;
  says: string | null;
  ref: string | null;
  personId: string;
  caseId: string | null;
  afterId: string | null;
  shown: Record<string, unknown>;
  attempts: number;
  askedByName: string | null;
  askedAt: string;
  sentAt: string | null;
  endedAt: string | null;
  steps: (WriteStep & { byName: string | null })[];
}

/** As the worker sends it. */
export interface ClaimedWrite {
  id: string;
  kind: 'log_contact' | 'book' | 'cancel';
  personId: string;
  caseId: string | null;
  operation: Record<string, unknown>;
  shown: Record<string, unknown>;
  state: WriteState;
  attempts: number;
  lookups: number;
  ref: string | null;
  origin: string;
  /** The other side has taken it on. */
  isAccepted: boolean;
  askedAt: Date;
}

export interface WriteChange {
  state: WriteState;
  says: string | null;
  ref?: string | null;
  at: Date;
  /** When it is looked at again; null: not by us. */
  dueAt: Date | null;
  byUserId?: string | null;
  attempted?: boolean;
  lookedUp?: boolean;
  /** Taken on by the other side, not confirmed. */
  accepted?: boolean;
}

const NAME = (column: string): string =>
  `case when ${column} is null then null else coalesce((select u.display_name from app_user u where u.id = ${column}), 'former user') end`;

const ROW = `w.id, w.connection_id as "connectionId", c.name as "connectionName", w.kind, w.state, w.says, w.ref, w.person_id as "personId",
  w.case_id as "caseId", w.after_id as "afterId", w.shown, w.attempts, ${NAME('w.asked_by_user_id')} as "askedByName",
  ${isoInstant('w.asked_at')} as "askedAt", ${isoInstant('w.sent_at')} as "sentAt", ${isoInstant('w.ended_at')} as "endedAt",
  (select coalesce(jsonb_agg(s || jsonb_build_object('byName', ${NAME(`(s->>'byUserId')::uuid`)}) order by n), '[]')
     from jsonb_array_elements(w.steps) with ordinality as e(s, n)) as steps`;
const FROM = 'from write_operation w join connection c on c.practice_id = w.practice_id and c.id = w.connection_id';

const UNFINISHED = `('pending', 'sending', 'unknown')`;

/** What is to stand in other systems too, and what became of it. */
export class WriteOperationQueries {
  /** Null: this origin has been taken on already. */
  async add(tx: Transaction, practiceId: string, wanted: NewWriteOperation): Promise<string | null> {
    const id = newId();
    const first: WriteStep = {
      at: wanted.at.toISOString(),
      state: 'pending',
      says: null,
      byUserId: wanted.askedByUserId,
    };
    const rows: unknown[] = await tx.query(
      `insert into write_operation (practice_id, id, connection_id, kind, origin, person_id, case_id, after_id, operation, shown, state, due_at,
         asked_by_user_id, asked_at, steps)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'pending', $11, $12, $11, $13)
       on conflict (practice_id, connection_id, kind, origin) do nothing returning 1`,
      [
        ...[
          practiceId,
          id,
          wanted.connectionId,
          wanted.kind,
          wanted.origin,
          wanted.personId,
          wanted.caseId,
          wanted.afterId,
        ],
        ...[
          JSON.stringify({ ...wanted.operation, kind: wanted.kind, key: id }),
          JSON.stringify(wanted.shown),
          wanted.at,
        ],
        ...[wanted.askedByUserId, JSON.stringify([first])],
      ],
    );
    return rows.length === 0 ? null : id;
  }

  /** Newest first, one more than `limit` when there is another page. */
  async page(
    tx: Transaction,
    connectionId: string,
    asked: { state: WriteState | null; after: string | null; limit: number },
  ): Promise<WriteRow[]> {
    return tx.query<WriteRow[]>(
      `select ${ROW} ${FROM} where w.connection_id = $1 and ($2::text is null or w.state = $2) and ($3::uuid is null or w.id < $3)
        order by w.id desc limit $4`,
      [connectionId, asked.state, asked.after, asked.limit + 1],
    );
  }

  async one(tx: Transaction, id: string): Promise<WriteRow | null> {
    const [row] = await tx.query<WriteRow[]>(`select ${ROW} ${FROM} where w.id = $1`, [id]);
    return row ?? null;
  }

  /** Of a person, newest first. */
  async ofPerson(tx: Transaction, personId: string, limit: number): Promise<WriteRow[]> {
    return tx.query<WriteRow[]>(
      `select ${ROW} ${FROM} where w.person_id in (select r.id from patient r where r.person_id = $1) order by w.id desc limit $2`,
      [personId, limit],
    );
  }

  /** What may be sent or looked for now, oldest first; what waits for another operation waits. */
  async due(
    tx: Transaction,
    connection: { practiceId: string; connectionId: string },
    now: Date,
    limit: number,
  ): Promise<string[]> {
    const rows = await tx.query<{ id: string }[]>(
      `select w.id from write_operation w
        where w.practice_id = $1 and w.connection_id = $2 and w.state in ${UNFINISHED} and w.due_at <= $3
          and (w.state <> 'sending' or w.claim_until < $3)
          and not exists (select from write_operation a where a.practice_id = $1 and a.id = w.after_id and a.state <> 'confirmed')
        order by w.due_at, w.id limit $4`,
      [connection.practiceId, connection.connectionId, now, limit],
    );
    return rows.map(({ id }) => id);
  }

  /** When the next one is due; null: none waits. */
  async nextDueAt(tx: Transaction, connection: { practiceId: string; connectionId: string }): Promise<Date | null> {
    const [row] = await tx.query<{ at: Date | null }[]>(
      `select min(greatest(w.due_at, w.claim_until)) as at from write_operation w
        where w.practice_id = $1 and w.connection_id = $2 and w.state in ${UNFINISHED}
          and not exists (select from write_operation a where a.practice_id = $1 and a.id = w.after_id and a.state <> 'confirmed')`,
      [connection.practiceId, connection.connectionId],
    );
    return row?.at ?? null;
  }

  /**
   * Takes it in hand until `until`; null: somebody else has it, or it has ended. The state answered is the one before: what was
   * `sending` may have been written by somebody who died, and is looked for first.
   */
  async claim(
    tx: Transaction,
    practiceId: string,
    id: string,
    holder: string,
    now: Date,
    until: Date,
  ): Promise<ClaimedWrite | null> {
    const rows = await tx.query<ClaimedWrite[]>(
      `with found as (
         select id, state from write_operation
          where practice_id = $1 and id = $2 and state in ${UNFINISHED} and (claim_until is null or claim_until < $4) for update skip locked),
       claimed as (
         update write_operation w set claim_holder = $3, claim_until = $5 from found f where w.practice_id = $1 and w.id = f.id
         returning w.id, w.kind, w.person_id as "personId", w.case_id as "caseId", w.operation, w.shown, f.state, w.attempts, w.lookups, w.ref, w.origin,
                   w.accepted_at is not null as "isAccepted",
                   w.asked_at as "askedAt")
       select * from claimed`,
      [practiceId, id, holder, now, until],
    );
    return rows[0] ?? null;
  }

  /** What has happened to a claimed one. False: the claim is somebody else's by now. */
  async change(
    tx: Transaction,
    practiceId: string,
    id: string,
    holder: string | null,
    change: WriteChange,
  ): Promise<boolean> {
    const ended = change.state === 'confirmed' || change.state === 'failed' || change.state === 'cancelled';
    const step: WriteStep = {
      at: change.at.toISOString(),
      state: change.state,
      says: change.says,
      byUserId: change.byUserId ?? null,
    };
    const rows: unknown[] = await tx.query(
      `with changed as (
         update write_operation set state = $4, says = $5, ref = coalesce($6, ref), due_at = coalesce($7, due_at),
                attempts = attempts + $8, lookups = case when $4 = 'pending' then 0 else lookups + $9 end,
                sent_at = case when $8 = 1 then $10 else sent_at end, accepted_at = case when $13 then coalesce(accepted_at, $10) else accepted_at end, ended_at = case when $11 then $10::timestamptz end,
                claim_holder = case when $4 = 'sending' then claim_holder end, claim_until = case when $4 = 'sending' then claim_until end,
                steps = case when state = $4 and says is not distinct from $5 then steps else steps || $12::jsonb end
          where practice_id = $1 and id = $2 and ($3::text is null or claim_holder = $3) returning 1)
       select * from changed`,
      [
        ...[practiceId, id, holder, change.state, change.says, change.ref ?? null, change.dueAt],
        ...[
          Number(change.attempted ?? false),
          Number(change.lookedUp ?? false),
          change.at,
          ended,
          JSON.stringify([step]),
          change.accepted ?? false,
        ],
      ],
    );
    return rows.length > 0;
  }

  /** What waited for an operation that will not be confirmed is taken back; answers the ids. */
  async cancelWaiting(tx: Transaction, practiceId: string, afterId: string, says: string, at: Date): Promise<string[]> {
    const step: WriteStep = { at: at.toISOString(), state: 'cancelled', says, byUserId: null };
    const rows = await tx.query<{ id: string }[]>(
      `with gone as (
         update write_operation set state = 'cancelled', says = $3, ended_at = $4, steps = steps || $5::jsonb
          where practice_id = $1 and after_id = $2 and state = 'pending' returning id)
       select id from gone`,
      [practiceId, afterId, says, at, JSON.stringify([step])],
    );
    return rows.map(({ id }) => id);
  }

  /** What waited for an operation that is tried again waits again. */
  async waitAgain(tx: Transaction, practiceId: string, afterId: string, at: Date, byUserId: string): Promise<void> {
    const step: WriteStep = { at: at.toISOString(), state: 'pending', says: null, byUserId };
    await tx.query(
      `update write_operation set state = 'pending', says = null, ended_at = null, due_at = $3, steps = steps || $4::jsonb
        where practice_id = $1 and after_id = $2 and state = 'cancelled'`,
      [practiceId, afterId, at, JSON.stringify([step])],
    );
  }

  /** Whether a booking of that time, or the end of that booking, has been asked for and is not decided yet. */
  async isUnderWay(
    tx: Transaction,
    about: { personId: string; startsAt: Date; endsAt: Date } | { connectionId: string; appointmentId: string },
  ): Promise<boolean> {
    const open = `w.state in ('pending', 'sending', 'unknown', 'review')`;
    const rows: unknown[] =
      'personId' in about
        ? await tx.query(
            `select 1 from write_operation w where w.person_id = $1 and w.kind = 'book' and ${open}
                and (w.shown->>'startsAt')::timestamptz < $3 and (w.shown->>'endsAt')::timestamptz > $2 limit 1`,
            [about.personId, about.startsAt, about.endsAt],
          )
        : await tx.query(
            `select 1 from write_operation w where w.connection_id = $1 and w.kind = 'cancel' and ${open}
                and w.operation->>'appointmentId' = $2 limit 1`,
            [about.connectionId, about.appointmentId],
          );
    return rows.length > 0;
  }

  /** Whether calls and messages of ours are to stand there too. */
  async notesContacts(
    tx: Transaction,
    { practiceId, connectionId }: { practiceId: string; connectionId: string },
  ): Promise<boolean> {
    const [row] = await tx.query<{ notes: boolean }[]>(
      'select write_back_contacts as notes from connection where practice_id = $1 and id = $2',
      [practiceId, connectionId],
    );
    return row?.notes ?? false;
  }

  /** Locked until the transaction ends: for a person who ends a doubt. */
  async lock(tx: Transaction, id: string): Promise<{ state: WriteState; connectionId: string } | null> {
    const [row] = await tx.query<{ state: WriteState; connectionId: string }[]>(
      'select state, connection_id as "connectionId" from write_operation where id = $1 for update',
      [id],
    );
    return row ?? null;
  }
}
