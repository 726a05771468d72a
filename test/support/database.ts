import { randomBytes } from 'node:crypto';
import { APP_ROLE, type Database, ensureRoles, migrate, newId, openDatabase, OWNER_ROLE } from '@keepwell/database';
import { jest } from '@jest/globals';
import pg from 'pg';

// Whoever asks for a database waits for a template to be migrated, on machines that do other things as well.
jest.setTimeout(60_000);

const TEMPLATE_LOCK = 7_146_100;

export interface TestDatabase {
  /** Open as the app's role. */
  db: Database;
  name: string;
  databaseUrl: string;
  migrationUrl: string;
  superuserUrl: string;
  masterKey: Buffer;
  /** Statements past row-level security, to look at everything. */
  asSuperuser<Row extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** Closes and drops; call it in afterAll. */
  close(): Promise<void>;
}

export interface TestDatabaseSettings {
  poolSize?: number;
  /** An empty database without the schema. */
  empty?: boolean;
}

/** A database of its own for one test file, copied from a template that is migrated once per run. */
export async function databaseForThisFile(settings: TestDatabaseSettings = {}): Promise<TestDatabase> {
  const server = serverUrl();
  const passwords = { owner: rolePassword(), app: rolePassword() };
  const name = `test_${newId().replaceAll('-', '')}`;
  await withClient(server, async (client) => {
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    await ensureRoles(server.href, passwords);
    const template = settings.empty === true ? 'template0' : await ensureTemplate(client, server, passwords.owner);
    await client.query(`create database ${name} owner ${OWNER_ROLE} template ${template}`);
    await client.query('select pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  });

  const superuserUrl = urlOf(server, name);
  const databaseUrl = urlOf(server, name, APP_ROLE, passwords.app);
  const migrationUrl = urlOf(server, name, OWNER_ROLE, passwords.owner);
  const superuser = new pg.Pool({ connectionString: superuserUrl, max: 2 });
  const opened: Database[] = [];
  const poolSize = settings.poolSize ?? 5;
  if (settings.empty !== true) opened.push(await openDatabase({ url: databaseUrl, poolSize }));
  return {
    get db() {
      const [db] = opened;
      if (db === undefined) throw new Error('An empty database is not open for the app: it has no schema');
      return db;
    },
    name,
    databaseUrl,
    migrationUrl,
    superuserUrl,
    masterKey: randomBytes(32),
    asSuperuser: async (sql, values) => (await superuser.query(sql, values)).rows,
    close: async () => {
      for (const db of opened) await db.close();
      await endPool(superuser);
      await withClient(server, (client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
}

/**
 * A pool says that it has ended as soon as it has said goodbye. Whoever then drops the database may be faster than the goodbye, and the
 * client hears of it in the middle of whatever test runs by then.
 */
async function endPool(pool: pg.Pool): Promise<void> {
  let open = pool.totalCount;
  const gone = new Promise<void>((done) => {
    if (open === 0) done();
    pool.on('remove', () => {
      open -= 1;
      if (open === 0) done();
    });
  });
  await pool.end();
  await gone;
}

/** Migrated once per run; complete from the moment it has its name. */
async function ensureTemplate(client: pg.Client, server: URL, ownerPassword: string): Promise<string> {
  const template = process.env.TEST_DATABASE_TEMPLATE ?? 'template_keepwell';
  const { rowCount } = await client.query('select from pg_database where datname = $1', [template]);
  if (rowCount === 0) {
    const unfinished = `${template}_new`;
    await client.query(`drop database if exists ${unfinished} with (force)`);
    await client.query(`create database ${unfinished} owner ${OWNER_ROLE} template template0`);
    await migrate(urlOf(server, unfinished, OWNER_ROLE, ownerPassword));
    await client.query(`alter database ${unfinished} rename to ${template}`);
  }
  return template;
}

function serverUrl(): URL {
  const url = process.env.TEST_DATABASE_SUPERUSER_URL;
  if (url === undefined) {
    throw new Error('No PostgreSQL for this test: it belongs in a *.db.spec.ts or a journey, whose projects start one');
  }
  return new URL(url);
}

function rolePassword(): string {
  return process.env.TEST_DATABASE_ROLE_PASSWORD ?? 'keepwell';
}

function urlOf(server: URL, database: string, user?: string, password?: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  if (user !== undefined) url.username = user;
  if (password !== undefined) url.password = password;
  return url.href;
}

async function withClient<T>(server: URL, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: server.href });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
