import type { Share } from '../proof/proportions.js';
import type { Instant } from '../records.js';

/**
 * What a contact is worth (RC 7): tau × V − cost. Tau is the extra chance of a visit because somebody got in touch, not the chance of
 * leaving: those most at risk are often not those whom a talk brings back.
 */

/** How many people's worth of belief the assumed effect has before anything is measured. */
export const KAPPA = 200;
/** Extra visits per contact that are assumed of every rule until they are measured. */
export const ASSUMED_EFFECT = 0.05;
/** What a contact costs where the practice has not said: minor units of its currency. */
export const ASSUMED_COST_MINOR = 400;
const CAP_PERCENTILE = 0.95;

/** Share of visits among people whom the team could contact less that among people who were held back, of one rule at one practice. */
export interface MeasuredEffect {
  /** Households in the comparison, both arms. */
  n: number;
  /** -1 to 1, with Newcombe's 95 % interval. */
  effect: number;
  low: number;
  high: number;
  contact: Share;
  heldBack: Share;
  /** When it was looked at. */
  asOf: Instant;
}

export interface ContactEffect {
  tau: number;
  /** Nothing has been measured: the figure is a starting value and is to be called one. */
  assumed: boolean;
  /** How many households the measured part rests on; absent: nothing has been measured. */
  households?: number;
}

/** What is typical of a practice's list, so that one large contract does not stand before everybody for ever. */
export interface ValueScale {
  currency: string;
  /** The 95th centile of the known values, in minor units. */
  capMinor: number;
  /** Their median: whoever's value is unknown is taken to be worth so much, neither first nor last. */
  middleMinor: number;
}

export interface ContactValue extends ContactEffect {
  /** V as it was counted, in minor units: capped, or the middle of the list where it is not known. */
  valueMinor: number;
  /** False: what this person's care is worth is not on record, or is in another currency. */
  valueKnown: boolean;
  costMinor: number;
  /** tau × V − cost, rounded; may be below nothing. */
  expectedMinor: number;
  currency: string;
}

/** The measured effect, drawn towards the assumed one as long as few people stand behind it. */
export function contactEffect(measured: MeasuredEffect | null): ContactEffect {
  if (measured === null || measured.n <= 0) return { tau: ASSUMED_EFFECT, assumed: true };
  const { n, effect } = measured;
  const tau = (n * effect + KAPPA * ASSUMED_EFFECT) / (n + KAPPA);
  return { tau, assumed: false, households: n };
}

/** Of the currency in which most is known; null where nothing is. */
export function valueScale(values: readonly { amountMinor: number; currency: string }[]): ValueScale | null {
  const byCurrency = new Map<string, number[]>();
  for (const { amountMinor, currency } of values) {
    byCurrency.set(currency, [...(byCurrency.get(currency) ?? []), amountMinor]);
  }
  const [most] = [...byCurrency].sort(
    ([one, its], [other, theirs]) => theirs.length - its.length || (one < other ? -1 : 1),
  );
  if (most === undefined) return null;
  const [currency, amounts] = most;
  const ordered = amounts.sort((one, other) => one - other);
  return { currency, capMinor: atShare(ordered, CAP_PERCENTILE), middleMinor: atShare(ordered, 0.5) };
}

/** Null where nothing is known of anybody's value: then the list goes by class and by how new a case is. */
export function contactValue(
  value: { amountMinor: number; currency: string } | null,
  { tau, ...rest }: ContactEffect,
  scale: ValueScale | null,
  costMinor: number,
): ContactValue | null {
  if (scale === null) return null;
  const valueKnown = value !== null && value.currency === scale.currency;
  const valueMinor = valueKnown ? Math.min(value.amountMinor, scale.capMinor) : scale.middleMinor;
  const expectedMinor = Math.round(tau * valueMinor) - costMinor;
  return { tau, ...rest, valueMinor, valueKnown, costMinor, expectedMinor, currency: scale.currency };
}

/** The smallest of the ordered values that at least this share of them does not exceed. */
function atShare(ordered: readonly number[], share: number): number {
  const place = Math.max(0, Math.ceil(share * ordered.length) - 1);
  return ordered[place] ?? 0;
}
