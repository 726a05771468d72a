import { join } from 'node:path';
import { PlaybookQueries } from '@keepwell/database';
import { CONFIG_DIR } from '@keepwell/env';
import { type Playbook, readPlaybooks } from '@keepwell/messaging';
import { aPractice } from '../../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { seedPlaybooks } from './playbook-seeder.js';
import { SeedTimes } from './seed-times.js';

let database: TestDatabase;
let playbooks: Playbook[];

beforeAll(async () => {
  [database, playbooks] = await Promise.all([databaseForThisFile(), readPlaybooks(join(CONFIG_DIR, 'playbooks'))]);
});
afterAll(() => database.close());

const queries = new PlaybookQueries();
const templatesOf = (id: string) => database.db.inPractice(id, (tx) => queries.templates(tx));
const sequencesOf = (id: string) => database.db.inPractice(id, (tx) => queries.sequences(tx));
const keys = (rows: { key: string }[]) =>
  [...new Set(rows.map(({ key }) => key.split('_')[0] ?? ''))].sort((one, other) => one.localeCompare(other));

describe('seedPlaybooks', () => {
  it('S3-30 C-12 gives a practice drafts for what it does, and the simulated one what may be sent', async () => {
    const [real, simulated] = [(await aPractice(database.db)).id, (await aPractice(database.db)).id];
    await database.asSuperuser('update practice set demo = true where id = $1', [simulated]);
    const due = new SeedTimes();
    let now = Date.parse('2026-11-20T10:00:00Z');

    expect(await seedPlaybooks(database.db, playbooks, () => now, due)).toBeGreaterThan(0);
    expect(keys(await templatesOf(real))).toEqual(['any']);

    // The first records come: the next round brings that specialty, and then nothing for an hour.
    await database.asSuperuser(`update practice set settings = '{"specialty":"PT"}' where id = $1`, [real]);
    expect(await seedPlaybooks(database.db, playbooks, () => now, due)).toBeGreaterThan(0);
    expect(keys(await templatesOf(real))).toEqual(['any', 'pt']);
    await database.asSuperuser(`update practice set settings = '{"specialty":"DE"}' where id = $1`, [real]);
    expect(await seedPlaybooks(database.db, playbooks, () => now, due)).toBe(0);
    now += 3_600_000;
    expect(await seedPlaybooks(database.db, playbooks, () => now, due)).toBeGreaterThan(0);
    expect(keys(await sequencesOf(real))).toEqual(['any', 'de', 'pt']);

    for (const rows of [await templatesOf(real), await sequencesOf(real)]) {
      expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['draft']));
    }
    for (const rows of [await templatesOf(simulated), await sequencesOf(simulated)]) {
      expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['approved']));
    }
    expect(await seedPlaybooks(database.db, playbooks, () => now)).toBe(0);
  });
});
