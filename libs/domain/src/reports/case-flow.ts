import { isWithin, type Period } from '../audit/period.js';
import type { Instant } from '../records.js';
import type { CaseEventFact, CaseFact } from './own-rows.js';

/** How a report names a case that closed as returned without a visit: paid, used, stayed, improved. */
export const MADE_GOOD = 'made_good';

/** A case coming onto the list or leaving it. */
export interface Move {
  at: Instant;
  /** `opened` `backlog` `reopened` come in; `booked` and the closing codes go out. */
  what: string;
  direction: 'in' | 'out';
  rules: readonly string[];
  personId: string;
}

/** A case that ended with a kept visit, whether or not a booking had taken it off the list before. */
export interface ReturnOfCase {
  caseId: string;
  personId: string;
  /** Since when it was being worked on. */
  openedAt: Instant;
  closedAt: Instant;
}

export interface CaseStory {
  caseId: string;
  moves: Move[];
  returns: ReturnOfCase[];
  /** Every closing, from the list or after a booking. */
  closings: { at: Instant; closing: string; personId: string }[];
  /** Whose case it was at the end of the story. */
  personId: string;
}

/**
 * What a case's events up to an instant come to. A case is off track from `opened` or `reopened` until `resolved` or
 * `closed`; calls, messages and snoozes change nothing about that. A closing that was taken back brings it back.
 */
export function storyOf({ caseId, events }: CaseFact, until: Instant): CaseStory | null {
  const moves: Move[] = [];
  const returns: ReturnOfCase[] = [];
  const closings: CaseStory['closings'] = [];
  let isStanding = false;
  let openedAt: Instant | null = null;
  let rules: readonly string[] = [];
  let last: CaseEventFact | null = null;
  /** What a person closed and may still take back; what the records closed stays closed. */
  let closedByHand: { wasStanding: boolean } | null = null;
  const move = ({ at, personId }: CaseEventFact, what: string, direction: Move['direction']) => {
    isStanding = direction === 'in';
    moves.push({ at, what, direction, rules, personId });
  };
  const close = (event: CaseEventFact) => {
    const { at, personId } = event;
    const closing = closingOf(event);
    closings.push({ at, closing, personId });
    if (closing === 'returned') returns.push({ caseId, personId, openedAt: openedAt ?? at, closedAt: at });
    closedByHand = event.byHand ? { wasStanding: isStanding } : null;
    if (isStanding) move(event, closing, 'out');
  };
  const takeBack = (event: CaseEventFact, { wasStanding }: { wasStanding: boolean }) => {
    const undone = closings.pop();
    if (returns.at(-1)?.closedAt === undone?.at) returns.pop();
    if (wasStanding) move(event, 'reopened', 'in');
  };
  for (const event of events) {
    if (event.at >= until) break;
    last = event;
    // A reason that came later changes nothing about what the case was listed for.
    if (event.rules.length > 0 && event.event !== 'reason_added') ({ rules } = event);
    if (event.event === 'closed') {
      close(event);
      continue;
    }
    if (event.event === 'undone' && closedByHand !== null) takeBack(event, closedByHand);
    if (event.event === 'opened') {
      openedAt = event.at;
      if (!isStanding) move(event, event.backlog ? 'backlog' : 'opened', 'in');
    }
    if (event.event === 'reopened' && !isStanding) move(event, 'reopened', 'in');
    if (event.event === 'resolved' && isStanding) move(event, 'booked', 'out');
    if (['undone', 'opened', 'reopened', 'resolved'].includes(event.event)) closedByHand = null;
  }
  return last === null ? null : { caseId, moves, returns, closings, personId: last.personId };
}

/** A charge that succeeded brings nobody back to the clinic: without a visit a case is made good, and no return. */
function closingOf({ closing, because }: CaseEventFact): string {
  if (closing === 'returned' && because !== null && because !== 'visited') return MADE_GOOD;
  return closing ?? 'wrong_data';
}

export function standsAt({ moves }: CaseStory, instant: Instant): boolean {
  return moves.findLast(({ at }) => at < instant)?.direction === 'in';
}

export function movesIn({ moves }: CaseStory, period: Period): Move[] {
  return moves.filter(({ at }) => isWithin(period, at));
}
