import type { DataSource } from 'typeorm';
import { createDataSource } from './data-source.js';
import { DatabaseUnusable } from './errors.js';
import { MIGRATIONS } from './migrations/all.js';
import { APP_ROLE, DISPATCH_ROLE } from './roles.js';

const MIGRATION_LOCK = 7_146_002;
/** A migration that cannot have its lock gives way instead of queueing everybody behind it (safety P-02). */
const LOCK_TIMEOUT_MS = 5_000;

/** Brings the schema up to date; any number of instances may call it at once. Returns the names of what was run. */
export async function migrate(migrationUrl: string): Promise<string[]> {
  const dataSource = createDataSource({
    url: migrationUrl,
    poolSize: 2,
    applicationName: 'keepwell migrate',
    lockTimeoutMs: LOCK_TIMEOUT_MS,
  });
  try {
    await dataSource.initialize();
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'no reason given';
    throw new DatabaseUnusable(`The database does not answer to DATABASE_MIGRATION_URL: ${reason}`, { cause: error });
  }
  const holder = dataSource.createQueryRunner();
  try {
    // Waiting for another instance's migrations is not waiting for a table.
    await holder.query('set lock_timeout = 0');
    await holder.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await assertRolesExist(dataSource);
    const ran = await dataSource.runMigrations({ transaction: 'each' });
    return ran.map(({ name }) => name);
  } finally {
    await holder.release();
    await dataSource.destroy();
  }
}

async function assertRolesExist(dataSource: DataSource): Promise<void> {
  const found: { rolname: string }[] = await dataSource.query('select rolname from pg_roles where rolname = any($1)', [
    [APP_ROLE, DISPATCH_ROLE],
  ]);
  const missing = [APP_ROLE, DISPATCH_ROLE].filter((role) => !found.some(({ rolname }) => rolname === role));
  if (missing.length > 0) {
    throw new DatabaseUnusable(
      `The database server has no role ${missing.join(' and ')}. A superuser must make them first: docs/operation.md has the statements.`,
    );
  }
}

/** The app does not migrate; it refuses to run on a schema older than itself. */
export async function assertMigrated(dataSource: DataSource): Promise<void> {
  const known: { table: string | null }[] = await dataSource.query(
    "select to_regclass('public.schema_migration') as table",
  );
  const rows: { name: string }[] =
    (known[0]?.table ?? null) === null ? [] : await dataSource.query('select name from schema_migration');
  const missing = MIGRATIONS.map((migration) => migration.name).filter(
    (name) => !rows.some((row) => row.name === name),
  );
  if (missing.length > 0) {
    throw new DatabaseUnusable(
      `The database lacks ${missing.length} migration${missing.length === 1 ? '' : 's'} (${missing[0]} …). Run \`keepwell migrate\` first.`,
    );
  }
}
