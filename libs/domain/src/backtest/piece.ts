import { LIVE_RULES } from '../rules/live-versions.js';
import type { Instant, Specialty } from '../records.js';
import type { CountsPiece } from './counts.js';

/** What the practice could tell, as far as it has been learned: the earliest of each, so that learning it twice is no harm. */
export interface LearnedPiece {
  outcomes: [source: string, since: Instant][];
  specialties: [specialty: Specialty, since: Instant][];
}

/** By asked day and line: how many more gaps of so many days are known than on the day before. */
export type GapsPiece = [index: number, lines: [line: string, gaps: [days: number, by: number][]][]][];

/**
 * What a backtest counted of some people in one round, as plain data: kept, it is added again by whoever goes on, and they come to the same
 * result as if they had asked everybody themselves. Nobody is named in it but households, by the name that they were shown under.
 */
export type BacktestPiece =
  { round: 0; learned: LearnedPiece } | { round: 1; gaps: GapsPiece } | { round: 2; counts: CountsPiece };

/** Count it up whenever what a piece holds, or how people are asked and judged, becomes another. */
const PIECES_VERSION = 1;

/** How is counted: pieces that another program kept fit only where this is the same. */
export function backtestMethod(): string {
  return [`pieces ${PIECES_VERSION}`, ...LIVE_RULES.map(({ id, version }) => `${id}.${version}`)].join(' ');
}
