import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, openDatabase, startEmbeddedPostgres, type Database } from '@keepwell/database';
import { EvaluationRunner } from '@keepwell/worker';
import pg from 'pg';

/** A database of its own, and who works on it. */
export interface RulesBed {
  database: Database;
  /** As the application: rows are those of the practice that was set. */
  client: pg.Client;
  /** Only an owner may analyze; autovacuum does so in the life of a practice. */
  owner: pg.Client;
  runner: EvaluationRunner;
}

/** Starts PostgreSQL in an empty folder, lets `work` be done on it, and leaves nothing behind. */
export async function onRulesBed<Result>(work: (bed: RulesBed) => Promise<Result>): Promise<Result> {
  const dir = await mkdtemp(join(tmpdir(), 'keepwell-bench-'));
  // Run as root, PostgreSQL works under an account of its own and must be able to walk in.
  await chmod(dir, 0o755);
  const server = await startEmbeddedPostgres({ dataDir: dir });
  try {
    await migrate(server.migrationUrl);
    const database = await openDatabase({ url: server.databaseUrl });
    const client = new pg.Client({ connectionString: server.databaseUrl });
    await client.connect();
    const owner = new pg.Client({ connectionString: server.migrationUrl });
    await owner.connect();
    try {
      return await work({ database, client, owner, runner: new EvaluationRunner(database) });
    } finally {
      await client.end();
      await owner.end();
      await database.close();
    }
  } finally {
    await server.stop();
    await rm(dir, { recursive: true, force: true });
  }
}
