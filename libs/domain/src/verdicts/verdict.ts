import type { Closing } from '../cases/case.js';

/** What a person says of a listed patient: rightly on the list, or not (X13, X22). */
export type Verdict = 'right' | 'wrong';

/** Why somebody should not have been listed, and how the case ends by it (RC 7, the dispositions). */
export const WRONG_CAUSES = [
  { code: 'already_booked', label: 'Already booked, here or elsewhere', closing: 'wrong_data' },
  { code: 'finished', label: 'Finished their care', closing: 'discharged' },
  { code: 'record_wrong', label: 'The record is wrong', closing: 'wrong_data' },
  { code: 'not_our_patient', label: 'Not our patient, or twice on record', closing: 'wrong_data' },
  { code: 'do_not_contact', label: 'Is not to be contacted', closing: 'do_not_contact' },
] as const satisfies readonly { code: string; label: string; closing: Closing }[];
export type WrongCause = (typeof WRONG_CAUSES)[number]['code'];

export function closingOfCause(cause: WrongCause): Closing {
  const found = WRONG_CAUSES.find(({ code }) => code === cause);
  if (found === undefined) throw new RangeError(`${cause} is no cause of a wrong flag`);
  return found.closing;
}

/** Ends of a case by which the rules were right, where nobody marked it: whoever came back, was lost or declined was off track. */
export const RIGHT_CLOSINGS = ['returned', 'lost', 'declined'] as const satisfies readonly Closing[];
/** Ends by which they were wrong (RC 7); a correction of the records counts against the rule that rested on them (K10). */
export const WRONG_CLOSINGS = ['wrong_data', 'discharged'] as const satisfies readonly Closing[];

/** Null: an exclusion or a merge says nothing of the rules, and the wish never to be contacted is about contact. */
export function verdictOfClosing(closing: Closing): Verdict | null {
  if ((RIGHT_CLOSINGS as readonly Closing[]).includes(closing)) return 'right';
  return (WRONG_CLOSINGS as readonly Closing[]).includes(closing) ? 'wrong' : null;
}
