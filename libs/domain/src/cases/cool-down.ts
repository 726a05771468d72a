import type { Instant, Specialty } from '../records.js';
import type { Zone } from '../zones/zone.js';

/** Days in which a household that was spoken with or written to is not called anew for another reason (E07). */
const COOL_DOWN_DAYS: Record<Specialty, number> = { PT: 7, PR: 5, MS: 14, DE: 30, MB: 7, DPC: 30 };
/** Where nothing says what the reason is about. */
const COOL_DOWN_DAYS_ELSE = 7;
/** How far back a contact can still matter. */
export const LONGEST_COOL_DOWN_DAYS = Math.max(...Object.values(COOL_DOWN_DAYS));

/** What was last done with a household. */
export interface HouseholdContact {
  /** The last conversation, or message that left; null: none that still matters. */
  contactedAt: Instant | null;
  /** Until when somebody has them in hand; null: nobody. */
  claimedUntil: Instant | null;
}

/**
 * Until when a new reason opens no case of its own: while the household is in hand, and until the first instant of the local day on
 * which the cool-down of that kind of care is over. Null: it may be opened now.
 */
export function coolUntil(
  { contactedAt, claimedUntil }: HouseholdContact,
  specialty: Specialty | null,
  zone: Zone,
  now: Instant,
): Instant | null {
  const days = specialty === null ? COOL_DOWN_DAYS_ELSE : COOL_DOWN_DAYS[specialty];
  const cooled = contactedAt === null ? 0 : zone.startOf(zone.dayOf(contactedAt) + days);
  const until = Math.max(cooled, claimedUntil ?? 0);
  return until > now ? until : null;
}
