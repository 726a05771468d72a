import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { expectedOf, killAtBorders } from '../../../../test/support/kill-at-borders.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());

describe('a sync that is killed', () => {
  it('S-01 loses and doubles nothing: kill -9 at each border of 4 pages (200 every night)', async () => {
    const pages = 4;
    const { kills, killsBeforeCommit, ...left } = await killAtBorders(test, pages);
    expect(kills).toBe(6);
    expect(killsBeforeCommit).toBe(2);
    expect(left).toEqual(expectedOf(pages));
  }, 180_000);
});
