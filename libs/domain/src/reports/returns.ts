import type { Instant } from '../records.js';
import { seeRecords } from '../timeline/versions.js';
import type { AsOf } from '../timeline/as-of.js';
import type { ReturnOfCase } from './case-flow.js';
import type { MessageFact, TouchpointFact } from './own-rows.js';
import type { SeenPerson } from './seen-practice.js';

const DAY_MS = 86_400_000;

/** A person's kept visit after being off track. */
export interface PersonReturn extends ReturnOfCase {
  person: SeenPerson;
  visitAt: Instant;
  before: BeforeReturn;
}

export const BEFORE_RETURN = ['call', 'messages', 'both', 'nothing'] as const;
export type BeforeReturn = (typeof BEFORE_RETURN)[number];

/** The first visit after the case was opened; where the source has taken it back since, the moment the case was closed. */
export function returningVisit({ openedAt, closedAt }: ReturnOfCase, { timeline }: SeenPerson): Instant {
  const visit = timeline.visits.find(({ startsAt }) => startsAt >= openedAt && startsAt <= closedAt);
  return visit?.startsAt ?? closedAt;
}

/** What Keepwell's people and messages did between the opening and the visit. It says what came before, not what it caused. */
export function doneBefore(
  { openedAt }: ReturnOfCase,
  visitAt: Instant,
  touchpoints: readonly TouchpointFact[],
  messages: readonly MessageFact[],
): BeforeReturn {
  const isBetween = (instant: Instant | null) => instant !== null && instant >= openedAt && instant < visitAt;
  const hasCall = touchpoints.some(({ at }) => isBetween(at));
  const hasMessage = messages.some(({ acceptedAt }) => isBetween(acceptedAt));
  if (hasCall && hasMessage) return 'both';
  if (hasCall) return 'call';
  return hasMessage ? 'messages' : 'nothing';
}

export interface RecoveredPayment {
  personId: string;
  at: Instant;
  /** Negative for a refund. */
  amountMinor: number;
  currency: string | null;
}

/**
 * Payments of people who returned, from the day of the returning visit on and within so many days: what succeeded less
 * what was paid back, each once however often somebody returned.
 */
export function recoveredPayments(
  returns: readonly PersonReturn[],
  attributionDays: number,
  asOf: AsOf,
): RecoveredPayment[] {
  const windows = new Map<SeenPerson, { from: Instant; to: Instant }[]>();
  for (const { person, visitAt } of returns) {
    const { zone } = person.timeline.opening;
    const from = zone.startOf(zone.dayOf(visitAt));
    const window = { from, to: from + attributionDays * DAY_MS };
    windows.set(person, [...(windows.get(person) ?? []), window]);
  }
  const payments: RecoveredPayment[] = [];
  for (const [{ personId, timeline }, stretches] of windows) {
    for (const { row } of seeRecords(timeline.person.payments, asOf)) {
      const { at, status, kind, amountMinor, currency } = row.data;
      if (status !== 'succeeded' || kind === 'adjustment' || !asOf.reached(at)) continue;
      if (!stretches.some(({ from, to }) => at >= from && at < to)) continue;
      // Some systems write a refund as a negative amount, some as a positive one of that kind.
      payments.push({ personId, at, amountMinor: kind === 'refund' ? -Math.abs(amountMinor) : amountMinor, currency });
    }
  }
  return payments;
}
