import type { Membership, Specialty } from '../records.js';
import type { AsOf } from './as-of.js';
import { hasMembershipEnded } from './ended-programs.js';
import type { Timeline } from './timeline.js';
import type { Seen } from './versions.js';

export type MembershipStanding = Exclude<Membership['status'], 'cancelled' | 'expired' | null> | 'ended' | 'unknown';

/**
 * What a membership is at an instant (Q02): ended from `ends_at` on; cancelled or expired with an end still to come it is active
 * until then. Words without an instant count as written: a source without versions cannot know better.
 */
export function membershipStanding(seen: Seen<'membership'>, asOf: AsOf): MembershipStanding {
  if (hasMembershipEnded(seen, asOf)) return 'ended';
  const { status } = seen.row.data;
  if (status === 'cancelled' || status === 'expired') return 'active';
  return status ?? 'unknown';
}

/** MB or DPC: as the record says, else that of the patient's last visit, else MB (Q65). */
export function membershipSpecialty({ visits }: Timeline, { row }: Seen<'membership'>): Specialty {
  if (row.data.specialty !== null) return row.data.specialty;
  const ofVisit = visits.at(-1)?.specialty ?? null;
  return ofVisit === 'MB' || ofVisit === 'DPC' ? ofVisit : 'MB';
}

export function describeMembership({ row }: Seen<'membership'>): string {
  return row.data.name?.trim() || row.data.tier?.trim() || 'membership';
}
