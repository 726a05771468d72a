import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFolders } from '@keepwell/connector-sdk';
import { Connection, JobQueries, newId } from '@keepwell/database';
import { createGuardedHttp } from '@keepwell/outbound';
import { pino } from 'pino';
import { aPractice } from '../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../test/support/database.js';
import { startOwnRedis, type OwnRedis } from '../../../test/support/redis.js';
import { startWorker, type RunningWorker } from './create-worker.js';

const DAY_MS = 86_400_000;
const day = (days: number, time = '10:00') =>
  `${new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)}T${time}:00Z`;

let test: TestDatabase;
let redis: OwnRedis;
let dir: string;
const running: RunningWorker[] = [];
const closers: (() => Promise<void>)[] = [];

beforeAll(async () => {
  test = await databaseForThisFile({ poolSize: 10 });
  redis = await startOwnRedis();
});
afterAll(async () => {
  await redis.remove();
  await test.close();
});
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'keepwell-worker-'));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((worker) => worker.stop()));
  await Promise.all(closers.splice(0).map((close) => close()));
  await rm(dir, { recursive: true });
  await test.asSuperuser('delete from job');
});

async function aWorker(redisUrl: string | null, sweepMs = 100): Promise<RunningWorker> {
  const http = createGuardedHttp({ exceptions: [] });
  closers.push(() => http.close());
  const worker = await startWorker({
    ...{ database: test.db, masterKey: test.masterKey, redisUrl, sweepMs, syncConcurrency: 2, syncPageSize: 100 },
    http,
    folders: openFolders({ allow: 'any' }),
    log: pino({ level: 'silent' }),
    graceMs: 2_000,
  });
  running.push(worker);
  return worker;
}

const file = (name: string, lines: string[]) => writeFile(join(dir, name), `${lines.join('\n')}\n`);

/** A visit a week ago and a cancel five days ago with nothing booked since; the second version of the folder has a booking. */
async function writeFolder(isBooked: boolean): Promise<void> {
  await file('locations.csv', ['id,name,timezone,open_days', 'main,Main street,Europe/London,1-7']);
  await file('services.csv', ['id,name,line,kind,interval_days,specialty', 'pt,Physio,knee,treatment,7,PT']);
  await file('patients.csv', ['id,given_name,family_name,phone,location_id', 'p1,Sam,Field,01632 960001,main']);
  const appointments = [
    `a1,p1,${day(-12)},completed,pt,main,,,${day(-20)},${day(-12, '11:00')}`,
    `a2,p1,${day(-4)},cancelled,pt,main,${day(-8)},patient,${day(-12)},${day(-8)}`,
  ];
  if (isBooked) appointments.push(`a3,p1,${day(3)},booked,pt,main,,,${day(0, '00:00')},${day(0, '00:00')}`);
  await file('appointments.csv', [
    'id,patient_id,starts_at,status,service_id,location_id,cancelled_at,cancelled_by,created_at,updated_at',
    ...appointments,
  ]);
}

async function aCsvConnection(): Promise<{ practiceId: string; connectionId: string }> {
  const { id: practiceId } = await aPractice(test.db);
  const connectionId = newId();
  await test.db.inPractice(practiceId, async (tx) => {
    await tx.save(Connection, {
      ...{ practiceId, id: connectionId, connector: 'csv', name: 'Export' },
      settings: { dir },
    });
    await new JobQueries().owe(tx, practiceId, 'sync', connectionId);
  });
  return { practiceId, connectionId };
}

async function until<T>(find: () => Promise<T | null>, what: string): Promise<T> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const found = await find();
    if (found !== null) return found;
    if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

const caseIn = (practiceId: string, state: string) => async () =>
  (
    await test.asSuperuser<{ state: string; rules: string[] }>(
      'select state, rules from off_track_case where practice_id = $1 and state = $2',
      [practiceId, state],
    )
  )[0] ?? null;

describe.each([
  ['in this process', () => null],
  ['through Redis', () => redis.url],
])('the worker, with its queue %s', (_how, redisUrl) => {
  it('reads a folder, opens a case, and resolves it one read after the patient has booked', async () => {
    await writeFolder(false);
    const { practiceId, connectionId } = await aCsvConnection();
    await aWorker(redisUrl());
    const opened = await until(caseIn(practiceId, 'open'), 'the case opened');
    expect(opened.rules).toContain('R05');

    await writeFolder(true);
    const asked = await until(async () => {
      const [job] = await test.asSuperuser<{ state: string }>(
        `select state from job where subject_id = $1 and state = 'waiting'`,
        [connectionId],
      );
      return job ?? null;
    }, 'the read ended');
    expect(asked.state).toBe('waiting');
    await test.db.inPractice(practiceId, (tx) => new JobQueries().owe(tx, practiceId, 'sync', connectionId));
    await until(caseIn(practiceId, 'resolved'), 'the case was resolved');
    const [row] = await test.asSuperuser<{ triggers: string[]; in_s: number; next_s: number }>(
      `select (select array_agg(trigger order by started_at) from sync_run where connection_id = $1) as triggers,
              (select extract(epoch from due_at - now())::float from job where subject_id = $1 and kind = 'sync') as in_s,
              (select extract(epoch from next_poll_at - now())::float from connection where id = $1) as next_s`,
      [connectionId],
    );
    expect(row?.triggers).toEqual(['manual', 'manual']);
    // The next poll is due in 15 minutes, give or take a tenth.
    for (const seconds of [row?.in_s, row?.next_s]) expect(Math.abs((seconds ?? 0) - 900)).toBeLessThan(100);
  }, 120_000);

  it('P-01: stops within a second when it has nothing to do', async () => {
    const worker = await aWorker(redisUrl());
    const from = performance.now();
    await worker.stop();
    expect(performance.now() - from).toBeLessThan(3_000);
  }, 20_000);
});

it('two workers share the rows of many practices, each row done by one of them', async () => {
  await writeFolder(false);
  const made = await Promise.all(Array.from({ length: 6 }, aCsvConnection));
  await Promise.all([aWorker(redis.url), aWorker(redis.url)]);
  for (const { practiceId } of made) await until(caseIn(practiceId, 'open'), 'each practice has its case');
  const runs = await test.asSuperuser<{ n: string }>(
    'select count(*) as n from sync_run where practice_id = any($1) group by connection_id',
    [made.map(({ practiceId }) => practiceId)],
  );
  expect(runs.map(({ n }) => Number(n))).toEqual([1, 1, 1, 1, 1, 1]);
}, 120_000);
