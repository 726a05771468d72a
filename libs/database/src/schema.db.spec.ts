import { databaseForThisFile, type TestDatabase } from '../../../test/support/database.js';
import { createDataSource } from './data-source.js';
import { assertMigrated, migrate } from './migrate.js';
import { MIGRATIONS } from './migrations/all.js';
import { assertAppRole } from './roles.js';

/**
 * What is not practice data, and why it may be without row-level security: who signs in; and `vendor_pace`, counts and times
 * under a hash of a credential, since practices that share a vendor's key share its budget.
 */
const NOT_OF_A_PRACTICE = ['app_user', 'session', 'sign_in_link', 'schema_migration', 'vendor_pace'];

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());

const names = (rows: { name: string }[]) => rows.map(({ name }) => name);

describe('the schema', () => {
  it('N-01 puts every table of practice data under forced row-level security with the same two checks', async () => {
    const exceptions = await test.asSuperuser<{ name: string }>(
      `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relname <> all($1)
          and not (c.relrowsecurity and c.relforcerowsecurity and exists (
            select from pg_policies p where p.tablename = c.relname and p.cmd = 'ALL' and p.permissive = 'PERMISSIVE'
              and p.roles = '{public}'
              and p.qual ~ '^\\((id|practice_id) = \\(NULLIF\\(current_setting\\(''app.practice''::text, true\\), ''''::text\\)\\)::uuid\\)$'
              and p.with_check = p.qual))`,
      [NOT_OF_A_PRACTICE],
    );
    expect(names(exceptions)).toEqual([]);
    const secured = await test.asSuperuser<{ n: number }>(
      `select count(*)::int as n from pg_class where relforcerowsecurity`,
    );
    expect(secured[0]?.n).toBeGreaterThan(30);
  });

  it('N-01 has no other policy than the six that decision 0001 names', async () => {
    const others = await test.asSuperuser<{ name: string }>(
      `select policyname as name from pg_policies where policyname <> tablename || '_of_practice' order by 1`,
    );
    expect(names(others)).toEqual([
      'connection_of_dispatch',
      'job_of_dispatch',
      'membership_role_of_user',
      'off_track_case_shown',
      'practice_of_dispatch',
      'practice_of_user',
    ]);
  });

  it('N-01 gives the app role no ownership and no way round', async () => {
    const roles = await test.asSuperuser(
      `select rolname, rolsuper, rolbypassrls, rolinherit, rolcreaterole, rolcreatedb from pg_roles where rolname in ('keepwell_app', 'keepwell_owner', 'keepwell_dispatch') order by 1`,
    );
    const weak = { rolsuper: false, rolbypassrls: false, rolinherit: false, rolcreaterole: false, rolcreatedb: false };
    expect(roles).toEqual(
      ['keepwell_app', 'keepwell_dispatch', 'keepwell_owner'].map((rolname) => ({ rolname, ...weak })),
    );
    const owned = await test.asSuperuser(
      `select relname from pg_class where pg_get_userbyid(relowner) in ('keepwell_app', 'keepwell_dispatch')`,
    );
    expect(owned).toEqual([]);
  });

  it('N-01 refuses to start as the owner or as a superuser', async () => {
    for (const url of [test.migrationUrl, test.superuserUrl]) {
      const dataSource = await createDataSource({ url, poolSize: 1 }).initialize();
      await expect(assertAppRole(dataSource)).rejects.toThrow(/Row-level security would not hold/);
      await dataSource.destroy();
    }
  });

  it('N-03 opens no view, materialized view or definer function to the app, and starts every key with the practice', async () => {
    const views = await test.asSuperuser(
      `select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public'
         and (c.relkind = 'm' or (c.relkind = 'v' and not coalesce(c.reloptions @> '{security_invoker=true}', false)))`,
    );
    expect(views).toEqual([]);
    const functions = await test.asSuperuser(
      `select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'public' and p.prosecdef`,
    );
    expect(functions).toEqual([]);
    const keys = await test.asSuperuser(
      `select i.indexrelid::regclass::text as name from pg_index i join pg_class c on c.oid = i.indrelid
         join pg_namespace n on n.oid = c.relnamespace
         join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
        where n.nspname = 'public' and i.indisunique and c.relname <> all($1)
          and a.attname <> case c.relname when 'practice' then 'id' else 'practice_id' end`,
      [NOT_OF_A_PRACTICE],
    );
    expect(keys).toEqual([]);
    const foreign = await test.asSuperuser(
      `select k.conname from pg_constraint k
         join pg_class target on target.oid = k.confrelid join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
        where k.contype = 'f' and target.relname <> all($1) and a.attname <> 'practice_id'`,
      [NOT_OF_A_PRACTICE],
    );
    expect(foreign).toEqual([]);
  });

  it('lets the app add to its history and never change it', async () => {
    const rights = await test.asSuperuser(
      `select table_name, string_agg(privilege_type, ',' order by privilege_type) as rights from information_schema.role_table_grants
        where grantee = 'keepwell_app' and table_name in ('audit_event', 'record_version') group by 1 order by 1`,
    );
    expect(rights).toEqual([
      { table_name: 'audit_event', rights: 'INSERT,SELECT' },
      { table_name: 'record_version', rights: 'INSERT,SELECT' },
    ]);
  });

  it('says the same in entities and migrations', async () => {
    const dataSource = await createDataSource({ url: test.migrationUrl, poolSize: 1 }).initialize();
    const difference = await dataSource.driver.createSchemaBuilder().log();
    expect(difference.upQueries.map(({ query }) => query)).toEqual([]);
    await dataSource.destroy();
  });
});

describe('migrating', () => {
  it('P-02 brings an empty database up and down again', async () => {
    const empty = await databaseForThisFile({ empty: true });
    try {
      expect(await migrate(empty.migrationUrl)).toEqual(MIGRATIONS.map(({ name }) => name));
      expect(await migrate(empty.migrationUrl)).toEqual([]);
      const dataSource = await createDataSource({ url: empty.migrationUrl, poolSize: 2 }).initialize();
      for (const _ of MIGRATIONS) await dataSource.undoLastMigration();
      await expect(assertMigrated(dataSource)).rejects.toThrow(/keepwell migrate/);
      await dataSource.destroy();
      const left = await empty.asSuperuser(`select tablename from pg_tables where schemaname = 'public'`);
      expect(left).toEqual([{ tablename: 'schema_migration' }]);
    } finally {
      await empty.close();
    }
  });

  it('P-02 is safe when five instances start at once', async () => {
    const empty = await databaseForThisFile({ empty: true });
    try {
      const runs = await Promise.all(Array.from({ length: 5 }, () => migrate(empty.migrationUrl)));
      expect(runs.flat()).toEqual(MIGRATIONS.map(({ name }) => name));
    } finally {
      await empty.close();
    }
  });
});
