import type { PersonFacts } from '../facts.js';
import type { AsOf } from './as-of.js';
import { hasMembershipEnded } from './ended-programs.js';
import { seeRecords } from './versions.js';

export interface Money {
  amountMinor: number;
  currency: string;
}

const MONTHS_OF_MEMBERSHIP = 12;
/** Cancelled and expired ones that have not ended yet are active (Q02). */
const PAYING_UNTIL_ENDED = ['active', 'past_due', 'cancelled', 'expired'];

interface Share {
  minor: number;
  currency: string | null;
}

/** What is left of a package at the price paid for it; no share without units, price or anything left (Q84). */
function packageShares(person: PersonFacts, asOf: AsOf): Share[] {
  return seeRecords(person.packages, asOf).flatMap(({ row }) => {
    const { unitsTotal, unitsUsed, priceMinor, currency } = row.data;
    if (unitsTotal === null || unitsUsed === null || priceMinor === null || unitsTotal <= 0) return [];
    const left = unitsTotal - unitsUsed;
    return left > 0 ? [{ minor: (left * priceMinor) / unitsTotal, currency }] : [];
  });
}

/** A year of each membership that is being paid; one cancelled for a later date is active until then (Q02). */
function membershipShares(person: PersonFacts, asOf: AsOf): Share[] {
  return seeRecords(person.memberships, asOf).flatMap((seen) => {
    const { status, priceMinor, currency } = seen.row.data;
    if (status === null || !PAYING_UNTIL_ENDED.includes(status) || priceMinor === null) return [];
    if (hasMembershipEnded(seen, asOf)) return [];
    return [{ minor: MONTHS_OF_MEMBERSHIP * priceMinor, currency }];
  });
}

/** Null when there is nothing at risk, or when it is not all in one known currency (Q84). */
export function valueAtRisk(person: PersonFacts, asOf: AsOf): Money | null {
  if (person.packages.length === 0 && person.memberships.length === 0) return null;
  const shares = [...packageShares(person, asOf), ...membershipShares(person, asOf)];
  const currency = shares[0]?.currency ?? null;
  if (currency === null || shares.some((share) => share.currency !== currency)) return null;
  return { amountMinor: Math.round(shares.reduce((sum, { minor }) => sum + minor, 0)), currency };
}
