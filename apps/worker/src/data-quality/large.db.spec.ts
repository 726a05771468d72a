import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { largeFeed } from '../../../../test/support/large-feed.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());

/** The short form of what test/nightly does with 100,000 and with 1,000,000. */
it('S-05 compares 10,000 records in the room of a page, and finds what was hidden and what is gone', async () => {
  const { read, peakRss, compareSeconds, compared } = await largeFeed(test, 10_000, 1000);
  expect(read).toBe(9_990);
  expect(compared).toEqual({ state: 'ok', missed: 10, changed: 0, absent: 10, gone: 0 });
  expect(peakRss).toBeLessThan(512);
  expect(compareSeconds).toBeLessThan(60);
}, 180_000);
