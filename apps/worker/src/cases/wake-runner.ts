import {
  CaseWorkQueries,
  JobQueries,
  LeaseQueries,
  MarkQueries,
  WakeQueries,
  type CaseInWork,
  type Database,
  type Transaction,
} from '@keepwell/database';
import type { Instant } from '@keepwell/domain';

/** Cases brought back in one transaction: nobody else waits long for a lock. */
const BATCH = 200;

export interface WakeOutcome {
  woken: number;
  leases: number;
  stops: number;
  /** When something rests until next; null: when somebody says so. */
  nextDueAt: Instant | null;
}

/**
 * Brings back what rested until now: snoozes, promised talks, next tries, bookings to verify (E09); asks again about whom a “not
 * now” held (E14); takes away claims that have run out. Doing it twice changes nothing.
 */
export class WakeRunner {
  private readonly wakes = new WakeQueries();
  private readonly work = new CaseWorkQueries();
  private readonly leases = new LeaseQueries();
  private readonly marks = new MarkQueries();
  private readonly jobs = new JobQueries();

  constructor(private readonly database: Database) {}

  async run(practiceId: string, now: Instant, signal?: AbortSignal): Promise<WakeOutcome> {
    const at = new Date(now);
    const inPractice = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
      this.database.inPractice(practiceId, work, { byIndex: true });
    let woken = 0;
    for (let batch = 1; batch > 0; woken += batch) {
      signal?.throwIfAborted();
      batch = await inPractice((tx) => this.wakeSome(tx, practiceId, at));
    }
    await inPractice((tx) => this.wakes.endPast(tx, at));
    const stops = await inPractice((tx) => this.endStops(tx, practiceId, at));
    const leases = await inPractice((tx) => this.leases.sweep(tx, practiceId));
    const next = await inPractice((tx) => this.wakes.next(tx, at));
    return { woken, leases, stops, nextDueAt: next === null ? null : Date.parse(next) };
  }

  /**
   * Those who rest for one reason: answers how many were looked at. Cases are locked and counted once in a transaction; an evaluation, too, locks its
   * cases first and counts last, and would wait for whoever began with others anew.
   */
  private async wakeSome(tx: Transaction, practiceId: string, at: Date): Promise<number> {
    const due = await this.wakes.due(tx, at, BATCH);
    const [first] = due;
    if (first === undefined) return 0;
    const { because } = first;
    const alike = due.filter((each) => each.because === because).map(({ personId }) => personId);
    // Somebody may have agreed on a later day since they were looked up.
    const standing = await this.work.standing(tx, practiceId, alike);
    const isDue = ({ work: { wakeAt } }: CaseInWork): boolean =>
      because === 'call_back' || (wakeAt !== null && Date.parse(wakeAt) <= at.getTime());
    const personIds = standing.filter(isDue).map(({ personId }) => personId);
    await this.work.wake(tx, practiceId, personIds, because, at);
    if (because === 'call_back') await this.work.tellTalkDue(tx, practiceId, personIds, at);
    return alike.length;
  }

  private async endStops(tx: Transaction, practiceId: string, at: Date): Promise<number> {
    const personIds = await this.wakes.endStops(tx, at);
    if (personIds.length === 0) return 0;
    await this.marks.anew(tx, practiceId, personIds);
    await this.jobs.owe(tx, practiceId, 'evaluate', practiceId);
    return personIds.length;
  }
}
