import { BullQueue } from './bull-queue.js';
import type { JobKind } from './job-kind.js';
import { startOwnRedis, type OwnRedis } from '../../../test/support/redis.js';

const kind: JobKind = { name: 'sync', concurrency: 1, leaseMs: 30_000 };
const hint = (jobId: string, occurrence: string) => ({ practiceId: 'practice-1', jobId, occurrence });

async function until(isTrue: () => boolean | Promise<boolean>, what: string, patienceMs = 10_000): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`Waited ${patienceMs} ms in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('the queue through Redis', () => {
  let redis: OwnRedis;
  const errors: unknown[] = [];
  const open: BullQueue[] = [];
  const aQueue = () => {
    const queue = new BullQueue(redis.url, { onError: (error) => errors.push(error) });
    open.push(queue);
    return queue;
  };
  beforeAll(async () => {
    redis = await startOwnRedis();
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((queue) => queue.stop(100)));
    errors.splice(0);
  });
  afterAll(() => redis.remove());

  it('carries a hint to another process, once per occurrence however often it is given', async () => {
    const done: string[] = [];
    const [sender, first, second] = [aQueue(), aQueue(), aQueue()];
    const slowly = async (id: string) => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      done.push(id);
    };
    await first.handle(kind, slowly);
    await second.handle(kind, slowly);
    await Promise.all(Array.from({ length: 50 }, () => sender.add(kind, hint('row-1', 'a'))));
    await until(() => done.length > 0, 'the hint arrived');
    await sender.add(kind, hint('row-1', 'b'));
    await until(() => done.length > 1, 'the next occurrence arrived');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(done).toEqual(['row-1', 'row-1']);
    expect(errors).toEqual([]);
  });

  it('P-01: once told to stop takes nothing new within a second and lets what runs finish', async () => {
    const worker = aQueue();
    const sender = aQueue();
    const done: string[] = [];
    let finish: (() => void) | null = null;
    await worker.handle(kind, async (id) => {
      if (id === 'running') await new Promise<void>((resolve) => (finish = resolve));
      done.push(id);
    });
    await sender.add(kind, hint('running', '1'));
    await until(() => finish !== null, 'the first one runs');
    await sender.add(kind, hint('next', '1'));
    const stopped = worker.stop(5_000);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(done).toEqual([]);
    (finish as (() => void) | null)?.();
    expect(await stopped).toBe(0);
    expect(done).toEqual(['running']);
  });

  it('P-01: stops as cleanly right after its start as later', async () => {
    for (let round = 0; round < 10; round++) {
      const queue = aQueue();
      await queue.handle(kind, async () => {});
      if (round % 2 === 0) await queue.add(kind, hint(`row-${round}`, 'early'));
      expect(await queue.stop(500)).toBe(0);
    }
    expect(errors).toEqual([]);
  });

  it('P-05: says degraded while Redis is away, refuses hints within its patience, and recovers by itself', async () => {
    const queue = aQueue();
    const done: string[] = [];
    await queue.handle(kind, async (id) => {
      done.push(id);
    });
    expect(await queue.health()).toBe('ok');
    await redis.end();
    expect(await queue.health()).toBe('degraded');
    await expect(queue.add(kind, hint('while-away', '1'))).rejects.toThrow('Redis did not answer');
    await redis.startAgain();
    await until(async () => (await queue.health()) === 'ok', 'Redis is back');
    await queue.add(kind, hint('after', '1'));
    await until(() => done.includes('after'), 'the hint after the outage arrived', 20_000);
    expect(errors.length).toBeGreaterThan(0);
  }, 40_000);
});
