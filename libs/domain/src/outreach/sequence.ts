import type { Channel } from './contact.js';

/** One step of a sequence: so long after the one before, by this channel. A call step brings the case back to the list. */
export interface SequenceStep {
  /** After the step before; of the first: after the start. Days count local dates, hours elapse. */
  afterDays: number;
  afterHours: number;
  channel: Channel;
  /** Key of the template; null for a call. */
  template: string | null;
  /** Later than this after its time it is no longer worth sending. */
  expiresAfterDays: number;
}

export const STOP_CONDITIONS = ['booked', 'replied', 'opted_out', 'case_closed', 'snoozed'] as const;
export type StopCondition = (typeof STOP_CONDITIONS)[number];

/** A patient fact that a text uses, for the preview: what, its value, and where it comes from. `class`: M-01. */
export interface MergedFact {
  field: string;
  value: string;
  class: 0 | 1 | 2 | 3;
  /** `patient`, `appointment`, `practice` … and the record's id where there is one. */
  source: string;
  recordId: string | null;
}
