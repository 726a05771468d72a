import type { MergedFact, Purpose } from '@keepwell/domain';
import type { SmsLength } from './sms-segments.js';

/** A text with its fields still open: Liquid, `{{ patient.givenName }}` and `{% if practitioner.name %}…{% endif %}`, nothing else. */
export interface TemplateText {
  channel: 'sms' | 'email';
  /** BCP 47; its first part chooses the fixed wordings. */
  language: string;
  purpose: Purpose;
  /** E-mail only. */
  subject: string | null;
  body: string;
}

export interface Rendered {
  /** Null where there is a problem: a text with a hole in it is never made. */
  subject: string | null;
  text: string | null;
  /** SMS only; of the text as it stands, without an opt-out line. */
  length: SmsLength | null;
  /** What the text says of the patient, and where from: for the preview and the proof. */
  facts: MergedFact[];
  /** Empty: it may be sent. Sentences without names, numbers or addresses. */
  problems: string[];
}
