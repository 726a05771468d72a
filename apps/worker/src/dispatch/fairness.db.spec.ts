import { newId } from '@keepwell/database';
import { createQueue, intakeJob } from '@keepwell/queues';
import { pino } from 'pino';
import { aPractice } from '../../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { Dispatcher } from './dispatcher.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile({ poolSize: 10 });
});
afterAll(() => test.close());

const ONE_JOB_MS = 100;

it('V-06 a practice that owes 100,000 jobs delays another one by seconds, though all of them were due before', async () => {
  const [greedy, small] = [await aPractice(test.db), await aPractice(test.db)];
  await test.asSuperuser(
    `insert into job (practice_id, id, kind, subject_id, due_at)
     select $1, gen_random_uuid(), 'intake', gen_random_uuid(), now() - interval '1 hour' from generate_series(1, 100000)`,
    [greedy.id],
  );
  const ran: string[] = [];
  const queue = await createQueue(null, { onError: () => {} });
  const dispatcher = new Dispatcher({
    ...{ database: test.db, queue, log: pino({ level: 'silent' }) },
    works: [
      {
        kind: intakeJob,
        concurrency: 1,
        run: async ({ practiceId }) => {
          await new Promise((resolve) => setTimeout(resolve, ONE_JOB_MS));
          ran.push(practiceId);
          return null;
        },
      },
    ],
  });
  await dispatcher.start();
  await dispatcher.sweep();
  // The queue is full of the greedy one's work by now.
  await test.asSuperuser(
    `insert into job (practice_id, id, kind, subject_id, due_at) values ($1, $2, 'intake', $3, now())`,
    [small.id, newId(), newId()],
  );
  const from = performance.now();
  while (!ran.includes(small.id) && performance.now() - from < 30_000) {
    await dispatcher.sweep();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const waited = performance.now() - from;
  await queue.stop(1_000);
  expect(ran).toContain(small.id);
  expect(waited).toBeLessThan(30_000);
}, 60_000);
