import type { Budget } from '@keepwell/connector-sdk';
import type { Instant } from '@keepwell/domain';

/** Of what a vendor allows, so much is used (safety V-07): its clock and ours do not tick together. */
const SHARE = 0.95;
/** A budget's time is counted in so many pieces; what was spent is forgotten a piece at a time. */
const PIECES = 50;

interface Spent {
  /** Number of the newest piece; `counts[0]` belongs to it, `counts[1]` to the one before. */
  piece: number;
  counts: number[];
}

/** What has been spent of each budget, by its length, and until when the vendor sent us away. As it stands in `vendor_pace`. */
export interface PaceState {
  spent?: Record<string, Spent>;
  blockedUntil?: Instant;
}

export interface Taken {
  granted: number;
  /** When nothing was granted: how long until something is. */
  waitMs: number;
  state: PaceState;
}

/** How many requests of a budget are ours. */
export function ourShare({ requests }: Budget): number {
  return Math.max(1, Math.floor(requests * SHARE));
}

/**
 * Takes up to `wanted` requests out of every budget at once. In no stretch of a budget's length is more than our share granted, wherever
 * that stretch begins; requests may be sent up to one piece of it later than they were granted.
 */
export function take(before: PaceState, budgets: Budget[], now: Instant, wanted: number): Taken {
  const blockedUntil = before.blockedUntil ?? 0;
  if (blockedUntil > now) return { granted: 0, waitMs: blockedUntil - now, state: before };
  const standing = budgets.map((budget) => ({
    budget,
    spent: moved(before.spent?.[String(budget.perMs)], budget, now),
  }));
  const free = standing.map(({ budget, spent }) => ourShare(budget) - sum(spent.counts));
  const granted = Math.max(0, Math.min(wanted, ...free));
  const waits = standing.map(({ budget, spent }, place) =>
    (free[place] ?? 1) > 0 ? 0 : untilFree(spent, budget, now),
  );
  const spent = standing.map(({ budget, spent: { piece, counts } }) => [
    String(budget.perMs),
    { piece, counts: [(counts[0] ?? 0) + granted, ...counts.slice(1)] },
  ]);
  return { granted, waitMs: granted > 0 ? 0 : Math.max(1, ...waits), state: { spent: Object.fromEntries(spent) } };
}

/** The vendor asks for a pause. */
export function blocked(before: PaceState, until: Instant): PaceState {
  return { ...before, blockedUntil: Math.max(before.blockedUntil ?? 0, until) };
}

function pieceMs({ perMs }: Budget): number {
  return Math.max(1, perMs / PIECES);
}

/** As of `now`: one whole length of the budget, the piece that has begun, and one for what is sent later than granted. */
function moved(spent: Spent | undefined, budget: Budget, now: Instant): Spent {
  const piece = Math.floor(now / pieceMs(budget));
  const kept = PIECES + 2;
  if (spent === undefined) return { piece, counts: [0] };
  // A clock that went back spends from the newest piece there is.
  const ahead = Math.max(0, piece - spent.piece);
  if (ahead >= kept) return { piece, counts: [0] };
  return {
    piece: spent.piece + ahead,
    counts: [...Array.from({ length: ahead }, () => 0), ...spent.counts].slice(0, kept),
  };
}

/** Until the oldest piece in which something was spent is forgotten. */
function untilFree({ piece, counts }: Spent, budget: Budget, now: Instant): number {
  const oldest = counts.findLastIndex((count) => count > 0);
  if (oldest < 0) return 0;
  const forgottenAt = (piece - oldest + PIECES + 2) * pieceMs(budget);
  return Math.max(1, Math.ceil(forgottenAt - now));
}

function sum(counts: number[]): number {
  return counts.reduce((all, count) => all + count, 0);
}
