import type { Transaction } from '../database.js';
import { tellPractice } from '../events.js';
import { newId } from '../ids.js';
import { isoInstant } from './json-sql.js';

export const ALARM_CODES = [
  'feed_late',
  'source_shrunken',
  'volume_silent',
  'volume_low',
  'volume_high',
  'status_unknown',
  'field_vanished',
  'quarantine_many',
  'compare_failed',
  'notifications_missed',
  'webhook_refused',
  'surge_held',
] as const;
export type AlarmCode = (typeof ALARM_CODES)[number];

export interface AlarmToRaise {
  code: AlarmCode;
  /** A stream, a word, a field; empty: the whole connection. */
  subject: string;
  /** What is wrong and what to do, without a patient's data. */
  says: string;
  detail?: Record<string, unknown>;
}

export interface AlarmRow {
  id: string;
  connectionId: string;
  connection: string;
  code: AlarmCode;
  subject: string;
  says: string;
  detail: Record<string, unknown>;
  openedAt: string;
  closedAt: string | null;
}

/** What a person should know of a source: said once, and taken back when it is over. */
export class AlarmQueries {
  /**
   * What stands now, of these codes: news is raised and told to open consoles, what is over is closed, what goes on stays one row.
   * Answers how many were raised.
   */
  async settle(
    tx: Transaction,
    practiceId: string,
    connectionId: string,
    codes: readonly AlarmCode[],
    standing: readonly AlarmToRaise[],
    now: Date,
  ): Promise<number> {
    const wanted = JSON.stringify(standing.map((alarm) => ({ detail: {}, ...alarm, id: newId() })));
    const closed: unknown[] = await tx.query(
      `with closed as (
         update alarm a set closed_at = $5
          where a.practice_id = $1 and a.connection_id = $2 and a.code = any($3) and a.closed_at is null
            and not exists (select from jsonb_to_recordset($4) as w(code text, subject text) where w.code = a.code and w.subject = a.subject)
         returning 1)
       select * from closed`,
      [practiceId, connectionId, [...codes], wanted, now],
    );
    const raised: unknown[] =
      standing.length === 0
        ? []
        : await tx.query(
            `with raised as (
               insert into alarm (practice_id, id, connection_id, code, subject, says, detail, opened_at)
               select $1, w.id, $2, w.code, w.subject, w.says, w.detail, $4
                 from jsonb_to_recordset($3) as w(id uuid, code text, subject text, says text, detail jsonb)
               on conflict (practice_id, connection_id, code, subject) where closed_at is null do nothing
               returning 1)
             select * from raised`,
            [practiceId, connectionId, wanted, now],
          );
    if (closed.length + raised.length > 0) await tellPractice(tx, { practiceId, type: 'alarm', connectionId });
    return raised.length;
  }

  /** Raises one by itself; where it stands already, notes its detail anew and tells nobody. */
  async raise(
    tx: Transaction,
    practiceId: string,
    connectionId: string,
    { code, subject, says, detail = {} }: AlarmToRaise,
    now: Date,
  ): Promise<void> {
    const [row] = await tx.query<{ isNew: boolean }[]>(
      `insert into alarm (practice_id, id, connection_id, code, subject, says, detail, opened_at)
       values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8)
       on conflict (practice_id, connection_id, code, subject) where closed_at is null do update set detail = excluded.detail
       returning xmax = 0 as "isNew"`,
      [practiceId, newId(), connectionId, code, subject, says, JSON.stringify(detail), now],
    );
    if (row?.isNew === true) await tellPractice(tx, { practiceId, type: 'alarm', connectionId });
  }

  /** Closes what was raised by itself and has not gone on since: its `detail.lastAt` is older. */
  async endQuiet(
    tx: Transaction,
    key: { practiceId: string; connectionId: string; code: AlarmCode },
    { before, now }: { before: Date; now: Date },
  ): Promise<void> {
    const { practiceId, connectionId, code } = key;
    const ended: unknown[] = await tx.query(
      `with ended as (
         update alarm set closed_at = $5
          where practice_id = $1 and connection_id = $2 and code = $3 and closed_at is null and (detail->>'lastAt')::bigint < $4
         returning 1)
       select * from ended`,
      [practiceId, connectionId, code, before.getTime(), now],
    );
    if (ended.length > 0) await tellPractice(tx, { practiceId, type: 'alarm', connectionId });
  }

  /** Nobody raises it again, or ends it, until the transaction ends. */
  async lock(tx: Transaction, practiceId: string, code: AlarmCode): Promise<void> {
    await tx.query(
      'select from alarm where practice_id = $1 and code = $2 and closed_at is null order by id for update',
      [practiceId, code],
    );
  }

  /** Closes every alarm of a code, whichever connection it was told of. */
  async endAll(tx: Transaction, practiceId: string, code: AlarmCode, now: Date): Promise<void> {
    const ended = await tx.query<{ connectionId: string }[]>(
      `with ended as (update alarm set closed_at = $3 where practice_id = $1 and code = $2 and closed_at is null returning connection_id)
       select connection_id as "connectionId" from ended`,
      [practiceId, code, now],
    );
    for (const { connectionId } of ended) await tellPractice(tx, { practiceId, type: 'alarm', connectionId });
  }

  /** Open ones, newest first; `connectionId` null: of every connection. */
  async open(tx: Transaction, connectionId: string | null): Promise<AlarmRow[]> {
    return tx.query<AlarmRow[]>(
      `select a.id, a.connection_id as "connectionId", c.name as connection, a.code, a.subject, a.says, a.detail,
              ${isoInstant('a.opened_at')} as "openedAt", ${isoInstant('a.closed_at')} as "closedAt"
         from alarm a join connection c on c.id = a.connection_id
        where a.closed_at is null and ($1::uuid is null or a.connection_id = $1) order by a.opened_at desc, a.id desc limit 500`,
      [connectionId],
    );
  }

  /** Those that ended within the last days, newest first. */
  async ended(tx: Transaction, since: Date): Promise<AlarmRow[]> {
    return tx.query<AlarmRow[]>(
      `select a.id, a.connection_id as "connectionId", c.name as connection, a.code, a.subject, a.says, a.detail,
              ${isoInstant('a.opened_at')} as "openedAt", ${isoInstant('a.closed_at')} as "closedAt"
         from alarm a join connection c on c.id = a.connection_id
        where a.closed_at >= $1 order by a.closed_at desc, a.id desc limit 200`,
      [since],
    );
  }
}
