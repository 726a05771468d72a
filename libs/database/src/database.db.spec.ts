import { aPractice } from '../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../test/support/database.js';
import type { Transaction } from './database.js';

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

  it('refuses an id that is none before the database hears of it', async () => {
    await expect(test.db.inPractice("x', true)", manner, { byIndex: true })).rejects.toThrow(TypeError);
  });
});
