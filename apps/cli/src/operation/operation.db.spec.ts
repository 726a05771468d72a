import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ApiConnectionQueries, newId, PracticeQueries } from '@keepwell/database';
import { aUser } from '../../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { folderWith, keepwellWith, PRACTICE, removeFolders } from '../../test/command-line.js';

let test: TestDatabase;
let env: Record<string, string>;
const clinic = newId();

beforeAll(async () => {
  test = await databaseForThisFile();
  env = {
    DATABASE_URL: test.databaseUrl,
    DATABASE_MIGRATION_URL: test.migrationUrl,
    KEEPWELL_MASTER_KEY: test.masterKey.toString('base64'),
    PUBLIC_URL: 'https://clinic.example.org',
  };
});

afterAll(async () => {
  await test.close();
  await removeFolders();
});

const keepwell = (...argv: string[]) => keepwellWith(env, ...argv);

async function makePractice(id: string, name: string): Promise<void> {
  await test.db.inPractice(id, (tx) =>
    new PracticeQueries().create(tx, {
      id,
      name,
      slug: name.toLowerCase().replaceAll(' ', '-'),
      timezone: 'Europe/London',
      currency: 'GBP',
      settings: {},
      demo: false,
    }),
  );
}

describe('keepwell migrate', () => {
  it('brings an empty database up to date, and says when there is nothing to do', async () => {
    const empty = await databaseForThisFile({ empty: true });
    try {
      const first = await keepwellWith({ DATABASE_MIGRATION_URL: empty.migrationUrl }, 'migrate', '--json');
      expect(first).toMatchObject({ code: 0, err: '' });
      expect(JSON.parse(first.out).migrated.length).toBeGreaterThan(0);
      expect((await keepwellWith({ DATABASE_MIGRATION_URL: empty.migrationUrl }, 'migrate')).out).toBe(
        'The database is up to date.\n',
      );
    } finally {
      await empty.close();
    }
  });

  it('says what is missing, and what is down', async () => {
    const { DATABASE_MIGRATION_URL: _owner, ...app } = env;
    expect(await keepwellWith(app, 'migrate')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('set DATABASE_MIGRATION_URL too'),
    });
    const down = await keepwellWith({ DATABASE_MIGRATION_URL: 'postgresql://nobody:secret@127.0.0.1:1/x' }, 'migrate');
    expect(down).toMatchObject({ code: 1, out: '', err: expect.stringContaining('does not answer') });
    expect(down.err).not.toContain('secret');
    expect(await keepwellWith({ DATABASE_URL: 'mysql://x' }, 'migrate')).toMatchObject({
      code: 1,
      err: expect.stringContaining('DATABASE_URL must be an address'),
    });
  });

  it('does not touch an embedded database that another Keepwell uses', async () => {
    const dataDir = await mkdtemp(path.join(tmpdir(), 'keepwell-data-'));
    try {
      await mkdir(path.join(dataDir, 'postgres'));
      await writeFile(path.join(dataDir, 'postgres', 'postmaster.pid'), `${process.pid}\n`);
      for (const command of [['migrate'], ['user', 'add', '--email', 'a@example.org'], ['connector', 'sync']]) {
        const ran = await keepwellWith({ KEEPWELL_DATA_DIR: dataDir }, ...command);
        expect(ran).toMatchObject({
          code: 1,
          out: '',
          err: expect.stringContaining(`is in use (process ${process.pid})`),
        });
      }
    } finally {
      await rm(dataDir, { recursive: true });
    }
  });
});

describe('keepwell user add', () => {
  it('says that there is no practice yet', async () => {
    expect(await keepwell('user', 'add', '--email', 'a@example.org')).toMatchObject({
      code: 1,
      err: expect.stringContaining('no practice yet'),
    });
  });

  it('adds roles, writes the audit trail, and prints a one-time link', async () => {
    await makePractice(clinic, 'Harbour Clinic');
    const first = await keepwell(
      'user',
      'add',
      '--email',
      'Lee@Example.org',
      '--name',
      'Lee',
      '--role',
      'manager',
      '--json',
    );
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(first.out)).toMatchObject({
      email: 'lee@example.org',
      practice: 'Harbour Clinic',
      roles: ['manager'],
      link: expect.stringMatching(/^https:\/\/clinic\.example\.org\/sign-in\/link#token=.{20,}/),
    });
    const more = await keepwell(
      'user',
      'add',
      '--email',
      'lee@example.org',
      '--role',
      'auditor',
      '--practice',
      'harbour clinic',
    );
    expect(more.err).toContain('lee@example.org works for Harbour Clinic as manager, auditor');
    const roles = await test.asSuperuser('select role from membership_role order by role');
    expect(roles).toEqual([{ role: 'auditor' }, { role: 'manager' }]);
    const events = await test.asSuperuser<{ event: string }>('select event from audit_event order by at');
    expect(events.map(({ event }) => event)).toEqual(['user.added', 'user.roles_changed']);
    expect(await test.asSuperuser('select from sign_in_link')).toHaveLength(2);
  });

  it('S2-31 gives somebody who has a password already nothing until they open the link', async () => {
    const elsewhere = newId();
    await makePractice(elsewhere, 'Elsewhere Clinic');
    const known = await aUser(test.db, elsewhere, ['manager'], { passwordHash: 'chosen elsewhere' });
    const add = (role: string) =>
      keepwell('user', 'add', '--email', known.email, '--role', role, '--practice', 'Harbour Clinic', '--json');
    await add('admin');
    expect(JSON.parse((await add('auditor')).out)).toMatchObject({ roles: ['admin', 'auditor'] });
    const roles = 'select practice_id, role from membership_role where user_id = $1';
    expect(await test.asSuperuser(roles, [known.id])).toEqual([{ practice_id: elsewhere, role: 'manager' }]);
    const invited = 'select practice_id, roles from invitation where user_id = $1';
    expect(await test.asSuperuser(invited, [known.id])).toEqual([{ practice_id: clinic, roles: ['admin', 'auditor'] }]);
    await test.asSuperuser('delete from practice where id = $1', [elsewhere]);
  });

  it('refuses a wrong role, a wrong address and an unclear practice', async () => {
    const add = (...more: string[]) => keepwell('user', 'add', ...more);
    expect(await add('--email', 'a@example.org', '--role', 'king')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--role king is not one of'),
    });
    expect(await add('--email', 'nobody')).toMatchObject({
      code: 2,
      err: expect.stringContaining('is not an address'),
    });
    await makePractice(newId(), 'Second Clinic');
    expect(await add('--email', 'a@example.org')).toMatchObject({
      code: 1,
      err: expect.stringContaining('There are several practices'),
    });
    expect(await add('--email', 'a@example.org', '--practice', 'Third')).toMatchObject({
      code: 1,
      err: expect.stringContaining('"Harbour Clinic", "Second Clinic"'),
    });
  });
});

describe('keepwell connector sync', () => {
  it('reads a connection, stores what changed, and reads the same again as unchanged', async () => {
    const dir = await folderWith(PRACTICE);
    await test.db.inPractice(clinic, (tx) =>
      new ApiConnectionQueries().create(tx, clinic, {
        connector: 'csv',
        name: 'Export',
        settings: { dir },
        pollSeconds: 3600,
        warmUpUntil: null,
      }),
    );
    const sync = () =>
      keepwellWith({ ...env, IMPORT_DIRS: tmpdir() }, 'connector', 'sync', '--practice', 'Harbour Clinic', '--json');
    const first = await sync();
    expect({ code: first.code, err: first.err }).toEqual({ code: 0, err: '' });
    const [run] = JSON.parse(first.out);
    expect(run).toMatchObject({ name: 'Export', read: 17, quarantined: 2 });
    expect(run.read).toBe(run.applied + run.unchanged + run.quarantined);
    expect(await test.asSuperuser('select source_id from patient order by source_id')).toEqual(
      ['p1', 'p2', 'p3', 'p4'].map((id) => ({ source_id: id })),
    );
    const [again] = JSON.parse((await sync()).out);
    expect(again).toMatchObject({ read: 17, applied: 0, unchanged: 15, quarantined: 2 });
  });

  it('says which connections there are, and why one was not read', async () => {
    const sync = (...more: string[]) => keepwell('connector', 'sync', '--practice', 'Harbour Clinic', ...more);
    expect(await sync('--connection', 'Fax')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('no connection "Fax"; there are "Export"'),
    });
    const refused = await sync('--connection', 'Export');
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('Export was not read: This server reads no folders');
    expect(await keepwell('connector', 'sync', '--practice', 'Second Clinic')).toMatchObject({
      code: 1,
      err: expect.stringContaining('no connection yet'),
    });
  });
});
