import type { RankingContext } from '@keepwell/database';
import {
  ASSUMED_COST_MINOR,
  contactEffect,
  contactValue,
  leadingReason,
  type CaseSnapshot,
  type ContactValue,
} from '@keepwell/domain';

/** What a contact with the person of this case is worth; the strongest reason says what contacts bring. */
export function caseValue(
  { valueMinor, currency, rules }: Pick<CaseSnapshot, 'valueMinor' | 'currency' | 'rules'>,
  { scale, effects, contactCostMinor }: Pick<RankingContext, 'scale' | 'effects' | 'contactCostMinor'>,
): ContactValue | null {
  const value = valueMinor === null || currency === null ? null : { amountMinor: valueMinor, currency };
  const measured = effects[leadingReason(rules) ?? ''] ?? null;
  return contactValue(value, contactEffect(measured), scale, contactCostMinor ?? ASSUMED_COST_MINOR);
}
