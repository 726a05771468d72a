import type { MergedFact } from '@keepwell/domain';
import { shownValue } from './fact-value.js';
import { TEMPLATE_FIELDS, type TemplateFacts, type TemplateField } from './fields.js';
import { FieldEmpty, parseText, renderParts, whyUnreadable } from './liquid.js';
import { fieldProblems } from './field-problems.js';
import { smsSegments } from './sms-segments.js';
import type { Rendered, TemplateText } from './template.js';

/**
 * The text for one person. A field without a value is a problem, and then there is no text at all (S2-17): nobody gets "Dear ,". What a
 * channel may not carry (M-01) is refused here again, whatever was approved.
 */
export function renderTemplate(template: TemplateText, facts: TemplateFacts): Rendered {
  const used = new Set<TemplateField>();
  const problems = new Set<string>();
  const fill = (where: 'subject' | 'body', text: string) => {
    try {
      const { parts, fields, unknown } = parseText(text);
      for (const problem of fieldProblems(where, fields, unknown)) problems.add(problem);
      if (problems.size > 0) return '';
      return filled(parts, fields);
    } catch (error) {
      problems.add(`The ${where} cannot be read: ${whyUnreadable(error)}.`);
      return '';
    }
  };
  /** Goes on past each empty field, to name them all at once. */
  const filled = (parts: ReturnType<typeof parseText>['parts'], fields: TemplateField[]) => {
    const empty = new Set<TemplateField>();
    for (;;) {
      try {
        return renderParts(parts, fields, (field) => {
          const value = shownValue(facts[field]?.value);
          if (value !== undefined) used.add(field);
          return value ?? (empty.has(field) ? '-' : undefined);
        });
      } catch (error) {
        if (!(error instanceof FieldEmpty) || empty.has(error.field)) throw error;
        empty.add(error.field);
        problems.add(`empty field ${error.field}`);
      }
    }
  };

  const body = fill('body', template.body).trim();
  const subject = template.subject === null ? null : fill('subject', template.subject).trim();
  if (problems.size === 0 && body === '') problems.add('The text is empty for this person.');
  if (problems.size === 0 && template.channel === 'email' && (subject ?? '') === '')
    problems.add('The subject is empty.');
  const made = problems.size === 0;
  return {
    subject: made && template.channel === 'email' ? subject : null,
    text: made ? body : null,
    length: made && template.channel === 'sms' ? smsSegments(body) : null,
    facts: [...used].map((field) => mergedFact(field, facts)),
    problems: [...problems],
  };
}

function mergedFact(field: TemplateField, facts: TemplateFacts): MergedFact {
  const { class: fieldClass, source } = TEMPLATE_FIELDS[field];
  const value = shownValue(facts[field]?.value) ?? '';
  return { field, value, class: fieldClass, source, recordId: facts[field]?.recordId ?? null };
}
