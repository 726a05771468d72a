import type { Transaction } from '../database.js';
import { newId } from '../ids.js';

/** A row whose time has come: due, or left behind by a runner that died. */
export interface DueJob {
  id: string;
  practiceId: string;
  kind: string;
  /** Which time it fell due: the next time reads differently. */
  occurrence: string;
}

/** A row that this holder may work on until its lease ends. */
export interface ClaimedJob {
  id: string;
  practiceId: string;
  kind: string;
  subjectId: string;
  holder: string;
  /** 1 on the first try since the last success. */
  attempts: number;
  /** Somebody wanted it now; false: its time had come. */
  wasAsked: boolean;
}

const DUE = `((state = 'waiting' and due_at <= clock_timestamp()) or (state = 'running' and lease_until < clock_timestamp()))`;

/** So many hints of one kind a practice has under way at once; what is left is found by the next look. */
const MOST_OF_A_PRACTICE = 25;

/**
 * Work owed. Times are the database's: machines whose clocks disagree must not disagree about a lease.
 *
 * While a row runs its `due_at` is infinite; whoever owes the work again meanwhile sets it, and it runs once more. That is
 * how a sync that starts during an evaluation is not forgotten.
 *
 * `findDue`, `claim`, `renew`, `finish`, `fail` and `release` run as the dispatcher; `owe`, `isRunning` and `isHeld` run in
 * the practice's transaction.
 */
export class JobQueries {
  /** The practices take turns, so that one that owes a hundred thousand keeps nobody else waiting (safety V-06). */
  async findDue(tx: Transaction, kinds: string[], limit: number): Promise<DueJob[]> {
    return tx.query(
      `select id, "practiceId", kind, occurrence
         from (select id, practice_id as "practiceId", kind, due_at,
                      attempts || '-' || extract(epoch from case state when 'running' then lease_until else due_at end) as occurrence,
                      row_number() over (partition by practice_id, kind order by due_at, id) as turn
                 from job where kind = any($1) and ${DUE}) due
        where turn <= ${MOST_OF_A_PRACTICE} order by turn, due_at, id limit $2`,
      [kinds, limit],
    );
  }

  /** Null when somebody else has it, or when it is no longer due: a hint that came late or twice. */
  async claim(tx: Transaction, id: string, holder: string, leaseMs: number): Promise<ClaimedJob | null> {
    const rows: Omit<ClaimedJob, 'holder'>[] = await tx.query(
      `with claimed as (
         update job set state = 'running', lease_holder = $2, lease_until = clock_timestamp() + $3 * interval '1 millisecond',
                        attempts = job.attempts + 1, due_at = 'infinity', payload = job.payload - 'asked'
           from (select id, payload from job where id = $1 and ${DUE} for update skip locked) due
          where job.id = due.id
         returning job.id, practice_id, kind, subject_id, attempts, due.payload ? 'asked' as was_asked)
       select id, practice_id as "practiceId", kind, subject_id as "subjectId", attempts, was_asked as "wasAsked" from claimed`,
      [id, holder, leaseMs],
    );
    return rows[0] === undefined ? null : { ...rows[0], holder };
  }

  /** False when the lease is gone: somebody else works on it now. */
  async renew(tx: Transaction, job: ClaimedJob, leaseMs: number): Promise<boolean> {
    return this.changeHeld(tx, job, `lease_until = clock_timestamp() + $3 * interval '1 millisecond'`, [leaseMs]);
  }

  /** `nextDueAt` null: nothing is owed until somebody says so. */
  async finish(tx: Transaction, job: ClaimedJob, nextDueAt: Date | null): Promise<boolean> {
    return this.changeHeld(
      tx,
      job,
      `state = 'waiting', lease_holder = null, lease_until = null, attempts = 0, last_error = null,
       due_at = least(due_at, coalesce($3::timestamptz, 'infinity'))`,
      [nextDueAt],
    );
  }

  /** `problem` is kept with the row: ids and kinds of trouble, never a patient's data. */
  async fail(tx: Transaction, job: ClaimedJob, retryInMs: number, problem: string): Promise<boolean> {
    return this.changeHeld(
      tx,
      job,
      `state = 'waiting', lease_holder = null, lease_until = null, last_error = $4,
       due_at = least(due_at, clock_timestamp() + $3 * interval '1 millisecond')`,
      [retryInMs, problem.slice(0, 500)],
    );
  }

  /** Gives it back untouched, due at once: this process stops. */
  async release(tx: Transaction, job: ClaimedJob): Promise<boolean> {
    return this.changeHeld(
      tx,
      job,
      `state = 'waiting', lease_holder = null, lease_until = null, attempts = greatest(attempts - 1, 0), due_at = clock_timestamp()`,
      [],
    );
  }

  /** Owed from `dueAt` on, or now because somebody asks; never later than it was owed already. Answers the row's id. */
  async owe(
    tx: Transaction,
    practiceId: string,
    kind: string,
    subjectId: string,
    dueAt: Date | null = null,
  ): Promise<string> {
    const rows: { id: string }[] = await tx.query(
      `insert into job (practice_id, id, kind, subject_id, due_at, payload)
       values ($1, $2, $3, $4, coalesce($5, clock_timestamp()), case when $5 is null then '{"asked": true}'::jsonb else '{}' end)
       on conflict (practice_id, kind, subject_id) do update
         set due_at = least(job.due_at, excluded.due_at), payload = job.payload || excluded.payload
       returning id`,
      [practiceId, newId(), kind, subjectId, dueAt],
    );
    const [row] = rows;
    if (row === undefined) throw new Error(`No job row for ${kind} ${subjectId}`);
    return row.id;
  }

  /** Due now, where there ever was such work; what was never owed stays so. */
  async hasten(tx: Transaction, practiceId: string, kinds: string[], subjectId: string): Promise<void> {
    await tx.query(
      'update job set due_at = least(due_at, clock_timestamp()) where practice_id = $1 and kind = any($2) and subject_id = $3',
      [practiceId, kinds, subjectId],
    );
  }

  async isRunning(tx: Transaction, kind: string, subjectId: string): Promise<boolean> {
    const rows: unknown[] = await tx.query(
      `select 1 from job where kind = $1 and subject_id = $2 and state = 'running' and lease_until >= clock_timestamp()`,
      [kind, subjectId],
    );
    return rows.length > 0;
  }

  /** Keeps the lease from being taken until this transaction ends; false when it is gone already. */
  async isHeld(tx: Transaction, job: ClaimedJob): Promise<boolean> {
    const rows: unknown[] = await tx.query(
      `select 1 from job where practice_id = $1 and id = $2 and lease_holder = $3 and state = 'running' for share`,
      [job.practiceId, job.id, job.holder],
    );
    return rows.length > 0;
  }

  private async changeHeld(tx: Transaction, job: ClaimedJob, set: string, values: unknown[]): Promise<boolean> {
    const rows: unknown[] = await tx.query(
      `with changed as (update job set ${set} where id = $1 and lease_holder = $2 and state = 'running' returning id)
       select id from changed`,
      [job.id, job.holder, ...values],
    );
    return rows.length > 0;
  }
}
