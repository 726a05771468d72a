import type { WrongCause } from '../../api.rules.types.js';

/** Why somebody should not be on the list; in the order of their keys, 1 to 5. A test holds them equal to what the server knows. */
export const CAUSES: readonly { cause: WrongCause; label: string }[] = [
  { cause: 'already_booked', label: 'Already booked, here or elsewhere' },
  { cause: 'finished', label: 'Finished their care' },
  { cause: 'record_wrong', label: 'The record is wrong' },
  { cause: 'not_our_patient', label: 'Not our patient, or twice on record' },
  { cause: 'do_not_contact', label: 'Is not to be contacted' },
];

export const causeLabel = (cause: WrongCause) => CAUSES.find((known) => known.cause === cause)?.label ?? cause;
