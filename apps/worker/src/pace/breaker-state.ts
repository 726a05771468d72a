import type { Instant } from '@keepwell/domain';

/** Safety V-03. */
const IN_A_ROW = 5;
const SHARE = 0.5;
const LEAST_REQUESTS = 20;
const LOOK_BACK_MS = 30_000;
const FIRST_PROBE_MS = 30_000;
const LONGEST_PROBE_MS = 5 * 60_000;
/** A probe that has told nothing for so long is given up for dead. */
export const PROBE_MS = 90_000;
/** Safety V-04: sign-ins that were refused within the hour. */
const MOST_REFUSALS = 3;
const REFUSALS_MS = 60 * 60_000;

/** How requests of one connection have gone lately. */
export class RecentAnswers {
  private inARow = 0;
  private recent: { at: Instant; ok: boolean }[] = [];

  /** True: enough has failed to leave the other side alone. */
  note(ok: boolean, now: Instant): boolean {
    this.inARow = ok ? 0 : this.inARow + 1;
    this.recent = [...this.recent.filter(({ at }) => at > now - LOOK_BACK_MS), { at: now, ok }];
    const failed = this.recent.filter((answer) => !answer.ok).length;
    return this.inARow >= IN_A_ROW || (this.recent.length >= LEAST_REQUESTS && failed >= this.recent.length * SHARE);
  }

  forget(): void {
    this.inARow = 0;
    this.recent = [];
  }
}

/** As it stands in `connection_breaker`, shared by all workers. */
export interface Breaker {
  openedAt: Instant | null;
  probeAt: Instant | null;
  probeWaitMs: number;
  probingUntil: Instant | null;
  because: string | null;
  refusals: Instant[];
}

export const CLOSED: Breaker = {
  openedAt: null,
  probeAt: null,
  probeWaitMs: 0,
  probingUntil: null,
  because: null,
  refusals: [],
};

export function opened(before: Breaker, now: Instant, because: string): Breaker {
  if (before.openedAt !== null) return before;
  return {
    ...before,
    openedAt: now,
    probeAt: now + FIRST_PROBE_MS,
    probeWaitMs: FIRST_PROBE_MS,
    probingUntil: null,
    because,
  };
}

/** How long to stay away; 0: whoever asks may try. */
export function staysAwayMs({ openedAt, probeAt, probingUntil }: Breaker, now: Instant): number {
  if (openedAt === null) return 0;
  return Math.max(0, (probeAt ?? 0) - now, (probingUntil ?? 0) - now);
}

export function probing(before: Breaker, now: Instant): Breaker {
  return { ...before, probingUntil: now + PROBE_MS };
}

export function probed(before: Breaker, ok: boolean, now: Instant): Breaker {
  if (ok) return { ...CLOSED, refusals: before.refusals };
  const probeWaitMs = Math.min(before.probeWaitMs * 2, LONGEST_PROBE_MS);
  return { ...before, probeAt: now + probeWaitMs, probeWaitMs, probingUntil: null };
}

export function refused(before: Breaker, now: Instant): Breaker {
  return { ...before, refusals: [...standing(before, now), now] };
}

/** Until when nobody may sign in again; null: somebody may. */
export function signInAgainAt(breaker: Breaker, now: Instant): Instant | null {
  const refusals = standing(breaker, now).sort((a, b) => a - b);
  const oldest = refusals.at(-MOST_REFUSALS);
  return oldest === undefined ? null : oldest + REFUSALS_MS;
}

function standing({ refusals }: Breaker, now: Instant): Instant[] {
  return refusals.filter((at) => at > now - REFUSALS_MS);
}
