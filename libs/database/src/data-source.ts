import 'reflect-metadata';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { ENTITIES } from './entities/all.js';
import { MIGRATIONS } from './migrations/all.js';

// A calendar date has no zone: as a JavaScript Date it would move with the server's.
const DATE_OID = 1082;
pg.types.setTypeParser(DATE_OID, (text) => text);

export interface DataSourceSettings {
  url: string;
  poolSize?: number;
  applicationName?: string;
  /** Longest single statement, in milliseconds; 0 for none. */
  statementTimeoutMs?: number;
  /** Longest wait for a lock, in milliseconds; 0 for none. */
  lockTimeoutMs?: number;
  /** How long to wait for a connection of the pool. */
  connectTimeoutMs?: number;
}

export function createDataSource(settings: DataSourceSettings): DataSource {
  return new DataSource({
    type: 'postgres',
    driver: pg,
    url: settings.url,
    entities: ENTITIES,
    migrations: MIGRATIONS,
    migrationsTableName: 'schema_migration',
    migrationsTransactionMode: 'each',
    synchronize: false,
    installExtensions: false,
    applicationName: settings.applicationName ?? 'keepwell',
    poolSize: settings.poolSize ?? 10,
    // An idle connection that the server ended is dropped from the pool, and the next question hears of a database that is away.
    // The library's own handler prints the connection, address and all, past the log's allow-list (safety W-06).
    poolErrorHandler: () => {},
    connectTimeoutMS: settings.connectTimeoutMs ?? 5_000,
    extra: {
      statement_timeout: settings.statementTimeoutMs ?? 0,
      lock_timeout: settings.lockTimeoutMs ?? 0,
      // A transaction left open by a process that hangs would hold its locks for ever.
      idle_in_transaction_session_timeout: 120_000,
    },
  });
}
