import type { Instant } from '../records.js';
import type { ContactBar, ContactReason } from './contact.js';

/** What a coordinator, a log and a proof may all read: no names, numbers or addresses. */
const SAYS: Record<ContactBar, string> = {
  no_address: 'There is nothing on record to reach the patient by on this channel.',
  address_unusable: 'What is on record for this channel cannot be used as it is written.',
  deceased: 'The patient has died.',
  do_not_contact: 'The patient does not want to be contacted.',
  hold: 'A clinical, safeguarding, complaint or legal hold is on the patient.',
  minor: 'The patient is not of age and no guardian is on record to speak with.',
  excluded: 'The patient is excluded from outreach.',
  consent_denied: 'The patient has refused this kind of contact.',
  consent_missing: 'Marketing needs the express consent of the patient, and none stands.',
  suppressed: 'This way to the patient is suppressed.',
  not_now: 'The patient asked not to be contacted for now.',
  never: 'The patient asked never to be contacted again.',
  case_closed: 'There is no open case to write about.',
  snoozed: 'The case is snoozed.',
  booked: 'The patient has booked meanwhile.',
  source_behind: 'A source is behind, so a booking there may not be known here yet.',
  quiet_hours: 'It is outside the hours of contact where the patient is.',
  holiday: 'It is a public holiday where the patient is.',
  daily_cap: 'The household has already had an automated message today.',
  weekly_cap: 'The household has had as many automated messages this week as it may.',
  call_cap: 'The patient has been called as often within a day as may be.',
  sending_off: 'Sending is switched off for this practice.',
  on_hold: 'Sending is held until somebody of the practice releases it.',
  in_hand: 'Somebody has the case in hand just now.',
};

export function reason(code: ContactBar, until: Instant | null = null, rests: string[] = []): ContactReason {
  return { code, says: SAYS[code], until, rests };
}
