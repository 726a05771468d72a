interface Waiting<Item, Outcome> {
  item: Item;
  done: (outcome: Outcome) => void;
  failed: (error: unknown) => void;
}

/** A transaction must not grow with the number of senders. */
const MOST_AT_ONCE = 512;
/** A group of so many goes at once: to wait for more would win nothing. */
const MOST_AWAITED = 32;
/** Commits that take less are not worth a wait: it is the disk that makes groups pay. */
const SLOW_MS = 2;
const LONGEST_WAIT_MS = 2;

/**
 * Commits what comes in groups: while one commit waits for the disk, the next gathers. A single item goes at once and alone. Each
 * caller hears of its own item when its group is committed, in the order given.
 *
 * Those who were answered by the last commit are likely to send again at once. Where a commit takes long, the next group waits a
 * little until as many have come as were there last time, so that the first to send does not go alone and leave the others a commit behind.
 */
export class GroupCommit<Item, Outcome> {
  private queue: Waiting<Item, Outcome>[] = [];
  private running: Promise<void> | null = null;
  private expected = 1;
  private tookMs = 0;
  private gathered: (() => void) | null = null;

  constructor(
    private readonly commit: (items: Item[]) => Promise<Outcome[]>,
    private readonly mostAtOnce = MOST_AT_ONCE,
  ) {}

  add(item: Item): Promise<Outcome> {
    return new Promise((done, failed) => {
      this.queue.push({ item, done, failed });
      if (this.queue.length >= this.expected) this.gathered?.();
      this.running ??= this.run();
    });
  }

  /** When everything added so far is committed or failed. */
  async settled(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    // Whatever else came in the same turn of the loop goes along.
    await Promise.resolve();
    while (this.queue.length > 0) {
      if (this.queue.length < this.expected && this.tookMs >= SLOW_MS) await this.gather();
      const group = this.queue.splice(0, this.mostAtOnce);
      const from = performance.now();
      try {
        const outcomes = await this.commit(group.map(({ item }) => item));
        group.forEach(({ done }, index) => done(outcomes[index] as Outcome));
      } catch (error) {
        for (const { failed } of group) failed(error);
      }
      this.tookMs = performance.now() - from;
      this.expected = Math.min(group.length + this.queue.length, MOST_AWAITED);
    }
    // Here and not when the promise is settled: who hears of it before that may add at once.
    this.running = null;
  }

  /** Until as many are here as last time; a part of what the commit takes at the longest. */
  private async gather(): Promise<void> {
    await new Promise<void>((done) => {
      const timer = setTimeout(done, Math.min(this.tookMs / 4, LONGEST_WAIT_MS));
      this.gathered = () => {
        clearTimeout(timer);
        done();
      };
    });
    this.gathered = null;
  }
}
