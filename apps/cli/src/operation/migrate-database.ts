import { migrate, startEmbeddedPostgres } from '@keepwell/database';
import { readEnv } from '@keepwell/env';
import { CommandFailed } from '../failure.js';
import type { Io } from '../io.js';
import { refuseWhileEmbeddedRuns } from './embedded-in-use.js';

/** Names of the migrations that were run. */
export async function migrateDatabase(io: Io): Promise<string[]> {
  const { databaseUrl, databaseMigrationUrl, dataDir } = readEnv(io.env);
  if (databaseMigrationUrl !== null) return migrate(databaseMigrationUrl);
  if (databaseUrl !== null) {
    throw new CommandFailed('DATABASE_URL is set: set DATABASE_MIGRATION_URL too, to the role that owns the schema');
  }
  await refuseWhileEmbeddedRuns(dataDir);
  const postgres = await startEmbeddedPostgres({ dataDir });
  try {
    return await migrate(postgres.migrationUrl);
  } finally {
    await postgres.stop();
  }
}
