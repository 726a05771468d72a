import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hash } from '@node-rs/argon2';
import { serveFhir, simulatePractice, SIMULATED_ZONE, startClock, type FhirServer } from '@keepwell/simulator';
import { Browser, CHEAP_PASSWORDS, PASSWORD } from '../support/api-under-test.js';
import { aPractice, aUser } from '../support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../support/database.js';
import { keepwell, runKeepwell } from '../support/keepwell-up.js';
import { startOwnRedis, type OwnRedis } from '../support/redis.js';

/**
 * Production's shape: the API and two workers as processes of their own, hints through a real Redis, a vendor over HTTP. An
 * integrator connects the vendor and a folder of exports through the API; the list fills and follows what changes there; a worker is
 * killed and Redis wiped, and nothing is lost.
 */

const SOON_MS = 90_000;
const POLL_SECONDS = 15;
const DAY_MS = 86_400_000;

let database: TestDatabase;
let redis: OwnRedis;
let vendor: FhirServer;
let exports: string;
const startedAt = Date.now();
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
  exports = await mkdtemp(join(tmpdir(), 'keepwell-exports-'));
  const asOf = Math.floor(Date.now() / 1000) * 1000;
  const practice = simulatePractice({ seed: 'two processes', patients: 120, asOf });
  vendor = await serveFhir({ practice, clock: startClock(), pageSize: 50 });
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
  await rm(exports, { recursive: true, force: true });
});

async function start(kind: 'api' | 'worker', ready: string): Promise<Process> {
  const child = runKeepwell([kind], {
    DATABASE_URL: database.databaseUrl,
    KEEPWELL_MASTER_KEY: database.masterKey.toString('base64'),
    REDIS_URL: redis.url,
    OUTBOUND_EXCEPTIONS: new URL(vendor.url).origin,
    IMPORT_DIRS: exports,
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
    pollSeconds: POLL_SECONDS,
  });
  expect(created.status).toBe(201);
  connectionId = created.body.id;
  const cases = await eventually('off-track patients', async () => {
    const items = await worklist();
    return items.length > 3 ? items : null;
  });
  expect(cases.length).toBeGreaterThan(3);
}, 120_000);

/** A visit kept, the next one cancelled, nothing booked since; or booked just now. A new export takes the place of the old one at once. */
async function writeExport(bookedAt: Date | null): Promise<void> {
  const day = (days: number) => new Date(startedAt + days * DAY_MS).toISOString();
  const now = bookedAt?.toISOString();
  const files = {
    locations: ['id,name,timezone,open_days', 'main,Main street,Europe/London,1-7'],
    services: ['id,name,line,kind,interval_days,specialty', 'pt,Physio,knee,treatment,7,PT'],
    patients: ['id,given_name,family_name,phone,location_id', 'x1,Ottoline,Quillfeather,01632 960001,main'],
    appointments: [
      'id,patient_id,starts_at,status,service_id,location_id,cancelled_at,cancelled_by,created_at,updated_at',
      `a1,x1,${day(-12)},completed,pt,main,,,${day(-20)},${day(-12)}`,
      `a2,x1,${day(-4)},cancelled,pt,main,${day(-8)},patient,${day(-12)},${day(-8)}`,
      ...(bookedAt === null ? [] : [`a3,x1,${day(3)},booked,pt,main,,,${now},${now}`]),
    ],
  };
  for (const [name, lines] of Object.entries(files)) {
    await writeFile(join(exports, `${name}.new`), `${lines.join('\n')}\n`);
    await rename(join(exports, `${name}.new`), join(exports, `${name}.csv`));
  }
}

interface Latency {
  latency: { medianSeconds: number; p95Seconds: number; changes: number } | null;
  latencyMissing: string | null;
}

/** Seconds from `since` until no listed row names the patient any more. */
async function secondsUntilGone(sourceId: string, since: number): Promise<number> {
  return eventually(`${sourceId} to leave the list`, async () =>
    (await listed(sourceId)) ? null : (Date.now() - since) / 1000,
  );
}

async function listed(sourceId: string): Promise<boolean> {
  const { body } = await browser.post<Page>('/api/v1/worklist/search', { tab: 'today', q: sourceId });
  return body.items.some(({ sourceIds }) => sourceIds.some(({ id }) => id === sourceId));
}

it('S2-07 takes a row off the list soon after the booking, by either connector, and says for each how long that took', async () => {
  const booked = (await worklist())[0]!.sourceIds[0]!.id;
  await writeExport(null);
  const { status, body: folder } = await browser.post<{ id: string }>('/api/v1/connections', {
    connector: 'csv',
    name: 'Exports',
    settings: { dir: exports },
    pollSeconds: POLL_SECONDS,
  });
  expect(status).toBe(201);
  await eventually('the patient of the export', async () => ((await listed('x1')) ? true : null));
  const latencyOf = async (id: string) => (await browser.get<Latency>(`/api/v1/connections/${id}`)).body;
  for (const id of [connectionId, folder.id]) {
    await eventually('the first read', async () =>
      (await latencyOf(id)).latencyMissing === 'no_change' ? true : null,
    );
  }

  const since = Date.now();
  await writeExport(new Date(since));
  const response = await fetch(`${vendor.controlUrl}/patients/${booked}/book`, { method: 'POST' });
  expect(response.ok).toBe(true);
  const seconds = await Promise.all([secondsUntilGone(booked, since), secondsUntilGone('x1', since)]);
  for (const [index, id] of [connectionId, folder.id].entries()) {
    const { latency } = await latencyOf(id);
    expect(latency?.changes).toBeGreaterThan(0);
    // Read no later than listed, and listed soon after: within a poll and what a busy machine needs.
    expect(latency!.medianSeconds).toBeLessThanOrEqual(seconds[index]! + 1);
    expect(seconds[index]! - latency!.medianSeconds).toBeLessThan(20);
    expect(seconds[index]!).toBeLessThan(POLL_SECONDS + 45);
  }
}, 240_000);

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
