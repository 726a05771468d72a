import { useShownAsOf } from '../as-of/as-of.js';
import { TierBadge } from './tier-badge.js';
import { useTiers } from './use-tiers.js';

/** The badges beside a name in a list; of now, so none in a list of the past. */
export function TiersOf({ personId }: { personId: string }) {
  const isPast = useShownAsOf() !== null;
  const tiers = useTiers(personId).data ?? [];
  return isPast ? null : tiers.map((tier) => <TierBadge key={tier.name} tier={tier} />);
}
