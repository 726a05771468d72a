import { fieldProblems } from './field-problems.js';
import { TEMPLATE_FIELDS, type TemplateFacts } from './fields.js';
import { withOptOutLine } from './fixed-wording.js';
import { parseText, whyUnreadable } from './liquid.js';
import { renderTemplate } from './render-template.js';
import { smsSegments } from './sms-segments.js';
import type { TemplateText } from './template.js';
import { wordProblems } from './words.js';

/** More than this is refused (C-13). */
export const MOST_SEGMENTS = 3;

export interface TemplateCheck {
  /** Why it cannot be kept; each a sentence saying what, where and what to do. */
  problems: string[];
  /** What it should be better, and may stay. */
  warnings: string[];
}

const SAMPLE: TemplateFacts = Object.fromEntries(
  Object.entries(TEMPLATE_FIELDS).map(([field, { sample }]) => [field, { value: sample, recordId: null }]),
);

/** What is asked of a text before it is kept (C-12, C-13, M-01). Empty: it may be approved. */
export function lintTemplate(template: TemplateText): string[] {
  return checkTemplate(template).problems;
}

export function checkTemplate(template: TemplateText): TemplateCheck {
  const { channel, body, purpose } = template;
  const problems = [...partProblems('body', body, purpose), ...subjectProblems(template)];
  if (/https?:\/\/[^\s{]*\{[{%]/i.test(body)) {
    problems.push(
      'The body has a field inside an address: addresses are kept by others. Write the address without it.',
    );
  }
  if (/http:\/\//i.test(body)) problems.push('The body has an address without https. Use https.');
  if (channel !== 'sms') return { problems, warnings: [] };

  if (!/\{\{-?\s*practice\.name\b/.test(body)) {
    problems.push('The text does not say who writes. Put {{ practice.name }} in it.');
  }
  const { text } = problems.length === 0 ? renderTemplate(template, SAMPLE) : { text: null };
  if (text === null) return { problems, warnings: [] };
  const { segments, encoding, units } = smsSegments(withOptOutLine(text, template.language));
  const size = `With usual names and the opt-out line it takes ${units} places in ${encoding}, ${segments} SMS`;
  if (segments > MOST_SEGMENTS) {
    return { problems: [`${size}: at most ${MOST_SEGMENTS} are sent. Shorten it.`], warnings: [] };
  }
  const longer = encoding === 'UCS-2' || segments > 1;
  return { problems, warnings: longer ? [`${size}. One (160 plain characters) reads better and costs less.`] : [] };
}

function subjectProblems({ channel, subject, purpose }: TemplateText): string[] {
  if (channel === 'sms') return subject === null ? [] : ['An SMS has no subject. Leave it out.'];
  if (subject === null || subject.trim() === '') return ['An e-mail needs a subject.'];
  const problems = partProblems('subject', subject, purpose);
  if (/[\r\n]/.test(subject)) problems.push('The subject has a line break. Write it in one line.');
  if (subject.length > 120) problems.push('The subject is longer than 120 characters. Shorten it.');
  return problems;
}

function partProblems(where: 'subject' | 'body', text: string, purpose: TemplateText['purpose']): string[] {
  if (text.trim() === '') return where === 'body' ? ['The text is empty.'] : [];
  try {
    const { fields, unknown } = parseText(text);
    return [...fieldProblems(where, fields, unknown), ...wordProblems(text, purpose)];
  } catch (error) {
    const can = 'A text has fields ({{ practice.name }}) and {% if … %}, {% unless … %}; nothing else.';
    return [`The ${where} cannot be read: ${whyUnreadable(error)}. ${can}`];
  }
}
