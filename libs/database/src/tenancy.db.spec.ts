import { aPractice } from '../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../test/support/database.js';
import { audit } from './audit.js';
import type { Database } from './database.js';
import { Connection } from './entities/connection.entity.js';
import { Job } from './entities/job.entity.js';
import { MembershipRole } from './entities/membership-role.entity.js';
import { Practice } from './entities/practice.entity.js';
import { newId } from './ids.js';

let test: TestDatabase;
let db: Database;
let practices: string[];
const ROWS = 20;

beforeAll(async () => {
  test = await databaseForThisFile({ poolSize: 5 });
  db = test.db;
  practices = [];
  for (let n = 0; n < 4; n += 1) {
    const { id } = await aPractice(db);
    practices.push(id);
    await db.inPractice(id, async (tx) => {
      for (let row = 0; row < ROWS; row += 1) {
        await tx.insert(Connection, {
          practiceId: id,
          id: newId(),
          connector: 'csv',
          name: `${n}/${row}`,
          settings: {},
        });
      }
    });
  }
});
afterAll(() => test.close());

const practice = (n: number): string => practices[n % practices.length] ?? '';

describe('the tenancy of the database', () => {
  it('N-02 shows no foreign row in 10,000 mixed requests on a pool of five', async () => {
    let foreign = 0;
    let seen = 0;
    const kinds = [
      async (id: string) => {
        const rows = await db.inPractice(id, (tx) => tx.find(Connection));
        seen += rows.length;
        foreign += rows.filter((row) => row.practiceId !== id).length;
      },
      async (id: string) => {
        const [row] = await db.inPractice(id, (tx) =>
          tx.query('select count(*)::int as n from connection where practice_id <> $1', [id]),
        );
        foreign += row.n;
      },
      async () => {
        foreign += await db.withoutPractice((tx) => tx.count(Connection));
      },
      async (id: string) => {
        // A request that fails half-way must leave nothing on the pooled connection.
        await expect(
          db.inPractice(id, async (tx) => {
            await tx.query('update connection set problem = $1 where true', ['half-way']);
            throw new Error('half-way');
          }),
        ).rejects.toThrow('half-way');
      },
      async () => {
        foreign += await db.asDispatcher((tx) => tx.count(Job));
      },
    ];
    for (let batch = 0; batch < 200; batch += 1) {
      await Promise.all(
        Array.from({ length: 50 }, (_, n) =>
          Promise.resolve(kinds[(batch + n) % kinds.length]?.(practice(batch * 7 + n * 3))),
        ),
      );
    }
    expect(foreign).toBe(0);
    expect(seen).toBe(2_000 * ROWS);
    const touched = await test.asSuperuser('select from connection where problem is not null');
    expect(touched).toEqual([]);
  }, 120_000);

  it('N-02 refuses rows written for another practice', async () => {
    const [mine, other] = [practice(0), practice(1)];
    await expect(
      db.inPractice(mine, (tx) =>
        tx.insert(Connection, { practiceId: other, id: newId(), connector: 'csv', name: 'planted', settings: {} }),
      ),
    ).rejects.toThrow(/row-level security/);
    const moved = await db.inPractice(mine, (tx) => tx.update(Connection, { practiceId: other }, { name: 'taken' }));
    expect(moved.affected).toBe(0);
    await expect(
      db.inPractice(mine, (tx) => tx.query('update connection set practice_id = $1', [other])),
    ).rejects.toThrow(/row-level security/);
  });

  it('shows a person their own roles and practices, and nothing in them', async () => {
    const userId = newId();
    await db.withoutPractice((tx) =>
      tx.query(`insert into app_user (id, email, display_name) values ($1, $2, 'Robin')`, [
        userId,
        `${userId}@example.org`,
      ]),
    );
    for (const id of [practice(0), practice(2)]) {
      await db.inPractice(id, (tx) =>
        tx.insert(MembershipRole, { practiceId: id, id: newId(), userId, role: 'coordinator' }),
      );
    }
    const seen = await db.inUser(userId, async (tx) => ({
      practices: (await tx.find(Practice)).map(({ id }) => id).sort(),
      roles: (await tx.find(MembershipRole)).length,
      connections: await tx.count(Connection),
    }));
    expect(seen).toEqual({ practices: [practice(0), practice(2)].sort(), roles: 2, connections: 0 });
  });

  it('shows the dispatcher what is owed everywhere, and nothing else', async () => {
    for (const practiceId of practices) {
      await db.inPractice(practiceId, (tx) =>
        tx.insert(Job, { practiceId, id: newId(), kind: 'sync', subjectId: newId(), dueAt: new Date() }),
      );
    }
    expect(await db.asDispatcher((tx) => tx.count(Job))).toBe(practices.length);
    expect(await db.asDispatcher(async (tx) => (await tx.query('select id from practice')).length)).toBe(
      practices.length,
    );
    await expect(db.asDispatcher((tx) => tx.query('select name from practice'))).rejects.toThrow(/permission denied/);
    // Of connections it sees where one is, of which kind and on which port; secrets are no settings.
    await expect(db.asDispatcher((tx) => tx.query('select name from connection'))).rejects.toThrow(/permission denied/);
    await expect(db.asDispatcher((tx) => tx.query('select 1 from connection_secret'))).rejects.toThrow(
      /permission denied/,
    );
    // The role is left with the transaction.
    expect(await db.withoutPractice((tx) => tx.count(Job))).toBe(0);
  });
});

describe('the audit', () => {
  it('A-02 takes the change back when it cannot be written', async () => {
    const practiceId = practice(0);
    const change = () =>
      db.inPractice(practiceId, async (tx) => {
        await tx.update(Practice, { id: practiceId }, { name: 'Renamed' });
        await audit(tx, {
          practiceId,
          actorUserId: null,
          event: 'practice.renamed',
          subjectKind: 'practice',
          subjectId: practiceId,
        });
      });
    await test.asSuperuser('alter table audit_event add constraint full_disk check (false) not valid');
    try {
      await expect(change()).rejects.toThrow(/full_disk/);
    } finally {
      await test.asSuperuser('alter table audit_event drop constraint full_disk');
    }
    expect(await nameOf(practiceId)).not.toBe('Renamed');
    await change();
    expect(await nameOf(practiceId)).toBe('Renamed');
  });

  it('A-02 can be added to and not rewritten', async () => {
    const practiceId = practice(0);
    for (const statement of ['update audit_event set event = $1', 'delete from audit_event where event <> $1']) {
      await expect(db.inPractice(practiceId, (tx) => tx.query(statement, ['x']))).rejects.toThrow(/permission denied/);
    }
  });
});

async function nameOf(id: string): Promise<string | undefined> {
  return (await test.asSuperuser<{ name: string }>('select name from practice where id = $1', [id]))[0]?.name;
}
