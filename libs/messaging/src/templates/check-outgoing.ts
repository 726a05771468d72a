import type { MergedFact } from '@keepwell/domain';
import { shownValue } from './fact-value.js';
import { mayShow } from './field-problems.js';
import { isTemplateField, TEMPLATE_FIELDS, type FieldClass } from './fields.js';
import { MOST_SEGMENTS } from './lint-template.js';
import { smsSegments } from './sms-segments.js';

/** A message as it stands in the outbox, and what was merged into it. */
export interface MadeMessage {
  channel: 'sms' | 'email';
  subject: string | null;
  text: string;
  facts: readonly MergedFact[];
  /** As patients know it: an SMS must say it (C-13). */
  practiceName: string;
}

/**
 * The last look at a text, directly before it is sent (M-01 "again at send"): between its making and now the fields may have been given
 * another class, or the row been written by something else. Empty: it may leave. Sentences without values.
 */
export function checkOutgoing({ channel, subject, text, facts, practiceName }: MadeMessage): string[] {
  const problems: string[] = [];
  if (text.trim() === '') problems.push('The text is empty.');
  if (/\{\{|\{%/.test(`${subject ?? ''}${text}`)) problems.push('The text has a field that was not filled in.');
  for (const fact of facts) {
    const fieldClass = classOf(fact);
    if (fact.value.trim() === '') problems.push(`empty field ${fact.field}`);
    if (!mayShow('body', fieldClass)) problems.push(`The text shows ${fact.field}, which a message may not carry.`);
    if (subject !== null && !mayShow('subject', fieldClass) && mentions(subject, fact.value)) {
      problems.push(`The subject shows ${fact.field}, which a subject may not carry.`);
    }
  }
  if (channel === 'email' && (subject ?? '').trim() === '') problems.push('The subject is empty.');
  if (/[\r\n]/.test(subject ?? '')) problems.push('The subject has a line break.');
  if (channel === 'sms') {
    // As it called itself when the text was made, or as it does now: the sender's name may have been changed since.
    const names = [practiceName, ...facts.flatMap(({ field, value }) => (field === 'practice.name' ? value : []))];
    const isNamed = names.some((name) => shownValue(name) !== undefined && text.includes(shownValue(name) ?? ''));
    if (!isNamed) problems.push('The text does not say who writes.');
    if (smsSegments(text).segments > MOST_SEGMENTS) problems.push(`The text takes more than ${MOST_SEGMENTS} SMS.`);
  }
  return problems;
}

/** The stricter of what was stored with the message and what holds today; an unknown field is taken for clinical. */
function classOf(fact: MergedFact): FieldClass {
  const today: FieldClass = isTemplateField(fact.field) ? TEMPLATE_FIELDS[fact.field].class : 3;
  return fact.class > today ? fact.class : today;
}

function mentions(subject: string, value: string): boolean {
  return value.trim() !== '' && subject.toLowerCase().includes(value.trim().toLowerCase());
}
