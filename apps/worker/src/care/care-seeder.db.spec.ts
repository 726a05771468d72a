import { join } from 'node:path';
import { CareTemplateQueries, EvaluationQueries } from '@keepwell/database';
import { RULES, type CareTemplates } from '@keepwell/domain';
import { CONFIG_DIR } from '@keepwell/env';
import { readShippedCare } from '@keepwell/messaging';
import { aPractice } from '../../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { basisChange, practiceBasis } from '../evaluation/practice-basis.js';
import { seedCare } from './care-seeder.js';

let database: TestDatabase;
let shipped: CareTemplates;
const queries = new CareTemplateQueries();
const NOW = Date.parse('2026-11-20T10:00:00Z');

beforeAll(async () => {
  [database, shipped] = await Promise.all([databaseForThisFile(), readShippedCare(join(CONFIG_DIR, 'care'))]);
});
afterAll(() => database.close());

const currentOf = (id: string) => database.db.inPractice(id, (tx) => queries.current(tx, id));
const contextOf = (id: string) => database.db.inPractice(id, (tx) => new EvaluationQueries().context(tx, id));
const sets = (id: string, specialty: string) =>
  database.asSuperuser(`update practice set settings = jsonb_build_object('specialty', $2::text) where id = $1`, [
    id,
    specialty,
  ]);

describe('S0-01 S4-19 the care templates of a practice', () => {
  it('S0-01 S4-19 begin as those of its specialties, and nothing is added once somebody changed them', async () => {
    const { id } = await aPractice(database.db);
    await seedCare(database.db, shipped, () => NOW);
    expect(await currentOf(id)).toBeNull();
    await sets(id, 'MB');
    expect(await seedCare(database.db, shipped, () => NOW)).toBeGreaterThan(0);
    const first = await currentOf(id);
    expect(first).toMatchObject({ version: 1, author: null, templates: { programs: [] } });
    expect(first?.templates.tiers.map(({ pattern }) => pattern)).toEqual(['entry', 'mid', 'high_touch']);
    await sets(id, 'DPC');
    await seedCare(database.db, shipped, () => NOW);
    const second = await currentOf(id);
    expect([second?.version, second?.templates.tiers.map(({ specialty }) => specialty)]).toEqual([
      2,
      ['DPC', 'DPC', 'DPC'],
    ]);
    const author = '018f0000-0000-7000-8000-000000000001';
    const own = { version: 3, templates: { programs: [], tiers: [] }, author, reason: 'Ours differ', now: NOW };
    expect(await database.db.inPractice(id, (tx) => queries.add(tx, id, own))).toBe(true);
    expect(await database.db.inPractice(id, (tx) => queries.add(tx, id, own))).toBe(false);
    await seedCare(database.db, shipped, () => NOW);
    expect(await currentOf(id)).toMatchObject({ version: 3, author: { id: author, name: 'former user' } });
  });

  it('S4-12 a version cannot be changed or taken back', async () => {
    const { id } = await aPractice(database.db);
    await sets(id, 'PR');
    await seedCare(database.db, shipped, () => NOW);
    for (const change of ['update care_template set version = 9', 'delete from care_template']) {
      await expect(database.db.inPractice(id, (tx) => tx.query(change))).rejects.toThrow(/permission denied/);
    }
  });

  it('S4-09 S4-11 are read with the practice, and ask everybody anew only where a rule reads them', async () => {
    const { id } = await aPractice(database.db);
    await sets(id, 'PR');
    const before = await contextOf(id);
    await seedCare(database.db, shipped, () => NOW);
    const after = await contextOf(id);
    expect(before.facts.care).toBeUndefined();
    expect(after.facts.care?.programs.map(({ id: each }) => each)).toEqual(['six_month_program']);
    const moved = (ruleSettings: typeof before.ruleSettings) =>
      basisChange(
        practiceBasis({ ...before, ruleSettings }, {}, NOW).stored,
        practiceBasis({ ...after, ruleSettings }, {}, NOW).stored,
      ).everyone;
    expect(moved([])).toBe(false);
    for (const { id: rule } of RULES.filter(({ readsCare }) => readsCare === true))
      expect([rule, moved([{ rule, mode: 'on', parameters: {}, location: null }])]).toEqual([rule, true]);
    expect(moved([{ rule: 'P02', mode: 'on', parameters: {}, location: null }])).toBe(false);
  });
});
