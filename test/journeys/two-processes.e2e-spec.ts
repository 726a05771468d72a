import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import { hash } from '@node-rs/argon2';
import { serveFhir, simulatePractice, SIMULATED_ZONE, startClock, type FhirServer } from '@keepwell/simulator';
import { Browser, CHEAP_PASSWORDS, PASSWORD } from '../support/api-under-test.js';
import { aPractice, aUser } from '../support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../support/database.js';
import { keepwell, runKeepwell } from '../support/keepwell-up.js';
import { startOwnRedis, type OwnRedis } from '../support/redis.js';

/**
 * Production's shape: the API and two workers as processes of their own, hints through a real Redis, a vendor over HTTP. An
 * integrator connects the vendor through the API; the list fills; a worker is killed and Redis wiped, and nothing is lost.
 */

const SOON_MS = 90_000;

let database: TestDatabase;
let redis: OwnRedis;
let vendor: FhirServer;
let api: Process;
const workers: Process[] = [];
let browser: Browser;
let connectionId: string;

interface Process {
  child: ChildProcess;
  said(): string;
  end(signal: NodeJS.Signals): Promise<number | null>;
}

beforeAll(async () => {
  database = await databaseForThisFile();
  redis = await startOwnRedis();
  const asOf = Math.floor(Date.now() / 1000) * 1000;
  const practice = simulatePractice({ seed: 'two processes', patients: 120, asOf });
  vendor = await serveFhir({ practice, clock: startClock({ from: asOf }), pageSize: 50 });
  const { id } = await aPractice(database.db, { timezone: SIMULATED_ZONE, settings: { warmUpDays: 0 } });
  const { memoryKib, passes, lanes } = CHEAP_PASSWORDS;
  const passwordHash = await hash(PASSWORD, { memoryCost: memoryKib, timeCost: passes, parallelism: lanes });
  const user = await aUser(database.db, id, ['admin', 'coordinator'], { passwordHash });
  api = await start('api', 'listening');
  for (const _ of [1, 2]) workers.push(await start('worker', 'at work'));
  browser = await new Browser(addressOf(api)).signIn(user);
}, 240_000);

afterAll(async () => {
  for (const process of [...workers, api]) await process?.end('SIGKILL');
  await vendor?.close();
  await redis?.remove();
  await database?.close();
});

async function start(kind: 'api' | 'worker', ready: string): Promise<Process> {
  const child = runKeepwell([kind], {
    DATABASE_URL: database.databaseUrl,
    KEEPWELL_MASTER_KEY: database.masterKey.toString('base64'),
    REDIS_URL: redis.url,
    OUTBOUND_EXCEPTIONS: new URL(vendor.url).origin,
    PORT: '0',
    SWEEP_MS: '500',
  });
  let said = '';
  const closed = once(child, 'close') as Promise<[number | null]>;
  await new Promise<void>((done, failed) => {
    const read = (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes(ready)) done();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('close', (code) => failed(new Error(`${kind} ended with ${code}: ${said}`)));
  });
  return {
    child,
    said: () => said,
    end: async (signal) => {
      child.kill(signal);
      return (await closed)[0];
    },
  };
}

/** Port 0 takes a free one; the log says which. */
function addressOf(process: Process): string {
  const port = /"port":(\d+)/.exec(process.said())?.[1];
  if (port === undefined) throw new Error(`No port in: ${process.said()}`);
  return `http://127.0.0.1:${port}`;
}

async function eventually<T>(what: string, look: () => Promise<T | null>): Promise<T> {
  const until = Date.now() + SOON_MS;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (Date.now() > until) throw new Error(`Waited ${SOON_MS} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

interface Page {
  items: { personId: string; sourceIds: { id: string }[] }[];
}

const worklist = async () => (await browser.get<Page>('/api/v1/worklist?tab=today&limit=200')).body.items;

it('S2-07 fills the list of a practice that an integrator connects through the API', async () => {
  const created = await browser.post<{ id: string }>('/api/v1/connections', {
    connector: 'fhir-r4',
    name: 'Vendor',
    settings: { url: vendor.url, timezone: SIMULATED_ZONE },
    pollSeconds: 30,
  });
  expect(created.status).toBe(201);
  connectionId = created.body.id;
  const cases = await eventually('off-track patients', async () => {
    const items = await worklist();
    return items.length > 3 ? items : null;
  });
  expect(cases.length).toBeGreaterThan(3);
}, 120_000);

it('P-05 says ready, with the queue', async () => {
  const { status, body } = await browser.get<{ status: string }>('/readyz');
  expect(status).toBe(200);
  expect(body.status).toBe('ready');
}, 30_000);

it('loses nothing when a worker is killed and Redis is wiped: a booking still takes the case away', async () => {
  const [first] = await worklist();
  await workers[0]!.end('SIGKILL');
  await redis.end();
  const response = await fetch(`${vendor.controlUrl}/patients/${first!.sourceIds[0]!.id}/book`, { method: 'POST' });
  expect(response.ok).toBe(true);
  await redis.startAgain();
  const asked = await browser.post(`/api/v1/connections/${connectionId}/sync`);
  expect([202, 409]).toContain(asked.status);
  await eventually('the case to go', async () =>
    (await worklist()).some(({ personId }) => personId === first!.personId) ? null : true,
  );
  const { body } = await browser.get<{ items: { state: string; read: number; applied: number }[] }>(
    `/api/v1/connections/${connectionId}/runs`,
  );
  expect(body.items.filter(({ state }) => state === 'ok').length).toBeGreaterThan(0);
}, 200_000);

it('S-09 reconciles every run: read = applied + unchanged + quarantined', async () => {
  const runs = await database.asSuperuser<{ read: string; applied: string; unchanged: string; quarantined: string }>(
    'select read, applied, unchanged, quarantined from sync_run',
  );
  expect(runs.length).toBeGreaterThan(0);
  for (const { read, applied, unchanged, quarantined } of runs) {
    expect(Number(read)).toBe(Number(applied) + Number(unchanged) + Number(quarantined));
  }
}, 30_000);

it('W-06 keeps patient data out of the logs', async () => {
  const families = await database.asSuperuser<{ family_name: string; source_id: string }>(
    'select family_name, source_id from patient where family_name is not null',
  );
  expect(families.length).toBeGreaterThan(20);
  const said = [api, ...workers].map((process) => process.said()).join('\n');
  for (const { family_name } of families) expect(said).not.toContain(family_name);
}, 30_000);

it('ends a worker on SIGTERM with exit code 0', async () => {
  expect(await workers[1]!.end('SIGTERM')).toBe(0);
  expect(await api.end('SIGTERM')).toBe(0);
}, 60_000);

it('refuses to start a worker without its database, in one sentence', async () => {
  const { code, said } = await keepwell(['worker'], {
    DATABASE_URL: 'postgresql://keepwell_app:secret@127.0.0.1:1/keepwell',
    KEEPWELL_MASTER_KEY: database.masterKey.toString('base64'),
    PORT: '0',
  });
  expect(code).toBe(1);
  expect(said).toMatch(/database does not answer/i);
  expect(said).not.toContain('secret');
  expect(said).not.toMatch(/\n\s+at /);
}, 60_000);
