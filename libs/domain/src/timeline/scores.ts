import type { RecordVersion } from '../facts.js';
import type { Instant, Score } from '../records.js';
import type { AsOf } from './as-of.js';
import type { Timeline } from './timeline.js';
import { compareText, seeRecord, versionsByRecord, type Seen } from './versions.js';

/** A row of outcome scores as it was known: when it is due is always known, its value only once it was taken (Q02). */
export interface ScoreSeen {
  seen: Seen<'score'>;
  instrument: string;
  domain: string;
  dueAt: Instant | null;
  /** Null: not taken, or not yet known to be. */
  takenAt: Instant | null;
  value: number | null;
  direction: Score['direction'];
  detectableChange: number | null;
}

/** A row without clocks says from the first that a score is due. */
export function isDueFromTheFirst({ createdAt, updatedAt, data }: RecordVersion<'score'>): boolean {
  return createdAt === null && updatedAt === null && data.dueAt !== null;
}

function seeScore(versions: RecordVersion<'score'>[], asOf: AsOf): Seen<'score'> | null {
  const seen = seeRecord(versions, asOf);
  if (seen !== null) return seen;
  const [row] = versions;
  return row !== undefined && isDueFromTheFirst(row) ? { row: { ...row, recordedAt: null }, asCreated: false } : null;
}

export function scoresSeen({ person, isKnown }: Timeline, asOf: AsOf): ScoreSeen[] {
  if (person.scores.length === 0) return [];
  const scores: ScoreSeen[] = [];
  for (const versions of versionsByRecord(person.scores)) {
    const seen = seeScore(versions, asOf);
    if (seen === null || !isKnown(seen.row)) continue;
    const { instrument, domain, dueAt, takenAt, value, direction, detectableChange } = seen.row.data;
    const isTaken = asOf.reached(takenAt);
    scores.push({
      seen,
      instrument: instrument?.trim() ?? '',
      domain: domain?.trim() ?? '',
      dueAt,
      takenAt: isTaken ? takenAt : null,
      value: isTaken ? value : null,
      direction,
      detectableChange,
    });
  }
  return scores.sort((one, other) => compareText(one.seen.row.id, other.seen.row.id));
}

/** Taken ones with a value, oldest first. */
export function takenScores(scores: readonly ScoreSeen[]): (ScoreSeen & { takenAt: Instant; value: number })[] {
  return scores
    .flatMap((score) =>
      score.takenAt === null || score.value === null ? [] : { ...score, takenAt: score.takenAt, value: score.value },
    )
    .sort((one, other) => one.takenAt - other.takenAt);
}
