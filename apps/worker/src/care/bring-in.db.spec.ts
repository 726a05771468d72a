import { openFolders } from '@keepwell/connector-sdk';
import { CareTemplateQueries, PlaybookQueries } from '@keepwell/database';
import { createGuardedHttp } from '@keepwell/outbound';
import { pino } from 'pino';
import { apiUnderTest, type ApiUnderTest } from '../../../../test/support/api-under-test.js';
import { startWorker, type RunningWorker } from '../create-worker.js';

let api: ApiUnderTest;
let worker: RunningWorker;
const http = createGuardedHttp({ exceptions: [] });

beforeAll(async () => {
  api = await apiUnderTest({ poolSize: 10 });
});
afterAll(async () => {
  await worker?.stop();
  await http.close();
  await api.close();
});

const inPractice = <T>(id: string, ask: Parameters<typeof api.database.db.inPractice<T>>[1]) =>
  api.database.db.inPractice(id, ask);
const tiersOf = async (id: string) =>
  (await inPractice(id, (tx) => new CareTemplateQueries().current(tx, id)))?.templates.tiers.map(
    ({ id: tier }) => tier,
  );
const specialtiesOfTexts = async (id: string) => {
  const sequences = await inPractice(id, (tx) => new PlaybookQueries().sequences(tx));
  return [...new Set(sequences.flatMap(({ specialties }) => specialties))].sort();
};

async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + 12_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`${what} did not happen`);
    await new Promise((go) => setTimeout(go, 50));
  }
}

it('S0-01 S4-19 what ships for a specialty comes when somebody names it in the settings, though the worker has asked this practice before', async () => {
  const { id } = await api.practice({ settings: { specialty: 'PR' } });
  const manager = await api.signedIn(id, ['manager', 'admin']);
  worker = await startWorker({
    ...{ database: api.database.db, masterKey: api.database.masterKey, redisUrl: null, http, sweepMs: 100 },
    ...{ syncConcurrency: 1, syncPageSize: 100, graceMs: 2_000 },
    folders: openFolders({ allow: 'any' }),
    log: pino({ level: 'silent' }),
  });
  await until(async () => (await tiersOf(id)) !== undefined, 'the first round of the worker');
  expect([await tiersOf(id), await specialtiesOfTexts(id)]).toEqual([['continuation'], ['PR']]);

  expect((await manager.patch('/api/v1/practice', { specialty: 'MB' })).status).toBe(200);
  await until(async () => (await tiersOf(id))?.length === 3, 'bringing in the tiers of members');
  expect(await tiersOf(id)).toEqual(['member_entry', 'member_mid', 'member_high_touch']);
  expect(await specialtiesOfTexts(id)).toContain('MB');

  // What is the practice's own stays its own.
  const { version, programs, tiers } = (
    await manager.get<{ version: number; programs: unknown[]; tiers: unknown[] }>('/api/v1/care-templates')
  ).body;
  const saved = { basedOn: version, reason: 'One tier is enough', programs, tiers: tiers.slice(0, 1) };
  expect((await manager.send('PUT', '/api/v1/care-templates', saved)).status).toBe(200);
  await manager.patch('/api/v1/practice', { specialty: 'DPC' });
  await until(
    async () => (await specialtiesOfTexts(id)).includes('DPC'),
    'bringing in the texts of direct primary care',
  );
  expect(await tiersOf(id)).toEqual(['member_entry']);
});
