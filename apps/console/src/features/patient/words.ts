import type { RecordKind, RuleVerdict } from '@keepwell/domain';

const BECAUSE: Record<RuleVerdict['because'], string> = {
  fires: 'Listed',
  no_data: 'No data',
  not_applicable: 'Does not apply',
  excluded: 'Excluded',
  live_booking: 'Has a booking',
  answered: 'Answered since',
  waiting: 'Not yet',
  closed: 'Plan closed',
  lapsed: 'Lapsed',
  suspended: 'Waits for data',
  shadow: 'On trial',
  off: 'Off',
};
export const becauseWord = (because: RuleVerdict['because']) => BECAUSE[because];

const KINDS: Record<RecordKind, string> = {
  patient: 'Patient',
  practitioner: 'Practitioner',
  location: 'Location',
  service: 'Service',
  appointment: 'Appointment',
  plan: 'Plan of care',
  recall: 'Recall',
  package: 'Package',
  membership: 'Membership',
  program: 'Program',
  invoice: 'Invoice',
  payment: 'Payment',
  score: 'Outcome score',
  consent: 'Consent',
  communication: 'Communication',
};
/** Also for a kind that a newer server knows and this page does not yet. */
export const recordKindWord = (kind: string) => (kind in KINDS ? KINDS[kind as RecordKind] : statusWords(kind));

/** `no_show` → "No show": statuses are stable words, shown as plain ones. */
export function statusWords(status: string): string {
  const words = status.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
