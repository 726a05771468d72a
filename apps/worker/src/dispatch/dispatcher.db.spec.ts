import { JobQueries, newId } from '@keepwell/database';
import { createQueue, evaluateJob, syncJob, type JobKind, type WorkQueue } from '@keepwell/queues';
import { pino } from 'pino';
import { aPractice } from '../../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { startOwnRedis, type OwnRedis } from '../../../../test/support/redis.js';
import { Dispatcher } from './dispatcher.js';
import type { JobWork } from './job-work.js';

const jobs = new JobQueries();
const log = pino({ level: 'silent' });
const shortLease: JobKind = { ...syncJob, leaseMs: 150 };

let test: TestDatabase;
let practiceId: string;
const open: WorkQueue[] = [];

beforeAll(async () => {
  test = await databaseForThisFile({ poolSize: 10 });
});
afterAll(() => test.close());
beforeEach(async () => {
  ({ id: practiceId } = await aPractice(test.db));
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((queue) => queue.stop(100)));
  await test.asSuperuser('delete from job');
});

async function aDispatcher(run: JobWork['run'], kind = syncJob, redisUrl: string | null = null, concurrency = 2) {
  const queue = await createQueue(redisUrl, { onError: () => {} });
  open.push(queue);
  const dispatcher = new Dispatcher({
    ...{ database: test.db, queue, log, random: () => 0 },
    works: [{ kind, run, concurrency }],
  });
  await dispatcher.start();
  return { dispatcher, queue };
}

const owe = (subjectId = newId(), dueAt: Date | null = null, kind = 'sync') =>
  test.db.inPractice(practiceId, (tx) => jobs.owe(tx, practiceId, kind, subjectId, dueAt));

async function rowOf(id: string) {
  const [row] = await test.asSuperuser<{
    state: string;
    attempts: number;
    last_error: string | null;
    due_in: number | null;
  }>(
    `select state, attempts, last_error,
            case when due_at = 'infinity' then null else extract(epoch from due_at - clock_timestamp())::float end as due_in
       from job where id = $1`,
    [id],
  );
  if (row === undefined) throw new Error(`No job ${id}`);
  return row;
}

async function until(isTrue: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + 8_000;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const idle = async (id: string) => (await rowOf(id)).state === 'waiting';

describe('owed work', () => {
  it('runs once though four workers sweep and hint at the same time', async () => {
    const ran: string[] = [];
    const run: JobWork['run'] = async (job) => {
      ran.push(job.subjectId);
      return null;
    };
    const workers = await Promise.all([1, 2, 3, 4].map(() => aDispatcher(run)));
    const subjects = Array.from({ length: 20 }, () => newId());
    const ids = await Promise.all(subjects.map((subject) => owe(subject)));
    await Promise.all([...workers, ...workers].map(({ dispatcher }) => dispatcher.sweep()));
    await until(async () => (await Promise.all(ids.map(idle))).every(Boolean) && ran.length >= 20, 'all ran');
    expect([...ran].sort()).toEqual([...subjects].sort());
    expect(await rowOf(ids[0] ?? '')).toEqual({ state: 'waiting', attempts: 0, last_error: null, due_in: null });
  });

  it('waits until it is due, and moves on to the next time that its run names', async () => {
    let runs = 0;
    const { dispatcher } = await aDispatcher(async () => {
      runs++;
      return new Date(Date.now() + 3_600_000);
    });
    const id = await owe(newId(), new Date(Date.now() + 60_000));
    expect(await dispatcher.sweep()).toBe(0);
    await test.db.inPractice(practiceId, (tx) =>
      tx.query(`update job set due_at = clock_timestamp() where id = $1`, [id]),
    );
    expect(await dispatcher.sweep()).toBe(1);
    await until(async () => runs === 1 && (await idle(id)), 'it ran');
    expect((await rowOf(id)).due_in).toBeGreaterThan(3_500);
    expect(await dispatcher.sweep()).toBe(0);
  });

  it('N-05: learns the practice from the row, whatever the hint says', async () => {
    const seen: string[] = [];
    const { queue } = await aDispatcher(async (job) => {
      seen.push(job.practiceId);
      return null;
    });
    const id = await owe();
    await queue.add(syncJob, { practiceId: newId(), jobId: id, occurrence: 'forged' });
    await until(() => seen.length === 1, 'it ran');
    expect(seen).toEqual([practiceId]);
  });

  it('runs once more when it is owed again while it runs', async () => {
    const subject = newId();
    let runs = 0;
    const { dispatcher } = await aDispatcher(async () => {
      runs++;
      if (runs === 1) await owe(subject);
      return null;
    });
    const id = await owe(subject);
    await dispatcher.sweep();
    await until(async () => runs === 1 && (await idle(id)), 'the first run ended');
    await dispatcher.sweep();
    await until(async () => runs === 2 && (await idle(id)), 'it ran again');
    expect(await dispatcher.sweep()).toBe(0);
  });

  it('W-06: comes back after a failure, later each time, and keeps no word of what the failure said', async () => {
    let failing = true;
    const { dispatcher } = await aDispatcher(async () => {
      if (failing) throw Object.assign(new Error('value "Ada Lovelace" is too long'), { code: '22001' });
      return null;
    });
    const id = await owe();
    const dueIn: number[] = [];
    for (let attempt = 1; attempt <= 3; attempt++) {
      await test.asSuperuser('update job set due_at = clock_timestamp() where id = $1', [id]);
      await dispatcher.sweep();
      await until(async () => (await rowOf(id)).attempts === attempt && (await idle(id)), `try ${attempt} failed`);
      const row = await rowOf(id);
      expect(row.last_error).toMatch(/^Error 22001 at /);
      expect(row.last_error).not.toContain('Lovelace');
      dueIn.push(row.due_in ?? 0);
    }
    const [first = 0, second = 0, third = 0] = dueIn;
    expect(first).toBeGreaterThan(1);
    expect(second).toBeGreaterThan(1.5 * first);
    expect(third).toBeGreaterThan(1.5 * second);
    failing = false;
    await test.asSuperuser('update job set due_at = clock_timestamp() where id = $1', [id]);
    await dispatcher.sweep();
    await until(async () => (await rowOf(id)).attempts === 0, 'it worked');
    expect((await rowOf(id)).last_error).toBeNull();
  });

  it('is taken over from a worker that died, and not from one that lives', async () => {
    const held = await owe();
    const left = await owe();
    await test.asSuperuser(
      `update job set state = 'running', lease_holder = 'other', due_at = 'infinity', attempts = 1,
              lease_until = clock_timestamp() + case when id = $1 then interval '1 minute' else interval '-1 second' end
        where id in ($1, $2)`,
      [held, left],
    );
    const ran: string[] = [];
    const { dispatcher } = await aDispatcher(async (job) => {
      ran.push(job.id);
      return null;
    });
    expect(await dispatcher.sweep()).toBe(1);
    await until(() => idle(left), 'the dead one was taken over');
    expect(ran).toEqual([left]);
  });

  it('S-10: keeps its claim while it works, and is told to stop when the claim is lost', async () => {
    let signal: AbortSignal | undefined;
    let ended = false;
    const { dispatcher } = await aDispatcher(async (_job, given) => {
      signal = given;
      await new Promise((resolve) => given.addEventListener('abort', resolve));
      ended = true;
      throw new Error('aborted');
    }, shortLease);
    const id = await owe();
    await dispatcher.sweep();
    await until(() => signal !== undefined, 'it started');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await dispatcher.sweep()).toBe(0);
    expect(signal?.aborted).toBe(false);
    await test.asSuperuser(
      `update job set lease_holder = 'other', lease_until = clock_timestamp() + interval '1 hour' where id = $1`,
      [id],
    );
    await until(() => ended, 'it was told');
    const [row] = await test.asSuperuser<{ lease_holder: string }>('select lease_holder from job where id = $1', [id]);
    expect(row?.lease_holder).toBe('other');
  });

  it('P-01: is given back at once, untouched, by a process that stops', async () => {
    let started = false;
    const { dispatcher, queue } = await aDispatcher(async (_job, signal) => {
      started = true;
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      throw new Error('aborted');
    });
    const id = await owe();
    await dispatcher.sweep();
    await until(() => started, 'it started');
    expect(await queue.stop(20)).toBe(1);
    const row = await rowOf(id);
    expect(row).toMatchObject({ state: 'waiting', attempts: 0, last_error: null });
    expect(row.due_in).toBeLessThanOrEqual(0);
  });

  it('holds its lease against others for as long as a transaction relies on it', async () => {
    const id = await owe();
    const job = await test.db.asDispatcher((tx) => jobs.claim(tx, id, 'me', 1));
    if (job === null) throw new Error('not claimed');
    await new Promise((resolve) => setTimeout(resolve, 20));
    await test.db.inPractice(practiceId, async (tx) => {
      expect(await jobs.isHeld(tx, job)).toBe(true);
      expect(await test.db.asDispatcher((other) => jobs.claim(other, id, 'other', 60_000))).toBeNull();
    });
    expect(await test.db.asDispatcher((other) => jobs.claim(other, id, 'other', 60_000))).not.toBeNull();
    await test.db.inPractice(practiceId, async (tx) => expect(await jobs.isHeld(tx, job)).toBe(false));
  });
});

describe('owed work when Redis forgets', () => {
  let redis: OwnRedis;
  beforeAll(async () => {
    redis = await startOwnRedis();
  });
  afterAll(() => redis.remove());

  it('O-08: is found again by the sweep and done once', async () => {
    const ran: string[] = [];
    const sender = await createQueue(redis.url, { onError: () => {} });
    open.push(sender);
    await redis.end();
    const subjects = Array.from({ length: 100 }, () => newId());
    const ids = await Promise.all(subjects.map((subject) => owe(subject, null, 'evaluate')));
    await redis.startAgain();
    const rows = await test.db.asDispatcher((tx) => jobs.findDue(tx, ['evaluate'], 1_000));
    for (const row of rows) {
      await sender.add(evaluateJob, { practiceId: row.practiceId, jobId: row.id, occurrence: row.occurrence });
    }
    // Everything Redis knew is gone before a worker has seen any of it.
    await redis.end();
    await redis.startAgain();
    const { dispatcher } = await aDispatcher(
      async (job) => {
        ran.push(job.subjectId);
        return null;
      },
      evaluateJob,
      redis.url,
      8,
    );
    // A practice has so many under way at once; the next look finds the rest.
    expect(await dispatcher.sweep()).toBeGreaterThan(0);
    await until(async () => {
      await dispatcher.sweep();
      return ran.length >= 100 && (await Promise.all(ids.map(idle))).every(Boolean);
    }, 'all ran');
    expect([...ran].sort()).toEqual([...subjects].sort());
  }, 40_000);
});
