import { databaseForThisFile, type TestDatabase } from '../support/database.js';
import { expectedOf, killAtBorders } from '../support/kill-at-borders.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());

describe('a sync that is killed', () => {
  it('S-01 loses and doubles nothing: kill -9 at each border of 200 pages', async () => {
    const pages = 200;
    const { kills, killsBeforeCommit, ...left } = await killAtBorders(test, pages);
    expect(kills).toBe(300);
    expect(killsBeforeCommit).toBe(100);
    expect(left).toEqual(expectedOf(pages));
  }, 3_600_000);
});
