import type { Appointment, AppointmentStatus } from '@keepwell/domain/records';

/** What a reason of a change (SCH-6) can mean; a connection adds its own words. */
export const REASONS = ['no_show', 'patient', 'clinic', 'system', 'void', 'rescheduled', 'nothing'] as const;
export type ReasonMeaning = (typeof REASONS)[number];

/** Filler status: table 0278, and the words that senders use instead of it. Compared without case, spaces and marks. */
const STATUSES: Record<string, AppointmentStatus> = {
  pending: 'pending',
  tentative: 'pending',
  requested: 'pending',
  waitlist: 'waitlist',
  waitlisted: 'waitlist',
  booked: 'booked',
  scheduled: 'booked',
  overbook: 'booked',
  open: 'booked',
  new: 'booked',
  normal: 'booked',
  confirmed: 'confirmed',
  arrived: 'arrived',
  checkedin: 'arrived',
  checkin: 'arrived',
  started: 'in_progress',
  inprogress: 'in_progress',
  inroom: 'in_progress',
  complete: 'completed',
  completed: 'completed',
  checkedout: 'completed',
  checkout: 'completed',
  departed: 'completed',
  attended: 'completed',
  kept: 'completed',
  seen: 'completed',
  cancelled: 'cancelled',
  canceled: 'cancelled',
  cancel: 'cancelled',
  dc: 'cancelled',
  discontinued: 'cancelled',
  rescheduled: 'rescheduled',
  deleted: 'void',
  enteredinerror: 'void',
  noshow: 'no_show',
  noshowed: 'no_show',
  didnotattend: 'no_show',
  dna: 'no_show',
  failedtoattend: 'no_show',
  fta: 'no_show',
  notseen: 'no_show',
};

const NO_SHOW = [
  'noshow',
  'noshowed',
  'ns',
  'dna',
  'didnotattend',
  'failedtoattend',
  'fta',
  'patientnoshow',
  'didnotshow',
];
const BY_PATIENT = [
  'patient',
  'pt',
  'bypatient',
  'patientcancelled',
  'patientcanceled',
  'cancelledbypatient',
  'patientrequest',
];
const BY_CLINIC = [
  'provider',
  'clinic',
  'byclinic',
  'byprovider',
  'cancelledbyclinic',
  'cancelledbyprovider',
  'hospital',
  'doctor',
];
const IN_ERROR = ['enteredinerror', 'error', 'inerror', 'eie', 'scheduledinerror', 'bookedinerror', 'duplicate'];
const MOVED = ['rescheduled', 'reschedule', 'moved', 'rebooked'];

const MEANINGS = new Map<string, ReasonMeaning>([
  ...NO_SHOW.map((word) => [word, 'no_show'] as const),
  ...BY_PATIENT.map((word) => [word, 'patient'] as const),
  ...BY_CLINIC.map((word) => [word, 'clinic'] as const),
  ...IN_ERROR.map((word) => [word, 'void'] as const),
  ...MOVED.map((word) => [word, 'rescheduled'] as const),
]);

const bare = (word: string) => word.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/** Undefined: nobody has said what the word means. */
export function statusOf(word: string, own: ReadonlyMap<string, AppointmentStatus>): AppointmentStatus | undefined {
  const key = bare(word);
  return own.get(word.trim().toLowerCase()) ?? (Object.hasOwn(STATUSES, key) ? STATUSES[key] : undefined);
}

export function reasonOf(words: (string | null)[], own: ReadonlyMap<string, ReasonMeaning>): ReasonMeaning | null {
  for (const word of words) {
    const said = word === null ? undefined : (own.get(word.trim().toLowerCase()) ?? MEANINGS.get(bare(word)));
    if (said !== undefined) return said;
  }
  return null;
}

export function cancelledBy(reason: ReasonMeaning | null): Appointment['cancelledBy'] {
  return reason === 'patient' || reason === 'clinic' || reason === 'system' ? reason : 'unknown';
}
