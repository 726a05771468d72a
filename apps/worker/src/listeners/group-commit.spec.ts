import { setTimeout as wait } from 'node:timers/promises';
import { GroupCommit } from './group-commit.js';

/** Commits that take as long as is said, and the groups they were given. */
function slow(ms: number) {
  const groups: number[][] = [];
  const group = new GroupCommit<number, string>(async (items) => {
    groups.push(items);
    await wait(ms);
    if (items.includes(13)) throw new Error('no luck');
    return items.map((item) => `kept ${item}`);
  });
  return { groups, group };
}

describe('commits in groups', () => {
  it('tells each caller of its own item, in the order given, and a failure to its own group alone', async () => {
    const { group } = slow(5);
    const first = group.add(1);
    await wait(1);
    const [second, failed] = [group.add(13), group.add(2)];
    failed.catch(() => undefined);
    expect(await first).toBe('kept 1');
    await expect(second).rejects.toThrow('no luck');
    await expect(failed).rejects.toThrow('no luck');
    expect(await group.add(3)).toBe('kept 3');
  });

  it('lets those who were answered together go together again, where commits are slow', async () => {
    const { groups, group } = slow(12);
    // Eight senders, each of which sends the next as soon as the last is answered, though not in the same instant.
    await Promise.all(
      Array.from({ length: 8 }, async (_, sender) => {
        for (let n = 0; n < 6; n += 1) {
          await group.add(100 + n);
          if (sender > 0) await new Promise((resolve) => setImmediate(resolve));
        }
      }),
    );
    // The first went alone; without a wait every other group would hold one.
    expect(groups.slice(2).filter((items) => items.length < 7).length).toBeLessThanOrEqual(2);
    expect(groups.length).toBeLessThanOrEqual(10);
  });

  it('waits for nobody where one sends alone, and hardly for those who stay away', async () => {
    const { groups, group } = slow(20);
    await Promise.all([1, 2, 3, 4].map((item) => group.add(item)));
    const from = performance.now();
    await group.add(5);
    expect(performance.now() - from).toBeLessThan(60);
    const alone = performance.now();
    await group.add(6);
    expect(performance.now() - alone).toBeLessThan(60);
    expect(groups.slice(-2)).toEqual([[5], [6]]);
  });
});
