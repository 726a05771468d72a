import type { Transaction } from '../database.js';
import { Connection } from '../entities/connection.entity.js';

/** A connection as the sync needs it. */
export interface SyncConnection {
  practiceId: string;
  id: string;
  connector: string;
  settings: Record<string, string | number | boolean>;
  state: Connection['state'];
  pollSeconds: number;
  firstReadDoneAt: Date | null;
  agreedPolls: number;
  /** Of the practice. */
  timezone: string | null;
}

/** What a sync reads and changes of its connection. */
export class SyncConnectionQueries {
  async find(tx: Transaction, practiceId: string, id: string): Promise<SyncConnection | null> {
    const rows: SyncConnection[] = await tx.query(
      `select c.practice_id as "practiceId", c.id, c.connector, c.settings, c.state, c.poll_seconds as "pollSeconds",
              c.first_read_done_at as "firstReadDoneAt", c.agreed_polls as "agreedPolls", p.timezone
         from connection c join practice p on p.id = c.practice_id where c.practice_id = $1 and c.id = $2`,
      [practiceId, id],
    );
    return rows[0] ?? null;
  }

  /** Which practices have connections of these connectors that are not paused. Needs `asDispatcher`. */
  async practicesWith(tx: Transaction, connectors: string[]): Promise<string[]> {
    const rows: { id: string }[] = await tx.query(
      `select distinct practice_id as id from connection where connector = any($1) and state <> 'paused' order by 1`,
      [connectors],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * Whose each port is, as it stands in the settings: the connection's that was made first, paused or not, since its sender goes on sending there.
   * Needs `asDispatcher`.
   */
  async portHolders(tx: Transaction, connectors: string[]): Promise<Map<string, string>> {
    // Ids are in the order of time.
    const rows: { port: string; id: string }[] = await tx.query(
      `select distinct on (settings->>'port') settings->>'port' as port, id from connection
        where connector = any($1) and settings->>'port' is not null order by settings->>'port', id`,
      [connectors],
    );
    return new Map(rows.map(({ port, id }) => [port, id]));
  }

  /** The practice's connections of these connectors. */
  async ofConnectors(tx: Transaction, practiceId: string, connectors: string[]): Promise<SyncConnection[]> {
    return tx.query(
      `select c.practice_id as "practiceId", c.id, c.connector, c.settings, c.state, c.poll_seconds as "pollSeconds",
              c.first_read_done_at as "firstReadDoneAt", c.agreed_polls as "agreedPolls", p.timezone
         from connection c join practice p on p.id = c.practice_id where c.practice_id = $1 and c.connector = any($2) order by c.id`,
      [practiceId, connectors],
    );
  }

  /** Writes of one connection go one after the other, whatever the number of workers: held until the transaction ends. */
  async lockWrites(tx: Transaction, connectionId: string): Promise<void> {
    await tx.query("select pg_advisory_xact_lock(hashtextextended('sync:' || $1, 0))", [connectionId]);
  }

  /** The connections whose records name patients of this one. */
  async sharingPatients(tx: Transaction, practiceId: string, connectionId: string): Promise<string[]> {
    const rows: { id: string }[] = await tx.query(
      'select id from connection where practice_id = $1 and patients_from_connection_id = $2 order by id',
      [practiceId, connectionId],
    );
    return rows.map(({ id }) => id);
  }

  /** A person must look: one sentence for them. The connection is not polled again until they have. */
  async needsAttention(tx: Transaction, practiceId: string, id: string, problem: string): Promise<void> {
    await tx.update(Connection, { practiceId, id }, { state: 'needs_attention', problem, agreedPolls: 0 });
  }

  /** What a person was to look at is over by itself, if that is what stands there. */
  async attended(tx: Transaction, practiceId: string, id: string, problem: string): Promise<void> {
    const stands = { practiceId, id, state: 'needs_attention', problem } as const;
    await tx.update(Connection, stands, { state: 'ready', problem: null });
  }

  /** Every stream was read to its end; `agrees` when nothing looked shrunken or broken (rules-decisions Q98). */
  async succeeded(
    tx: Transaction,
    practiceId: string,
    id: string,
    agrees: boolean,
    problem: string | null,
  ): Promise<void> {
    await tx.query(
      `update connection
          set last_success_at = clock_timestamp(), problem = $4,
              agreed_polls = case when not $3 then 0 when first_read_done_at is null then 0 else agreed_polls + 1 end,
              first_read_done_at = case when $3 then coalesce(first_read_done_at, clock_timestamp()) else first_read_done_at end
        where practice_id = $1 and id = $2`,
      [practiceId, id, agrees, problem],
    );
  }

  async failed(tx: Transaction, practiceId: string, id: string, problem: string): Promise<void> {
    await tx.query('update connection set problem = $3, agreed_polls = 0 where practice_id = $1 and id = $2', [
      practiceId,
      id,
      problem,
    ]);
  }

  async pollAt(tx: Transaction, practiceId: string, id: string, at: Date | null): Promise<void> {
    await tx.query('update connection set next_poll_at = $3 where practice_id = $1 and id = $2', [practiceId, id, at]);
  }
}
