/** A practice whose specialties are known is asked again so seldom: a new one is rare. */
const AGAIN_MS = 60 * 60_000;

/** When a practice was last asked; of this process alone. */
export class SeedTimes {
  readonly #next = new Map<string, number>();

  isDue(practiceId: string, now: number): boolean {
    return now >= (this.#next.get(practiceId) ?? 0);
  }

  asked(practiceId: string, isKnown: boolean, now: number): void {
    this.#next.set(practiceId, isKnown ? now + AGAIN_MS : 0);
  }
}
