import { databaseForThisFile } from '../support/database.js';
import { killChildren } from '../support/outreach/children.js';
import { killAtRandom } from '../support/outreach/kill-run.js';

afterAll(() => killChildren());

const SEED = Number(process.env.OUTREACH_SEED ?? Date.now() % 1_000_000);

describe('senders killed at random', () => {
  it.each([
    { steps: 500, kills: 200 },
    { steps: 5_000, kills: 2_000 },
  ])(
    'O-02 lose and double nothing: $steps steps, $kills kills',
    async ({ steps, kills }) => {
      const test = await databaseForThisFile({ poolSize: 6 });
      try {
        const run = await killAtRandom(test, { steps, kills, seed: SEED, atOnce: 4, withinMs: 3_000_000 });
        process.stderr.write(`O-02 seed ${SEED}: ${JSON.stringify(run)}\n`);
        expect(run).toMatchObject({ steps, duplicates: 0, lost: 0 });
        expect(run.kills).toBeGreaterThanOrEqual(kills);
      } finally {
        await test.close();
      }
    },
    3_600_000,
  );
});
