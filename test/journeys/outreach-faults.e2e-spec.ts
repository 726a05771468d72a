import { jest } from '@jest/globals';
import { databaseForThisFile } from '../support/database.js';
import { killChildren } from '../support/outreach/children.js';
import { cells, runCell, type CellResult } from '../support/outreach/fault-matrix.js';
import { startOwnRedis, type OwnRedis } from '../support/redis.js';

jest.setTimeout(900_000);

/** Cells side by side: most of a cell's time is waiting for a claim to run out. */
const AT_ONCE = 10;

describe('sending under faults', () => {
  let redis: OwnRedis;
  beforeAll(async () => {
    redis = await startOwnRedis();
  });
  afterAll(async () => {
    killChildren();
    await redis?.remove();
  });

  it('O-03 loses and doubles nothing at 12 points by 4 faults', async () => {
    const waiting = cells().filter(({ point, fault }) =>
      `${point} ${fault}`.includes(process.env.OUTREACH_CELLS ?? ''),
    );
    const asked = waiting.length;
    const results: CellResult[] = [];
    const work = async (_: unknown, slot: number) => {
      for (let cell = waiting.shift(); cell !== undefined; cell = waiting.shift()) {
        const { point, fault } = cell;
        // Owed work is found by database, whoever's it is: each cell has its own, and a Redis of its own number.
        const test = await databaseForThisFile({ poolSize: 3 });
        try {
          results.push(await runCell(test, `${redis.url}/${slot}`, cell));
        } catch (error) {
          const wrong = error instanceof Error ? error.message : String(error);
          results.push({ point, fault, duplicates: 0, lost: 0, wrong });
        } finally {
          await test.close();
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    expect(results.filter(({ duplicates, lost, wrong }) => duplicates + lost > 0 || wrong !== '')).toEqual([]);
    expect(results).toHaveLength(asked);
  });
});
