import { setImmediate } from 'node:timers/promises';
import { aPractice } from '../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../test/support/database.js';
import type { Transaction } from './database.js';
import { newId } from './ids.js';
import { together } from './together.js';

let test: TestDatabase;

beforeAll(async () => {
  test = await databaseForThisFile({ poolSize: 1 });
});
afterAll(() => test.close());

/** How this transaction plans, and how long its statements may take. */
async function manner(tx: Transaction): Promise<string[]> {
  const [row] = await tx.query<Record<string, string>[]>(
    `select current_setting('plan_cache_mode') as plans, current_setting('jit') as jit,
            current_setting('statement_timeout') as limit_ms`,
  );
  return Object.values(row ?? {});
}

describe("a practice's transaction", () => {
  it('plans by index where asked to, with a limit of its own, and leaves the connection as it was', async () => {
    const { id } = await aPractice(test.db);
    const before = await test.db.inPractice(id, manner);
    const within = await test.db.inPractice(id, manner, { byIndex: true, statementTimeoutMs: 7_000 });
    expect(within).toEqual(['force_generic_plan', 'off', '7s']);
    expect(before).not.toEqual(within);
    expect(await test.db.inPractice(id, manner)).toEqual(before);
  });

  it('N-02 says whose rows are meant before the first of the questions that go together', async () => {
    const [mine, other] = [(await aPractice(test.db)).id, (await aPractice(test.db)).id];
    const practices = (tx: Transaction) => tx.query<{ id: string }[]>('select id from practice');
    for (const id of [mine, other, mine]) {
      const seen = await test.db.inPractice(id, (tx) => together(practices(tx), practices(tx)), { pipelined: true });
      expect(seen).toEqual([[{ id }], [{ id }]]);
    }
  });

  it('gives a connection back with no answer under way, whichever question failed', async () => {
    const { id } = await aPractice(test.db);
    const renamed = (tx: Transaction) => tx.query(`update practice set name = 'Renamed' returning 1`);
    const name = (tx: Transaction) => tx.query<{ name: string }[]>('select name from practice');
    const before = await test.db.inPractice(id, name);
    const failing = (tx: Transaction) => [renamed(tx), tx.query('select 1 / 0'), tx.query('select pg_sleep(0.01)')];
    for (const asked of [
      (tx: Transaction) => together(...failing(tx)),
      // What follows the failure stands before it here; the failure itself is what is told.
      (tx: Transaction) =>
        together(
          name(tx).then(() => name(tx)),
          ...failing(tx),
        ),
      // Whoever does not wait for the others leaves them under way.
      (tx: Transaction) => Promise.all(failing(tx)),
      async (tx: Transaction) => {
        void together(renamed(tx), tx.query('select pg_sleep(0.2)'), tx.query('select 2'));
        await setImmediate();
        throw new Error('division by zero was seen coming');
      },
    ]) {
      await expect(test.db.inPractice<unknown>(id, asked, { pipelined: true })).rejects.toThrow('division by zero');
      expect(await test.db.inPractice(id, name)).toEqual(before);
    }
  });

  it('refuses an id that is none before the database hears of it', async () => {
    await expect(test.db.inPractice("x', true)", manner, { byIndex: true })).rejects.toThrow(TypeError);
  });
});

describe('a statement at once', () => {
  const job = (practice: string, from: string) => ({
    name: `owe_${practice === '$1' ? 'own' : 'other'}_${from === '' ? 'alone' : 'said'}`,
    sql: `insert into job (practice_id, id, kind, subject_id, due_at)
          select ${practice}::uuid, $2::uuid, 'intake', coalesce($3::uuid, $2::uuid), clock_timestamp() ${from} returning practice_id as "practiceId"`,
  });
  const SAID = 'from for_practice';

  it('N-02 writes for its practice alone, again and again, and leaves the connection working for nobody', async () => {
    const [mine, other] = [(await aPractice(test.db)).id, (await aPractice(test.db)).id];
    // More often than a plan is made anew.
    for (let n = 0; n < 12; n += 1) {
      const practiceId = n % 2 === 0 ? mine : other;
      expect(await test.db.atOnce(practiceId, job('$1', SAID), [newId(), null])).toEqual([{ practiceId }]);
      expect(await test.db.withoutPractice((tx) => tx.query('select 1 from job'))).toEqual([]);
    }
    for (const id of [mine, other]) {
      expect(await test.db.inPractice(id, (tx) => tx.query('select 1 from job'))).toHaveLength(6);
    }
  });

  it('N-02 cannot write for another practice, nor for any that it does not say', async () => {
    const [mine, other] = [(await aPractice(test.db)).id, (await aPractice(test.db)).id];
    const refused = /row-level security/;
    await expect(test.db.atOnce(mine, job('$3', SAID), [newId(), other])).rejects.toThrow(refused);
    await expect(test.db.atOnce(mine, job('$1', ''), [newId(), null])).rejects.toThrow(refused);
    await expect(test.db.atOnce("x', true)", job('$1', SAID), [newId(), null])).rejects.toThrow(TypeError);
  });
});
