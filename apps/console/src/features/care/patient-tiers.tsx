import { TierBadge } from './tier-badge.js';
import { useCare } from './use-care.js';

/** The tiers of one patient beside their name; the source's own word where the practice has no such tier. */
export function PatientTiers({ personId }: { personId: string }) {
  const { memberships = [] } = useCare(personId).data ?? {};
  return memberships.map(({ membershipId, tier, name }) => {
    if (tier !== null) return <TierBadge key={membershipId} tier={tier} />;
    return name === null ? null : <TierBadge key={membershipId} tier={{ name, pattern: null }} />;
  });
}
