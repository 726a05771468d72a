import { databaseForThisFile, type TestDatabase } from '../support/database.js';
import { killListener } from '../support/listener-kills.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());

describe('a listener that is killed', () => {
  it('H-01 has kept every message that it answered AA, once: 10,000 messages, killed about every 500', async () => {
    const { kills, acknowledged, kept } = await killListener(test, 10_000, 500);
    expect(kills).toBeGreaterThanOrEqual(19);
    expect(acknowledged.size).toBe(10_000);
    expect(kept.size).toBe(10_000);
    expect([...kept.values()].every((n) => n === 1)).toBe(true);
  }, 3_600_000);
});
