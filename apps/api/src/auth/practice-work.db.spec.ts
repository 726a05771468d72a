import { newId } from '@keepwell/database';
import { databaseForThisFile } from '../../../../test/support/database.js';
import type { TestDatabase } from '../../../../test/support/database.js';
import { aPractice } from '../../../../test/support/builders.js';
import type { Caller } from './caller.js';
import { PracticeWork } from './practice-work.js';

let database: TestDatabase;
let caller: Caller;

beforeAll(async () => {
  database = await databaseForThisFile();
  const { id } = await aPractice(database.db);
  caller = {
    sessionHash: Buffer.alloc(32),
    userId: newId(),
    practiceId: id,
    roles: ['admin'],
    requestId: newId(),
    auditEvent: 'thing.changed',
  };
});
afterAll(() => database.close());

const events = () =>
  database.asSuperuser<{ event: string; subject_id: string | null }>(
    'select event, subject_id from audit_event order by at',
  );

it('W-03 no question of a request takes longer than ten seconds', async () => {
  const work = new PracticeWork(database.db);
  const limit = await work.run({ ...caller, auditEvent: null }, (tx) =>
    tx.query<{ statement_timeout: string }[]>('show statement_timeout'),
  );
  expect(limit).toEqual([{ statement_timeout: '10s' }]);
  const after = await database.db.inPractice(caller.practiceId, (tx) =>
    tx.query<{ statement_timeout: string }[]>('show statement_timeout'),
  );
  expect(after).toEqual([{ statement_timeout: '0' }]);
});

it('A-02 the event commits with the change, and neither without the other', async () => {
  const work = new PracticeWork(database.db);
  await work.run(caller, async (tx, trail) => {
    await tx.query('update practice set name = $1', ['Renamed']);
    trail.about('practice', caller.practiceId);
  });
  expect(await events()).toEqual([{ event: 'thing.changed', subject_id: caller.practiceId }]);
  const failing = work.run(caller, async (tx) => {
    await tx.query('update practice set name = $1', ['Renamed again']);
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await events()).toHaveLength(1);
  expect(await database.asSuperuser('select name from practice')).toEqual([{ name: 'Renamed' }]);
});
