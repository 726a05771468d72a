interface Waiting<Item, Outcome> {
  item: Item;
  done: (outcome: Outcome) => void;
  failed: (error: unknown) => void;
}

/** A transaction must not grow with the number of senders. */
const MOST_AT_ONCE = 512;

/**
 * Commits what comes in groups: while one commit waits for the disk, the next gathers. A single item goes at once and alone. Each
 * caller hears of its own item when its group is committed, in the order given.
 */
export class GroupCommit<Item, Outcome> {
  private queue: Waiting<Item, Outcome>[] = [];
  private running: Promise<void> | null = null;

  constructor(
    private readonly commit: (items: Item[]) => Promise<Outcome[]>,
    private readonly mostAtOnce = MOST_AT_ONCE,
  ) {}

  add(item: Item): Promise<Outcome> {
    return new Promise((done, failed) => {
      this.queue.push({ item, done, failed });
      this.running ??= this.run().finally(() => {
        this.running = null;
      });
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
      const group = this.queue.splice(0, this.mostAtOnce);
      try {
        const outcomes = await this.commit(group.map(({ item }) => item));
        group.forEach(({ done }, index) => done(outcomes[index] as Outcome));
      } catch (error) {
        for (const { failed } of group) failed(error);
      }
    }
  }
}
