import type { Instant } from '../records.js';

/**
 * The instant a question is asked for, and the only way to compare anything with it.
 *
 * Whatever is not yet reached is remembered: as long as none of those instants comes, every comparison made would come
 * out the same, and so would the answer. That makes `nextChangeAt` right by construction, provided that nothing in the
 * domain looks at the time in another way.
 */
export class AsOf {
  private earliest = Number.POSITIVE_INFINITY;

  /**
   * `tells`: somebody reads the answer, so rules write their sentences and evidence. Without, they only decide: what they decide, and
   * when that can next change, is the same.
   */
  constructor(
    readonly at: Instant,
    readonly tells = true,
  ) {}

  /** Has this instant come? `null` stands for an instant that never comes. */
  reached(instant: Instant | null): boolean {
    if (instant === null) return false;
    if (instant <= this.at) return true;
    if (instant < this.earliest) this.earliest = instant;
    return false;
  }

  /** The same moment with its own memory, for one part of the answer. */
  apart(): AsOf {
    return new AsOf(this.at, this.tells);
  }

  /** What the part asked for counts for the whole as well. */
  include(part: AsOf): void {
    if (part.earliest < this.earliest) this.earliest = part.earliest;
  }

  /** The earliest instant asked for and not reached; null when no answer waited for the time. */
  get nextChangeAt(): Instant | null {
    return this.earliest === Number.POSITIVE_INFINITY ? null : this.earliest;
  }
}
