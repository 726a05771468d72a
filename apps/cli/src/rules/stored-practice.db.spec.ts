import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { aPractice } from '../../../../test/support/builders.js';
import { fillWorklist } from '../../../../test/support/worklist-rows.js';
import { keepwellWith, removeFolders } from '../../test/command-line.js';

let test: TestDatabase;
let env: Record<string, string>;
let practiceId: string;
let then: string;

const pause = () => new Promise((done) => setTimeout(done, 5));

beforeAll(async () => {
  test = await databaseForThisFile();
  env = {
    DATABASE_URL: test.databaseUrl,
    DATABASE_MIGRATION_URL: test.migrationUrl,
    KEEPWELL_MASTER_KEY: test.masterKey.toString('base64'),
  };
  practiceId = (await aPractice(test.db)).id;
  await fillWorklist(test, practiceId, { cases: 40 });
  await pause();
  then = new Date().toISOString();
  await pause();
  await test.asSuperuser(`update off_track_case set state = 'closed' where practice_id = $1`, [practiceId]);
});
afterAll(async () => {
  await test.close();
  await removeFolders();
});

const keepwell = (...argv: string[]) => keepwellWith(env, 'rules', 'explain', ...argv);

describe('keepwell rules explain, of a stored practice', () => {
  it('X09: shows the list as it was, and leaves a trace', async () => {
    const listed = JSON.parse((await keepwell('--list', '--as-of', then, '--json')).out);
    expect(listed.items.length).toBeGreaterThan(15);
    expect(listed.items[0]).toMatchObject({ state: 'open', class: expect.stringMatching(/^S\d$/) });
    const now = JSON.parse((await keepwell('--list', '--json')).out);
    expect(now.items).toEqual([]);
    const text = (await keepwell('--list', '--as-of', then)).out;
    expect(text).toContain(`tab today: ${listed.items.length} patients`);
    expect(text).toContain(listed.items[0].reason);
    const trail = await test.asSuperuser<{ n: number }>(
      `select count(*)::int as n from audit_event where practice_id = $1 and event = 'worklist.past_viewed' and detail->>'by' = 'command line'`,
      [practiceId],
    );
    expect(trail).toEqual([{ n: 3 }]);
  });

  it('X09: says why a patient was listed, and what the answer rests on', async () => {
    const { code, out, err } = await keepwell('--patient', 'P-7', '--as-of', then);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('Rule by rule');
    expect(out).toContain('This answer rests on');
  });

  it('refuses half a question with what to do', async () => {
    expect(await keepwell()).toMatchObject({ code: 2, err: expect.stringContaining('either --patient ID or --list') });
    expect(await keepwell('--list', '--connector', 'csv')).toMatchObject({ code: 2 });
    expect(await keepwell('--list', '--as-of', '2020-01-01')).toMatchObject({
      code: 1,
      err: expect.stringContaining('is kept since'),
    });
    expect(await keepwell('--list', '--as-of', '2999-01-01')).toMatchObject({ code: 1 });
    expect(await keepwell('--patient', 'nobody')).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no patient'),
    });
  });
});
