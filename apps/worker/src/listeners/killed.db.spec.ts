import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { killListener } from '../../../../test/support/listener-kills.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());

describe('a listener that is killed', () => {
  // The long form, 10,000 messages, is test/nightly/hl7.nightly-spec.ts.
  it('H-01 has kept every message that it answered AA, once: 300 messages, killed about every 100', async () => {
    const { kills, acknowledged, kept } = await killListener(test, 300, 100);
    expect(kills).toBeGreaterThanOrEqual(2);
    expect(acknowledged.size).toBe(300);
    expect(kept.size).toBe(300);
    expect([...kept.values()].every((n) => n === 1)).toBe(true);
  }, 120_000);
});
