import type { RecordKind } from '@keepwell/domain/records';
import type { Transaction } from '../database.js';
import { RECORD_TABLES } from '../entities/record-tables.js';
import { newId } from '../ids.js';
import { isoInstant } from './json-sql.js';

export type CompareState = 'asked' | 'running' | 'ok' | 'refused' | 'failed';

export interface CompareRange {
  /** Both null: everything. */
  from: number | null;
  to: number | null;
}

export interface CompareCounts {
  walked: number;
  missed: number;
  changed: number;
  absent: number;
  gone: number;
}

/** Bookings of one local day in one status. */
export interface DayCount {
  day: string;
  status: string;
  n: number;
}

/** Bookings by the source's own count. */
export interface ToldBookings {
  at: string;
  /** The local days the walk went over whole. */
  days: string[];
  told: DayCount[];
  /** What stood here when the walk had ended. */
  kept: DayCount[];
}

export interface StartedCompare extends CompareCounts {
  id: string;
  startedAt: number;
}

export interface CompareRow extends CompareCounts {
  id: string;
  stream: string;
  from: string | null;
  to: string | null;
  state: CompareState;
  startedAt: string;
  finishedAt: string | null;
  problem: string | null;
}

const COUNTS = ['walked', 'missed', 'changed', 'absent', 'gone'] as const;
const MS = (column: string) => `round(date_part('epoch', ${column}) * 1000)`;
const RANGE = `asked_from is not distinct from $4::timestamptz and asked_to is not distinct from $5::timestamptz`;

/** Comparisons with the source: asked for, under way, done. */
export class CompareRunQueries {
  /** A person wants one; the next run of the connection's job takes it up. */
  async ask(tx: Transaction, practiceId: string, connectionId: string, range: CompareRange): Promise<void> {
    await tx.query(
      `insert into compare_run (practice_id, id, connection_id, stream, asked_from, asked_to, state, started_at) values ($1, $2, $3, '', $4, $5, 'asked', clock_timestamp())`,
      [practiceId, newId(), connectionId, instant(range.from), instant(range.to)],
    );
  }

  /** What was asked for and is not done, oldest first. */
  async asked(tx: Transaction, practiceId: string, connectionId: string): Promise<(CompareRange & { id: string })[]> {
    return tx.query(
      `select id, ${MS('asked_from')} as "from", ${MS('asked_to')} as "to" from compare_run
        where practice_id = $1 and connection_id = $2 and state = 'asked' order by id`,
      [practiceId, connectionId],
    );
  }

  async forgetAsked(tx: Transaction, practiceId: string, id: string): Promise<void> {
    await tx.query(`delete from compare_run where practice_id = $1 and id = $2 and state = 'asked'`, [practiceId, id]);
  }

  /** A walk that was cut off goes on where it stood, with what it had counted; a walk of another range is over. */
  async start(
    tx: Transaction,
    practiceId: string,
    connectionId: string,
    stream: string,
    range: CompareRange,
    at: number,
  ): Promise<{ run: StartedCompare; goesOn: boolean }> {
    const ends = [instant(range.from), instant(range.to)];
    const running: StartedCompare[] = await tx.query(
      `select id, ${MS('started_at')} as "startedAt", ${COUNTS.join(', ')} from compare_run
        where practice_id = $1 and connection_id = $2 and stream = $3 and state = 'running' and ${RANGE}`,
      [practiceId, connectionId, stream, ...ends],
    );
    const [left] = running;
    if (left !== undefined) return { run: left, goesOn: true };
    await tx.query(
      `update compare_run set state = 'failed', finished_at = clock_timestamp(), problem = coalesce(problem, 'The comparison was cut off.')
        where practice_id = $1 and connection_id = $2 and stream = $3 and state = 'running'`,
      [practiceId, connectionId, stream],
    );
    const rows: StartedCompare[] = await tx.query(
      `insert into compare_run (practice_id, id, connection_id, stream, asked_from, asked_to, state, started_at)
       values ($1, $6, $2, $3, $4, $5, 'running', $7) returning id, ${MS('started_at')} as "startedAt", ${COUNTS.join(', ')}`,
      [practiceId, connectionId, stream, ...ends, newId(), new Date(at)],
    );
    const [run] = rows;
    if (run === undefined) throw new Error('No comparison was begun');
    return { run, goesOn: false };
  }

  async count(tx: Transaction, practiceId: string, id: string, counts: CompareCounts): Promise<void> {
    await tx.query(
      `update compare_run set walked = $3, missed = $4, changed = $5, absent = $6, gone = $7 where practice_id = $1 and id = $2`,
      [practiceId, id, ...COUNTS.map((name) => counts[name])],
    );
  }

  async finish(
    tx: Transaction,
    practiceId: string,
    id: string,
    end: {
      state: 'ok' | 'refused' | 'failed';
      problem: string | null;
      told: { days: string[]; counts: DayCount[] } | null;
      kept: DayCount[] | null;
    },
  ): Promise<void> {
    const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
    await tx.query(
      `update compare_run set state = $3, problem = $4, finished_at = clock_timestamp(), told = $5, kept = $6 where practice_id = $1 and id = $2`,
      [practiceId, id, end.state, end.problem, json(end.told), json(end.kept)],
    );
  }

  /** When each stream was last compared whole. */
  async lastWhole(tx: Transaction, practiceId: string, connectionId: string): Promise<Map<string, number>> {
    const rows: { stream: string; at: number }[] = await tx.query(
      `select stream, ${MS('max(started_at)')} as at from compare_run
        where practice_id = $1 and connection_id = $2 and state in ('ok', 'refused') and asked_from is null and asked_to is null group by stream`,
      [practiceId, connectionId],
    );
    return new Map(rows.map(({ stream, at }) => [stream, at]));
  }

  /** The newest of each stream, finished or not. */
  async newest(tx: Transaction, connectionId: string): Promise<CompareRow[]> {
    return tx.query<CompareRow[]>(
      `select distinct on (stream) id, stream, ${isoInstant('asked_from')} as "from", ${isoInstant('asked_to')} as "to", state,
              ${isoInstant('started_at')} as "startedAt", ${isoInstant('finished_at')} as "finishedAt", problem, ${COUNTS.join(', ')}
         from compare_run where connection_id = $1 and state <> 'asked' order by stream, started_at desc`,
      [connectionId],
    );
  }

  /** What the source itself counted when it was last walked, stream by stream, and what stood here then. */
  async lastTold(tx: Transaction, connectionId: string): Promise<ToldBookings | null> {
    const rows: ToldBookings[] = await tx.query(
      `select distinct on (stream) ${isoInstant('finished_at')} as at, told->'days' as days, told->'counts' as told, kept from compare_run
        where connection_id = $1 and state = 'ok' and told is not null order by stream, finished_at desc`,
      [connectionId],
    );
    const [first, ...others] = rows;
    if (first === undefined) return null;
    return others.reduce(
      (sum, row) => ({
        at: row.at < sum.at ? row.at : sum.at,
        days: sum.days.filter((day) => row.days.includes(day)),
        told: [...sum.told, ...row.told],
        kept: [...sum.kept, ...row.kept],
      }),
      first,
    );
  }

  /** Bookings as they stand here, by local day and status; `stream` null: whatever brought them. */
  async bookings(
    tx: Transaction,
    connectionId: string,
    zone: string,
    { from, to }: { from: number; to: number },
    stream: string | null,
  ): Promise<DayCount[]> {
    return tx.query<DayCount[]>(
      `select to_char(starts_at at time zone $2, 'YYYY-MM-DD') as day, status, count(*)::int as n from appointment
        where connection_id = $1 and gone_at is null and starts_at >= $3 and starts_at < $4 and ($5::text is null or stream = $5) group by 1, 2 order by 1, 2`,
      [connectionId, zone, new Date(from), new Date(to), stream],
    );
  }

  /** Records of a kind that were read after this moment. */
  async readAfter(
    tx: Transaction,
    key: { practiceId: string; connectionId: string },
    kind: RecordKind,
    sourceIds: string[],
    at: number,
  ): Promise<string[]> {
    const rows: { id: string }[] = await tx.query(
      `select source_id as id from ${RECORD_TABLES[kind].kind} where practice_id = $1 and connection_id = $2 and source_id = any($3) and observed_at > $4`,
      [key.practiceId, key.connectionId, sourceIds, new Date(at)],
    );
    return rows.map(({ id }) => id);
  }

  /** Patients of this connection, and how many of them have nothing booked ahead. */
  async withoutBooking(
    tx: Transaction,
    connectionId: string,
    now: Date,
  ): Promise<{ patients: number; withoutBooking: number }> {
    const rows: { patients: number; withoutBooking: number }[] = await tx.query(
      `with person as (select distinct person_id as id from patient where connection_id = $1 and gone_at is null and archived_at is null and deceased_at is null),
       booked as (select distinct p.person_id as id from appointment a join patient p on p.practice_id = a.practice_id and p.id = a.patient_id
                   where a.connection_id = $1 and a.gone_at is null and a.starts_at > $2 and a.status in ('booked', 'confirmed', 'pending', 'proposed'))
       select count(*)::int as patients, count(*) filter (where b.id is null)::int as "withoutBooking" from person left join booked b using (id)`,
      [connectionId, now],
    );
    return rows[0] ?? { patients: 0, withoutBooking: 0 };
  }
}

function instant(value: number | null): Date | null {
  return value === null ? null : new Date(value);
}
