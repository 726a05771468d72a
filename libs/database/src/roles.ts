import pg from 'pg';
import type { DataSource } from 'typeorm';
import { DatabaseUnusable } from './errors.js';

/** Owns the schema and runs migrations. */
export const OWNER_ROLE = 'keepwell_owner';
/** What the api and the worker connect as; owns nothing. */
export const APP_ROLE = 'keepwell_app';
/** Taken by `set local role` to find owed work across practices. */
export const DISPATCH_ROLE = 'keepwell_dispatch';

const ROLE_LOCK = 7_146_001;

/**
 * Makes the three roles on a server, once, as a superuser. The app's role is NOINHERIT: being a member of the dispatcher
 * must not by itself open the dispatcher's policies.
 */
export async function ensureRoles(superuserUrl: string, passwords: { owner: string; app: string }): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [ROLE_LOCK]);
    const logins: [string, string][] = [
      [OWNER_ROLE, passwords.owner],
      [APP_ROLE, passwords.app],
    ];
    for (const [role, password] of logins) {
      await createRole(client, role);
      await client.query(
        `alter role ${role} with login nosuperuser nobypassrls nocreatedb nocreaterole noinherit password ${client.escapeLiteral(password)}`,
      );
    }
    await createRole(client, DISPATCH_ROLE);
    await client.query(`alter role ${DISPATCH_ROLE} with nologin nosuperuser nobypassrls noinherit`);
    await client.query(`grant ${DISPATCH_ROLE} to ${APP_ROLE}`);
    await client.query('commit');
  } finally {
    await client.end();
  }
}

async function createRole(client: pg.Client, role: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role]);
  if (rowCount === 0) await client.query(`create role ${role}`);
}

/** Refuses to run as a role that row-level security does not bind (safety N-01). */
export async function assertAppRole(dataSource: DataSource): Promise<void> {
  const rows: { name: string; strong: boolean; owns: boolean; dispatches: boolean }[] = await dataSource.query(
    `select r.rolname as name,
            r.rolsuper or r.rolbypassrls as strong,
            exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                    where n.nspname = 'public' and pg_has_role(r.oid, c.relowner, 'member')) as owns,
            exists (select from pg_roles d where d.rolname = $1 and pg_has_role(r.oid, d.oid, 'usage')) as dispatches
       from pg_roles r where r.rolname = current_user`,
    [DISPATCH_ROLE],
  );
  const role = rows[0];
  if (role === undefined) throw new DatabaseUnusable('The role of DATABASE_URL cannot be found.');
  const refuse = (because: string): never => {
    throw new DatabaseUnusable(
      `DATABASE_URL connects as "${role.name}", which ${because}. Row-level security would not hold: connect as ${APP_ROLE} ` +
        '(made by the embedded database, or by the statements in docs/operation.md).',
    );
  };
  if (role.strong) refuse('is a superuser or may bypass row-level security');
  if (role.owns) refuse('owns tables or belongs to the role that does');
  if (role.dispatches) refuse(`inherits the rights of ${DISPATCH_ROLE} (it must be NOINHERIT)`);
}
