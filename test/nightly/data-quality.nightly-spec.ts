import { databaseForThisFile, type TestDatabase } from '../support/database.js';
import { largeFeed } from '../support/large-feed.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());

describe('a large source', () => {
  it('S-05 100,000 records are compared within ten minutes and 512 MiB', async () => {
    const { peakRss, compareSeconds, compared } = await largeFeed(test, 100_000, 5000);
    expect(compared).toEqual({ state: 'ok', missed: 20, changed: 0, absent: 20, gone: 0 });
    expect(compareSeconds).toBeLessThan(600);
    expect(peakRss).toBeLessThan(512);
  }, 1_800_000);

  it('a feed of 1,000,000 records is read and compared within 512 MiB', async () => {
    const feed = await largeFeed(test, 1_000_000, 50_000);
    process.stdout.write(`${JSON.stringify(feed)}\n`);
    expect(feed.read).toBe(1_000_000 - 20);
    expect(feed.peakRss).toBeLessThan(512);
  }, 7_200_000);
});
