import type { Pool, QueryResultRow } from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { createDataSource, type DataSourceSettings } from './data-source.js';
import { DatabaseUnusable } from './errors.js';
import { assertAppRole, DISPATCH_ROLE } from './roles.js';
import { assertMigrated } from './migrate.js';
import { together } from './together.js';

/** One open transaction. Queries take it, so that what belongs together commits together. */
export type Transaction = EntityManager;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * The one way to the database. There is no query outside a transaction, and each transaction says first for whom it
 * works: a practice, a person choosing a practice, the dispatcher of owed work, or nobody (then no practice data is seen).
 */
export class Database {
  constructor(readonly dataSource: DataSource) {}

  /**
   * Sees and writes the rows of this practice only (safety N-02). `statementTimeoutMs` is for whoever has a person
   * waiting; without it the pool's own limit holds. `byIndex` is for whoever looks rows up by index, whatever their number:
   * planning or compiling such statements anew costs more than it saves, and
   * the tables of a new practice were never analyzed. `seesHeldBack` is for the few who work with cases that an
   * experiment hides from everybody else (E11). All is said in one statement: each costs a way. `pipelined` is for
   * whoever asks several things that do not wait for each other (`together`): they are sent without waiting for the answers in between. Copying
   * rows in or out is not possible there.
   */
  async inPractice<T>(
    practiceId: string,
    work: (tx: Transaction) => Promise<T>,
    {
      statementTimeoutMs,
      byIndex = false,
      seesHeldBack = false,
      pipelined = false,
    }: { statementTimeoutMs?: number; byIndex?: boolean; seesHeldBack?: boolean; pipelined?: boolean } = {},
  ): Promise<T> {
    if (!UUID.test(practiceId)) throw new TypeError('A practice id must be a UUID');
    return this.dataSource.transaction(async (tx) => {
      const settings = [['app.practice', practiceId]];
      if (statementTimeoutMs !== undefined) settings.push(['statement_timeout', String(statementTimeoutMs)]);
      if (byIndex) settings.push(['plan_cache_mode', 'force_generic_plan'], ['enable_seqscan', 'off'], ['jit', 'off']);
      if (seesHeldBack) settings.push(['app.held_back', 'seen']);
      const sql = settings.map((_, place) => `set_config($${2 * place + 1}, $${2 * place + 2}, true)`).join(', ');
      const scope = { text: `select ${sql}`, values: settings.flat() };
      return pipelined ? inOneWay(tx, scope, work) : (await tx.query(scope.text, scope.values), work(tx));
    });
  }

  /**
   * One statement that is a transaction of its own: one way to the database and back, for whoever has somebody waiting for the
   * commit. For statements that insert: the practice is $1, and is said by the query `for_practice` (one row), from which the statement must
   * read. Each row is checked when it is written, so after that was read, as in `inPractice`; without reading it, nothing can be
   * written, and what is read of the practice's tables may be nothing. Planned once for each connection, under its name.
   */
  async atOnce<Row extends QueryResultRow>(
    practiceId: string,
    { name, sql }: { name: string; sql: string },
    values: unknown[],
  ): Promise<Row[]> {
    if (!UUID.test(practiceId)) throw new TypeError('A practice id must be a UUID');
    const pool: Pool = (this.dataSource.driver as PostgresDriver).master;
    const text = `with for_practice as materialized (select set_config('app.practice', $1::text, true)) ${sql}`;
    const { rows } = await pool.query<Row>({ name, text, values: [practiceId, ...values] });
    return rows;
  }

  /** Sees a person's own roles and the names of the practices they are in. */
  async inUser<T>(userId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
    if (!UUID.test(userId)) throw new TypeError('A user id must be a UUID');
    return this.dataSource.transaction(async (tx) => {
      await tx.query("select set_config('app.user', $1, true)", [userId]);
      return work(tx);
    });
  }

  /** Sees the jobs of every practice and which practices there are; nothing else. */
  async asDispatcher<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (tx) => {
      await tx.query(`set local role ${DISPATCH_ROLE}`);
      return work(tx);
    });
  }

  /** For what is not practice data: users, sessions, sign-in links. Practice data is invisible here. */
  async withoutPractice<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(work);
  }

  /** Throws when the database does not answer. */
  async ping(): Promise<void> {
    await this.dataSource.query('select 1');
  }

  async close(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}

interface PipelinedClient {
  pipeline: boolean;
  query(config: { text: string; values?: unknown[] }): Promise<unknown>;
}

/**
 * Whose rows are meant is said first, and the first questions follow without waiting: where saying it fails, so does everything after it in the
 * transaction. The connection is given back as it was, with no answer under way.
 */
async function inOneWay<T>(
  tx: Transaction,
  scope: { text: string; values: unknown[] },
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  if (tx.queryRunner === undefined) throw new Error('A query needs a transaction');
  const client = (await tx.queryRunner.connect()) as PipelinedClient;
  client.pipeline = true;
  try {
    const [, result] = await together(client.query(scope), work(tx));
    return result;
  } catch (error) {
    // Behind whatever is under way still.
    await client.query({ text: 'select' }).catch(() => undefined);
    throw error;
  } finally {
    client.pipeline = false;
  }
}

/** Connects as the app's role; refuses a role that could see past row-level security, and a schema that is not migrated. */
export async function openDatabase(settings: DataSourceSettings): Promise<Database> {
  const dataSource = createDataSource(settings);
  try {
    await dataSource.initialize();
  } catch (error) {
    throw new DatabaseUnusable(`The database does not answer: ${reasonOf(error)}`, { cause: error });
  }
  try {
    await assertAppRole(dataSource);
    await assertMigrated(dataSource);
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
  return new Database(dataSource);
}

/** What went wrong, without the address: it may hold a password. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error && error.message !== '' ? error.message : 'no reason given';
}
