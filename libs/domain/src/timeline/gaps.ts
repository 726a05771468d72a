import type { Booking } from './booking.js';
import { visitDaysOf } from './episode.js';

/** Days between successive visit days. */
export function gapsBetween(visitDays: readonly Booking[]): number[] {
  const gaps: number[] = [];
  for (let index = 1; index < visitDays.length; index += 1)
    gaps.push(visitDays[index]!.day - visitDays[index - 1]!.day);
  return gaps;
}

const SHORTEST_CLOSURE_DAYS = 5;

/**
 * A closure lies between two visits: five or more consecutive dates on which the earlier visit's location is shut, one of
 * them listed as closed (Q48). Such a gap says nothing about the patient.
 */
function spansClosure({ opening, day }: Booking, until: number): boolean {
  if (!opening.listsClosures) return false;
  let shut = 0;
  let listed = false;
  for (let between = day + 1; between < until; between += 1) {
    if (opening.isOpen(between)) {
      shut = 0;
      listed = false;
      continue;
    }
    shut += 1;
    listed ||= opening.isListedClosed(between);
    if (shut >= SHORTEST_CLOSURE_DAYS && listed) return true;
  }
  return false;
}

/** Gaps that show the person's own rhythm: those that span a closure of the clinic are left out. */
export function ownGaps(visitDays: readonly Booking[]): number[] {
  const gaps: number[] = [];
  for (let index = 1; index < visitDays.length; index += 1) {
    const earlier = visitDays[index - 1]!;
    const later = visitDays[index]!;
    if (later.day - earlier.day <= SHORTEST_CLOSURE_DAYS || !spansClosure(earlier, later.day))
      gaps.push(later.day - earlier.day);
  }
  return gaps;
}

/** This person's gaps per line, whatever the plan: their share of the practice's medians (Q10). Lines are sorted. */
export function gapsByLine(visits: readonly Booking[]): { line: string; days: number[] }[] {
  if (visits.length < 2) return [];
  const lines = new Map<string, Booking[]>();
  for (const visit of visits) {
    const ofLine = lines.get(visit.line);
    if (ofLine === undefined) lines.set(visit.line, [visit]);
    else ofLine.push(visit);
  }
  return [...lines]
    .map(([line, ofLine]) => ({ line, days: gapsBetween(visitDaysOf(ofLine)) }))
    .filter(({ days }) => days.length > 0)
    .sort((one, other) => (one.line < other.line ? -1 : 1));
}
