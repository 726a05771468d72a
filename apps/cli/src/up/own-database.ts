import type { Env } from '@keepwell/env';
import { migrate, startEmbeddedPostgres } from '@keepwell/database';
import { CommandFailed } from '../failure.js';

/** Where everything is kept: the operator's PostgreSQL, or one of our own. */
export interface OwnDatabase {
  databaseUrl: string;
  masterKey: Buffer;
  /** Nobody else works with it. */
  isOurs: boolean;
  /** In words, for the person at the keyboard. */
  says: string;
  stop(): Promise<void>;
}

/** Brings up a migrated database. */
export async function openOwnDatabase(env: Env): Promise<OwnDatabase> {
  if (env.databaseUrl === null) {
    const postgres = await startEmbeddedPostgres({ dataDir: env.dataDir });
    try {
      await migrate(postgres.migrationUrl);
    } catch (error) {
      await postgres.stop();
      throw error;
    }
    return {
      databaseUrl: postgres.databaseUrl,
      masterKey: env.masterKey ?? postgres.masterKey,
      isOurs: true,
      says: `an embedded PostgreSQL in ${env.dataDir}`,
      stop: () => postgres.stop(),
    };
  }
  if (env.masterKey === null) throw new CommandFailed('DATABASE_URL is set: set KEEPWELL_MASTER_KEY too.');
  if (env.databaseMigrationUrl !== null) await migrate(env.databaseMigrationUrl);
  return {
    databaseUrl: env.databaseUrl,
    masterKey: env.masterKey,
    isOurs: false,
    says: 'the PostgreSQL of DATABASE_URL',
    stop: async () => {},
  };
}
