import type { RuleClass } from '../evaluation.js';

/** How much of a day the cases "for today" may take before the others have their turn (RC 7). */
export const URGENT_SHARE = 0.6;
/** The rule that estimates. */
export const ESTIMATE_RULE = 'R34';
/** What rests on an estimate alone (R34) fills what is left of a day, up to this share of it (RC 4). */
export const ESTIMATE_SHARE = 0.2;

/**
 * `in_hand`: has a place and somebody is at it. `promised`: came back because something was agreed for now (a call back, a reply).
 * `placed`: has a place that nobody has begun with. `waiting`: has none.
 */
export type DayStanding = 'in_hand' | 'promised' | 'placed' | 'waiting';

export interface DayCandidate {
  id: string;
  class: RuleClass;
  standing: DayStanding;
  /** What a contact is worth; null where nobody's value is known. */
  expectedMinor: number | null;
  /** Class, number of reasons, newest first, as one ascending number: decides between equals. */
  sortPriority: number;
  /** Whether its only reason is an estimate (R34). */
  isEstimate?: boolean;
}

export interface DayQuestion {
  /** How many contacts the team can make in the day. */
  capacity: number;
  /** Places that have been worked off today, and how many of them with cases of class S1. */
  used: { places: number; urgent: number };
}

export interface DayPlan {
  /** Who has a place, in the order of the list. */
  today: string[];
  waiting: string[];
  /** How many found no place, by class. */
  unserved: Record<RuleClass, number>;
}

/**
 * Who has a place today: what is in work keeps its own, then what was promised, then the cases of today (S1) up to 60 % of the day,
 * then whoever a contact is worth most for, those who rest on an estimate alone (R34) up to 20 % of the day; an S1 case beyond the 60 % competes there. Used places count: never more than the capacity in one
 * day. Whoever has a place keeps it unless something more urgent came in. The answer does not depend on the order of the candidates.
 */
export function planDay(candidates: readonly DayCandidate[], { capacity, used }: DayQuestion): DayPlan {
  const room = Math.max(0, Math.floor(capacity) - used.places);
  const chosen = new Set<DayCandidate>();
  const take = (some: readonly DayCandidate[], most: number) => {
    for (const candidate of some.slice(0, Math.max(0, Math.min(most, room - chosen.size)))) chosen.add(candidate);
  };
  const ordered = [...candidates].sort(byWorth);
  const kept = [...ordered].sort(placedFirst);
  take(
    kept.filter(({ standing }) => standing === 'in_hand'),
    room,
  );
  take(
    kept.filter(({ standing }) => standing === 'promised'),
    room,
  );
  const urgentRoom = urgentPlaces(capacity) - used.urgent - [...chosen].filter(isUrgent).length;
  take(
    kept.filter((each) => isUrgent(each) && !chosen.has(each)),
    urgentRoom,
  );
  const rest = kept.filter((each) => !chosen.has(each));
  const estimates = new Set(
    rest.filter(isEstimated).slice(0, Math.max(0, estimatePlaces(capacity) - [...chosen].filter(isEstimated).length)),
  );
  take(
    rest.filter((each) => !isEstimated(each) || estimates.has(each)),
    room,
  );

  const today = ordered.filter((each) => chosen.has(each)).sort(asShown);
  const waiting = ordered.filter((each) => !chosen.has(each));
  const unserved: DayPlan['unserved'] = { S1: 0, S2: 0, S3: 0, S4: 0 };
  for (const { class: of } of waiting) unserved[of] += 1;
  return { today: today.map(({ id }) => id), waiting: waiting.map(({ id }) => id), unserved };
}

/** Places that S1 fills before all others: a team that manages a single contact makes it with a case for today. */
const urgentPlaces = (capacity: number): number =>
  Math.max(Math.min(1, Math.floor(capacity)), Math.floor(URGENT_SHARE * capacity));

/** None in a day of fewer than five places: one of four would be a quarter. */
const estimatePlaces = (capacity: number): number => Math.floor(ESTIMATE_SHARE * capacity);

const isEstimated = ({ isEstimate }: DayCandidate): boolean => isEstimate === true;
const isUrgent = ({ class: of }: DayCandidate): boolean => of === 'S1';

/** Most worth first; where nothing is known of it after everybody of whom something is. Then class and newest first, then by id. */
function byWorth(one: DayCandidate, other: DayCandidate): number {
  if (one.expectedMinor !== other.expectedMinor) {
    if (one.expectedMinor === null) return 1;
    if (other.expectedMinor === null) return -1;
    return other.expectedMinor - one.expectedMinor;
  }
  return one.sortPriority - other.sortPriority || (one.id < other.id ? -1 : 1);
}

/** Stable: among equals the order by worth stays. */
function placedFirst(one: DayCandidate, other: DayCandidate): number {
  return Number(one.standing === 'waiting') - Number(other.standing === 'waiting');
}

const SHOWN = (candidate: DayCandidate): number =>
  candidate.standing === 'promised' ? 0 : isUrgent(candidate) ? 1 : 2;

function asShown(one: DayCandidate, other: DayCandidate): number {
  return SHOWN(one) - SHOWN(other);
}
