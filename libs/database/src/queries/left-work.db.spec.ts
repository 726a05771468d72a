import { aPractice } from '../../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { newId } from '../ids.js';
import { JobQueries } from './jobs.queries.js';
import { releaseLeftWork } from './left-work.queries.js';
import { StreamQueries } from './streams.queries.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());

it('gives back what a dead process held, in every practice, so that the next one need not wait', async () => {
  const jobs = new JobQueries();
  const streams = new StreamQueries();
  const held: { practiceId: string; connectionId: string; stream: string }[] = [];
  for (const name of ['one', 'two']) {
    const { id: practiceId } = await aPractice(test.db, { name });
    const connectionId = newId();
    const key = { practiceId, connectionId, stream: 'Patient' };
    await test.db.inPractice(practiceId, async (tx) => {
      await tx.query(`insert into connection (practice_id, id, connector, name) values ($1, $2, 'csv', 'Front desk')`, [
        practiceId,
        connectionId,
      ]);
      await streams.takeLease(tx, key, 'a process that died', 600_000);
      await jobs.owe(tx, practiceId, 'sync', connectionId);
    });
    held.push(key);
  }
  const claim = async () =>
    test.db.asDispatcher(async (tx) => {
      const due = await jobs.findDue(tx, ['sync'], 10);
      const claimed = [];
      for (const { id } of due) claimed.push(await jobs.claim(tx, id, 'a process that died', 600_000));
      return claimed.filter((job) => job !== null).length;
    });
  expect(await claim()).toBe(2);
  expect(await claim()).toBe(0);

  expect(await releaseLeftWork(test.db)).toEqual({ jobs: 2, streams: 2 });

  expect(await claim()).toBe(2);
  for (const key of held) {
    const lease = await test.db.inPractice(key.practiceId, (tx) => streams.takeLease(tx, key, 'the next', 1_000));
    expect(lease).not.toBeNull();
  }
});
