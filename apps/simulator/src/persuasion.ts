import type { Instant } from '@keepwell/domain/records';
import { DAY } from './calendar.js';
import { Random } from './random.js';
import type { Gap, GapCause } from './world.js';

/**
 * What a contact would do in a gap: known here and nowhere else. Both outcomes are told for the same gap, so that an estimate of the
 * effect can be held against the effect itself.
 */
export interface Persuasion {
  /** `returns`: they book because of it. `no_effect`: as without. `put_off`: they would have come, and now do not. */
  ifContacted: 'returns' | 'no_effect' | 'put_off';
  /** Days from the contact to the booking it brings. */
  afterDays: number;
  /** The chance with which `returns` was drawn: the effect of its cause in this world, for this person. */
  effect: number;
}

/** How often a call brings somebody back who would not have come, by what opened the gap; each world draws around it. */
const USUAL_EFFECT: Record<GapCause, number> = {
  clinic_cancelled: 0.3,
  payment_failed: 0.25,
  cancelled: 0.22,
  first_visit_lost: 0.18,
  no_show: 0.15,
  touchpoint_dropped: 0.15,
  left_unbooked: 0.12,
  recall_ignored: 0.1,
  cancel_requested: 0.08,
};
const PUT_OFF = 0.01;
const LARGEST = 0.8;

/** Draws contact effects of one world. The seed is apart from that of the lives: effects can be drawn again over the same practice. */
export class Contacts {
  private readonly effects: Record<GapCause, number>;

  constructor(private readonly seed: string) {
    const random = new Random(`${seed}:effects`);
    const effects = Object.entries(USUAL_EFFECT).map(([cause, usual]) => [cause, usual * random.logNormal(1, 0.4)]);
    this.effects = Object.fromEntries(effects) as Record<GapCause, number>;
  }

  persuasionOf(patientId: string, gap: Gap): Persuasion {
    const random = new Random(`${this.seed}:contact:${patientId}:${gap.cause}:${gap.since}`);
    const willing = gap.meantToLeave ? 0.6 : 1.3;
    const effect = Math.min(LARGEST, this.effects[gap.cause] * willing * random.logNormal(1, 0.3));
    const ifContacted = random.chance(effect) ? 'returns' : random.chance(PUT_OFF) ? 'put_off' : 'no_effect';
    return { ifContacted, afterDays: random.logNormal(3, 0.7), effect };
  }
}

/** When they book again, left alone and if contacted at an instant; null: not at all. What comes by itself first, comes. */
export function bothOutcomes(
  gap: Pick<Gap, 'endedAt'>,
  { ifContacted, afterDays }: Persuasion,
  contactedAt: Instant,
): { alone: Instant | null; contacted: Instant | null } {
  const alone = gap.endedAt;
  if (alone !== null && alone <= contactedAt) return { alone, contacted: alone };
  if (ifContacted === 'no_effect') return { alone, contacted: alone };
  if (ifContacted === 'put_off') return { alone, contacted: null };
  return { alone, contacted: Math.min(alone ?? Infinity, contactedAt + afterDays * DAY) };
}
