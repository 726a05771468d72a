import type { Transaction } from '../database.js';
import type { ConnectionState } from '../entities/connection.entity.js';
import type { QuarantineState } from '../entities/quarantine.entity.js';
import type { StreamCounts, SyncRunState, SyncTrigger } from '../entities/sync-run.entity.js';
import { newId } from '../ids.js';
import { isoInstant } from './json-sql.js';
import { JOIN_LATENCY, LATENCY_COLUMNS, type Latency, type LatencyMissing } from './latency-sql.js';

export interface RunRow {
  id: string;
  trigger: SyncTrigger;
  state: SyncRunState;
  startedAt: string;
  finishedAt: string | null;
  read: number;
  applied: number;
  unchanged: number;
  quarantined: number;
  total: number | null;
  problem: string | null;
  streams: Record<string, StreamCounts>;
}

export interface ConnectionRow {
  id: string;
  name: string;
  connector: string;
  state: ConnectionState;
  problem: string | null;
  settings: Record<string, string | number | boolean>;
  lastSuccessAt: string | null;
  nextPollAt: string | null;
  pollSeconds: number;
  writeBackContacts: boolean;
  patientsFrom: string | null;
  streams: { name: string; watermark: string | null; firstReadDoneAt: string | null }[];
  lastRun: RunRow | null;
  quarantined: number;
  gaveRecords: boolean;
  latency: Latency | null;
  latencyMissing: LatencyMissing | null;
}

export interface QuarantineRow {
  id: string;
  stream: string;
  kind: string | null;
  sourceId: string | null;
  code: string;
  reason: string;
  where: string | null;
  state: QuarantineState;
  at: string;
}

const RUN = (
  alias: string,
): string => `json_build_object('id', ${alias}.id, 'trigger', ${alias}.trigger, 'state', ${alias}.state,
  'startedAt', ${isoInstant(`${alias}.started_at`)}, 'finishedAt', ${isoInstant(`${alias}.finished_at`)}, 'read', ${alias}.read,
  'applied', ${alias}.applied, 'unchanged', ${alias}.unchanged, 'quarantined', ${alias}.quarantined, 'total', ${alias}.total,
  'problem', ${alias}.problem, 'streams', ${alias}.streams)`;

/** What the connections pages show and change. */
export class ApiConnectionQueries {
  /** Whether a connection of any practice, paused or not, listens on this port. Needs `asDispatcher`. */
  async isPortTaken(tx: Transaction, connectors: string[], port: number, exceptId: string): Promise<boolean> {
    const rows: unknown[] = await tx.query(
      `select 1 from connection where connector = any($1) and settings->>'port' = $2 and id <> $3 limit 1`,
      [connectors, String(port), exceptId],
    );
    return rows.length > 0;
  }

  /** One of them, or all, by name. */
  async list(tx: Transaction, id: string | null = null): Promise<ConnectionRow[]> {
    return tx.query<ConnectionRow[]>(
      `select c.id, c.name, c.connector, c.state, c.problem, c.settings, c.poll_seconds as "pollSeconds",
              c.write_back_contacts as "writeBackContacts", c.patients_from_connection_id as "patientsFrom", ${isoInstant('c.last_success_at')} as "lastSuccessAt",
              ${isoInstant(`coalesce((select nullif(j.due_at, 'infinity') from job j where j.kind = 'sync' and j.subject_id = c.id), c.next_poll_at)`)} as "nextPollAt",
              (select coalesce(json_agg(json_build_object('name', s.stream, 'watermark', ${isoInstant('s.watermark')}, 'firstReadDoneAt', ${isoInstant('s.first_read_done_at')}) order by s.created_at, s.stream), '[]')
                 from stream_state s where s.connection_id = c.id and s.stream not like 'compare:%') as streams,
              (select ${RUN('r')} from sync_run r where r.connection_id = c.id order by r.started_at desc limit 1) as "lastRun",
              (select count(*)::int from quarantine q where q.connection_id = c.id and q.state = 'open') as quarantined,
              exists (select from sync_run r where r.connection_id = c.id and r.read > 0) as "gaveRecords",
              ${LATENCY_COLUMNS}
         from connection c ${JOIN_LATENCY}
        where $1::uuid is null or c.id = $1
        order by c.name, c.id`,
      [id],
    );
  }

  async isNameTaken(tx: Transaction, name: string, exceptId: string | null): Promise<boolean> {
    const found = await tx.query<unknown[]>(
      'select from connection where name = $1 and ($2::uuid is null or id <> $2)',
      [name, exceptId],
    );
    return found.length > 0;
  }

  async create(
    tx: Transaction,
    practiceId: string,
    given: {
      id?: string;
      connector: string;
      name: string;
      settings: Record<string, unknown>;
      pollSeconds: number;
      warmUpUntil: Date | null;
    },
  ): Promise<string> {
    const id = given.id ?? newId();
    await tx.query(
      `insert into connection (practice_id, id, connector, name, settings, poll_seconds, warm_up_until, next_poll_at)
       values ($1, $2, $3, $4, $5, $6, $7, now())`,
      [
        practiceId,
        id,
        given.connector,
        given.name,
        JSON.stringify(given.settings),
        given.pollSeconds,
        given.warmUpUntil,
      ],
    );
    return id;
  }

  /** Until the transaction ends nobody else writes what is read of it now. */
  async lock(tx: Transaction, id: string): Promise<void> {
    await tx.query('select from connection where id = $1 for no key update', [id]);
  }

  /** Writes what is not null. New settings may be the cure: what was wrong before is forgotten and tried again. */
  async change(
    tx: Transaction,
    id: string,
    changes: {
      name: string | null;
      settings: Record<string, unknown> | null;
      pollSeconds: number | null;
      state: ConnectionState | null;
      forgetsProblem: boolean;
      writeBackContacts?: boolean | null;
    },
  ): Promise<void> {
    const { name, settings, pollSeconds, state, forgetsProblem, writeBackContacts = null } = changes;
    await tx.query(
      `update connection
          set name = coalesce($2, name), settings = coalesce($3, settings), poll_seconds = coalesce($4, poll_seconds),
              state = coalesce($5, state), problem = case when $6 then null else problem end,
              write_back_contacts = coalesce($7, write_back_contacts),
              write_back_from = case when $7 and not write_back_contacts then now() else write_back_from end
        where id = $1`,
      [
        id,
        name,
        settings === null ? null : JSON.stringify(settings),
        pollSeconds,
        state,
        forgetsProblem,
        writeBackContacts,
      ],
    );
  }

  /** Whether any record came by this connection. */
  async hasRecords(tx: Transaction, id: string): Promise<boolean> {
    const [answer] = await tx.query<{ found: boolean }[]>(
      `select exists (select from patient where connection_id = $1) or exists (select from sync_run where connection_id = $1 and applied > 0) as found`,
      [id],
    );
    return answer?.found ?? false;
  }

  async remove(tx: Transaction, id: string): Promise<void> {
    await tx.query('delete from job where subject_id = $1', [id]);
    await tx.query('delete from connection where id = $1', [id]);
  }

  /** Newest first (ids are ordered by time). One row more than `limit`, when there is one. */
  async runs(tx: Transaction, connectionId: string, afterId: string | null, limit: number): Promise<RunRow[]> {
    const rows = await tx.query<{ run: RunRow }[]>(
      `select ${RUN('r')} as run from sync_run r
        where r.connection_id = $1 and ($2::uuid is null or r.id < $2)
        order by r.id desc limit $3`,
      [connectionId, afterId, limit + 1],
    );
    return rows.map(({ run }) => run);
  }

  /** Newest first. One row more than `limit`, when there is one. */
  async quarantine(
    tx: Transaction,
    connectionId: string,
    state: QuarantineState,
    code: string | null,
    afterId: string | null,
    limit: number,
  ): Promise<QuarantineRow[]> {
    return tx.query<QuarantineRow[]>(
      `select id, stream, kind, source_id as "sourceId", code, reason, where_found as "where", state, ${isoInstant('created_at')} as at
         from quarantine
        where connection_id = $1 and state = $2 and ($3::uuid is null or id < $3) and ($5::text is null or code = $5)
        order by id desc limit $4`,
      [connectionId, state, afterId, limit + 1, code],
    );
  }

  /** How many were put aside for which reason, the most frequent first. */
  async quarantineCodes(
    tx: Transaction,
    connectionId: string,
    state: QuarantineState,
  ): Promise<{ code: string; kind: string | null; records: number }[]> {
    return tx.query(
      `select code, kind, count(*)::int as records from quarantine where connection_id = $1 and state = $2 group by 1, 2 order by 3 desc, 1, 2`,
      [connectionId, state],
    );
  }

  /** When each connection was last read completely, and whether the latest answers of the rules waited for it (E12). */
  async freshness(tx: Transaction): Promise<FreshnessRow[]> {
    return tx.query<FreshnessRow[]>(
      `select c.id, c.name, c.poll_seconds as "pollSeconds", c.last_success_at as "lastSuccessAt",
              (select min(s.watermark) from stream_state s where s.connection_id = c.id) as watermark,
              exists (select from evaluation_basis b where c.id = any(b.stale_sources)) as "isWaitedFor"
         from connection c order by c.name, c.id`,
    );
  }
}

export interface FreshnessRow {
  id: string;
  name: string;
  pollSeconds: number;
  lastSuccessAt: Date | null;
  watermark: Date | null;
  isWaitedFor: boolean;
}
