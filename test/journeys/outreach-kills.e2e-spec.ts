import { jest } from '@jest/globals';
import { databaseForThisFile } from '../support/database.js';
import { killChildren } from '../support/outreach/children.js';
import { killAtRandom } from '../support/outreach/kill-run.js';

jest.setTimeout(600_000);
afterAll(() => killChildren());

/** Printed, so that a run that fails can be had again. */
const SEED = Number(process.env.OUTREACH_SEED ?? 20_261_121);

describe('senders killed at random', () => {
  it('O-02 lose and double nothing: 500 steps, 200 kills (5,000 steps every night)', async () => {
    const test = await databaseForThisFile({ poolSize: 6 });
    try {
      const wanted = { steps: 500, kills: 200, seed: SEED, atOnce: 4, withinMs: 540_000 };
      const run = await killAtRandom(test, wanted);
      process.stderr.write(`O-02 seed ${SEED}: ${JSON.stringify(run)}\n`);
      expect(run).toMatchObject({ steps: 500, duplicates: 0, lost: 0 });
      expect(run.kills).toBeGreaterThanOrEqual(200);
      // Many did die with a message in hand, on either side of the request, or this would prove nothing.
      expect(run.midway.before).toBeGreaterThan(10);
      expect(run.midway.after).toBeGreaterThan(5);
    } finally {
      await test.close();
    }
  });

  it('O-02 the same look finds out a sender that tries again on any error', async () => {
    const test = await databaseForThisFile({ poolSize: 6 });
    try {
      const wanted = { steps: 30, kills: 2, seed: SEED, atOnce: 2, withinMs: 120_000, naive: true };
      const run = await killAtRandom(test, wanted);
      expect(run.duplicates).toBeGreaterThan(0);
    } finally {
      await test.close();
    }
  });
});
