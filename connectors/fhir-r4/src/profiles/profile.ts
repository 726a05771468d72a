import type { Auth } from '../settings.js';

/** How one type of resource is asked for. */
export type Asking =
  /** Over the whole practice, as far as its CapabilityStatement offers; `query` must go with it. */
  | { by: 'practice'; query?: Record<string, string> }
  /** For so many patients at once, whose ids must be known. `range`: the parameter of dates, where it is not `date`. */
  | { by: 'patient'; atOnce: number; range?: string }
  /** Patients alone: by windows of birth dates, which is a search that the server accepts. */
  | { by: 'birthdate' }
  /** Patients alone: those whose ids are known from elsewhere, so many at once. */
  | { by: 'id'; atOnce: number }
  /** Read by id, where an appointment, an encounter or a patient names it. */
  | { by: 'reference' }
  /** Not to be had in a way that serves; the sentence says what is missing. */
  | { by: 'nobody'; says: string };

/** Where the ids of patients come from, when they cannot simply be listed. */
export type PatientSource = 'group' | 'ids' | 'bookings' | 'birthdate' | 'search';

/**
 * What must be known of a kind of server before it is asked anything: its CapabilityStatement says which parameters there are, not which
 * of them a search must have. A value, so that everything that differs between servers stands in one place.
 */
export interface ServerProfile {
  /** Value of the setting `server`. */
  id: string;
  /** How sentences name it. */
  name: string;
  /** What a person chooses. */
  choice: string;
  /** How such a server names itself; null: in many ways. */
  software: RegExp | null;
  /** How it lets systems in that have no user; the first is the best. */
  signIn: Exclude<Auth['kind'], 'none'>[];
  /** Where it may also be open, as on one's own network. */
  mayBeOpen: boolean;
  /** Scope that is asked for where the setting is empty. */
  scope: string;
  /** Types that are not asked for over the whole practice. */
  asks: Readonly<Record<string, Asking>>;
  /** Best first; the first for which there are settings is used. Empty: patients are listed as anything else. */
  patientsFrom: PatientSource[];
  /** Every search must name the practice by this parameter. */
  practiceParameter?: string;
  /** More per page is refused or cut. */
  mostPerPage: number;
  /** Understands `_sort=_lastUpdated`. */
  sorts: boolean;
  /** Answers how many there are (`_summary=count`). */
  counts: boolean;
  /** Codes in an OperationOutcome, beside `too-costly`, for "more than I give": a narrower question is asked. */
  tooMany: string[];
  /** What it can do besides searches, for the person who connects it. */
  bulk: 'system' | 'group' | null;
  pushes: 'topics' | 'criteria' | null;
  /** What is missing or odd, in sentences: shown by the check. */
  lacks: string[];
}

/** What reads a server whose CapabilityStatement tells all there is to know. */
export const OPEN: Omit<ServerProfile, 'id' | 'name' | 'choice' | 'software'> = {
  signIn: ['smart_backend', 'client_secret'],
  mayBeOpen: true,
  scope: 'system/*.read',
  asks: {},
  patientsFrom: [],
  mostPerPage: 1000,
  sorts: true,
  counts: true,
  tooMany: [],
  bulk: null,
  pushes: null,
  lacks: [],
};

const READ = [
  ...['Patient', 'Practitioner', 'Location', 'HealthcareService', 'Appointment', 'Encounter', 'CarePlan'],
  ...['ServiceRequest', 'Task', 'Observation', 'Consent', 'Communication', 'Group'],
];

/** One scope for each type, for servers that know no `*`. */
export function scopeOf(suffix: 'read' | 'rs', without: string[] = []): string {
  return READ.filter((type) => !without.includes(type))
    .map((type) => `system/${type}.${suffix}`)
    .join(' ');
}

/** The same asking for each of these types. */
export function each(types: string[], asking: Asking): Record<string, Asking> {
  return Object.fromEntries(types.map((type) => [type, asking]));
}

/** Everything that belongs to a patient, beside the patient. */
export const OF_A_PATIENT = [
  ...['Appointment', 'Encounter', 'CarePlan', 'ServiceRequest', 'Task', 'Invoice', 'Observation', 'Consent'],
  'Communication',
];
