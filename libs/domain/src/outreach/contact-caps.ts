import type { Instant } from '../records.js';
import { zoneOf } from '../zones/zone.js';
import type { PastContact, Whereabouts } from './contact.js';

/** The house's floor, not a practice's setting: a family hears from the machine once a day and three times a week (C-11, S3-33). */
export const AUTOMATED_PER_DAY = 1;
export const AUTOMATED_PER_WEEK = 3;
export const CALLS_PER_24_HOURS = 3;

const WEEK_DAYS = 7;
const DAY_MS = 86_400_000;

export interface AutomatedCounts {
  today: number;
  thisWeek: number;
  /** When the count alone would allow one more; null: it does now. */
  dayFreeAt: Instant | null;
  weekFreeAt: Instant | null;
}

const later = (one: Instant | null, other: Instant): Instant => (one === null ? other : Math.max(one, other));

/**
 * What the machine sent the household on the local day of `at` and on the six before, all channels together. With several
 * candidate zones the one that counts most decides. What lies after `at` (a clock that differs) counts as now.
 */
export function automatedCounts(
  contacts: readonly PastContact[],
  whereabouts: Whereabouts,
  at: Instant,
): AutomatedCounts {
  const sent = contacts.filter(({ byHand }) => !byHand).map((contact) => Math.min(contact.at, at));
  const counts: AutomatedCounts = { today: 0, thisWeek: 0, dayFreeAt: null, weekFreeAt: null };
  if (sent.length === 0) return counts;
  for (const { zone: id } of whereabouts.zones) {
    const zone = zoneOf(id);
    const today = zone.dayOf(at);
    const days = sent.map((instant) => zone.dayOf(instant)).filter((day) => day > today - WEEK_DAYS);
    const onToday = days.filter((day) => day === today).length;
    counts.today = Math.max(counts.today, onToday);
    counts.thisWeek = Math.max(counts.thisWeek, days.length);
    if (onToday >= AUTOMATED_PER_DAY) counts.dayFreeAt = later(counts.dayFreeAt, zone.startOf(today + 1));
    if (days.length >= AUTOMATED_PER_WEEK) {
      const newestFirst = days.sort((one, other) => other - one);
      // Room comes when the third newest is seven local days old.
      counts.weekFreeAt = later(counts.weekFreeAt, zone.startOf(newestFirst[AUTOMATED_PER_WEEK - 1]! + WEEK_DAYS));
    }
  }
  return counts;
}

/** Calls to one person in the 24 hours before, whoever dialled: when one more is allowed; null: now. */
export function callsFreeAt(contacts: readonly PastContact[], personId: string, at: Instant): Instant | null {
  const recent = contacts
    .filter((contact) => contact.channel === 'call' && contact.personId === personId)
    .map((contact) => Math.min(contact.at, at))
    .filter((instant) => instant > at - DAY_MS)
    .sort((one, other) => other - one);
  return recent.length < CALLS_PER_24_HOURS ? null : recent[CALLS_PER_24_HOURS - 1]! + DAY_MS;
}
