import type { MatchedPayment, UnmatchedPayment } from '../../api.sources.types.js';
import { moneyText } from '../../ui/money.js';

export const BECAUSE_WORDS: Record<UnmatchedPayment['because'], string> = {
  no_patient: 'names no patient that is known',
  invoice_unknown: 'its invoice is not known',
  membership_unknown: 'its membership is not known',
};

export const amountText = ({ amountMinor, currency }: UnmatchedPayment | MatchedPayment) =>
  currency === null ? (amountMinor / 100).toLocaleString('en-GB') : moneyText({ amountMinor, currency });
