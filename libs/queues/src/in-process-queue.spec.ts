import { InProcessQueue } from './in-process-queue.js';
import type { JobKind } from './job-kind.js';

const kind: JobKind = { name: 'sync', concurrency: 2, leaseMs: 1_000 };
const hint = (jobId: string, occurrence = '1') => ({ practiceId: 'p', jobId, occurrence });

/** Work that ends when the test says so. */
function gates() {
  const open = new Map<string, () => void>();
  const started: string[] = [];
  return {
    started,
    finish: (id: string) => open.get(id)?.(),
    handler: (id: string) => {
      started.push(id);
      return new Promise<void>((resolve) => open.set(id, resolve));
    },
  };
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('the queue inside one process', () => {
  const errors: unknown[] = [];
  const queueWithErrors = () => new InProcessQueue({ onError: (error) => errors.push(error) });
  beforeEach(() => errors.splice(0));

  it('runs no more at once than it was told and takes the next when there is room', async () => {
    const queue = queueWithErrors();
    const work = gates();
    await queue.handle(kind, work.handler);
    for (const id of ['a', 'b', 'c']) await queue.add(kind, hint(id));
    expect(work.started).toEqual(['a', 'b']);
    work.finish('b');
    await soon();
    expect(work.started).toEqual(['a', 'b', 'c']);
    work.finish('a');
    work.finish('c');
    expect(await queue.stop(1_000)).toBe(0);
  });

  it('treats repeated hints for a waiting or running row as one', async () => {
    const queue = queueWithErrors();
    const work = gates();
    await queue.handle(kind, work.handler, 1);
    for (let i = 0; i < 50; i++) await queue.add(kind, hint(i % 2 === 0 ? 'a' : 'b', String(i)));
    expect(work.started).toEqual(['a']);
    work.finish('a');
    await soon();
    expect(work.started).toEqual(['a', 'b']);
    work.finish('b');
    await queue.stop(1_000);
    expect(work.started).toEqual(['a', 'b']);
  });

  it('reports a handler that throws and goes on with the next', async () => {
    const queue = queueWithErrors();
    const done: string[] = [];
    await queue.handle(kind, async (id) => {
      if (id === 'bad') throw new Error('row bad failed');
      done.push(id);
    });
    await queue.add(kind, hint('bad'));
    await queue.add(kind, hint('good'));
    await soon();
    expect(done).toEqual(['good']);
    expect(errors).toEqual([new Error('row bad failed')]);
  });

  it('when stopping takes nothing new, finishes what runs, and aborts only what outlasts the grace', async () => {
    const queue = queueWithErrors();
    const work = gates();
    let aborted = false;
    await queue.handle(kind, (id, signal) => {
      if (id !== 'endless') return work.handler(id);
      return new Promise((resolve) =>
        signal.addEventListener('abort', () => {
          aborted = true;
          resolve();
        }),
      );
    });
    for (const id of ['endless', 'short', 'never']) await queue.add(kind, hint(id));
    const stopped = queue.stop(50);
    await queue.add(kind, hint('late'));
    work.finish('short');
    expect(await stopped).toBe(1);
    expect(aborted).toBe(true);
    expect(work.started).toEqual(['short']);
  });

  it('refuses a second handler and a hint nobody handles', async () => {
    const queue = queueWithErrors();
    await queue.handle(kind, async () => {});
    await expect(queue.handle(kind, async () => {})).rejects.toThrow('already a handler for sync');
    await expect(queue.add({ ...kind, name: 'evaluate' }, hint('a'))).rejects.toThrow('no handler for evaluate');
  });
});
