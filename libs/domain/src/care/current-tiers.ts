import type { Instant, Membership } from '../records.js';
import { tierOf } from './match.js';
import type { CarePattern, CareTemplates } from './template.js';

export type MembershipNow = Pick<Membership, 'tier' | 'name' | 'status' | 'specialty' | 'startedAt' | 'endsAt'>;

/** A tier somebody belongs to; `pattern` is null where the practice has described no tier of this name. */
export interface CurrentTier {
  name: string;
  pattern: CarePattern | null;
}

/** The tiers of the memberships that run at `now`, each once, by what is written today; as on the patient's own card. */
export function currentTiers(
  templates: CareTemplates,
  memberships: readonly MembershipNow[],
  now: Instant,
): CurrentTier[] {
  const tiers = new Map<string, CurrentTier>();
  for (const membership of memberships) {
    if (!isRunning(membership, now)) continue;
    const tier = tierOf(templates, membership, membership.specialty ?? 'MB');
    const name = tier?.name ?? membership.tier?.trim() ?? membership.name?.trim() ?? '';
    if (name !== '' && !tiers.has(name)) tiers.set(name, { name, pattern: tier?.pattern ?? null });
  }
  return [...tiers.values()];
}

/** A cancelled membership whose end is still to come runs until then (Q02). */
function isRunning({ status, startedAt, endsAt }: MembershipNow, now: Instant): boolean {
  if (startedAt !== null && startedAt > now) return false;
  return endsAt === null ? status !== 'cancelled' && status !== 'expired' : endsAt > now;
}
