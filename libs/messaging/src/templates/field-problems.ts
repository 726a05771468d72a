import { TEMPLATE_FIELDS, type FieldClass, type TemplateField } from './fields.js';

/** The most that may be shown (M-01): a text may be read over a shoulder, a subject by everybody on the way. */
const MOST: Record<'subject' | 'body', FieldClass> = { subject: 0, body: 2 };

const WHY: Record<FieldClass, string> = {
  0: 'is public',
  1: 'says who it is',
  2: 'says when somebody was seen, and by whom',
  3: 'is clinical or about money',
};

/** What stands against showing these fields there; empty: nothing. */
export function fieldProblems(
  where: 'subject' | 'body',
  fields: readonly TemplateField[],
  unknown: readonly string[],
): string[] {
  const known = Object.entries(TEMPLATE_FIELDS).flatMap(([name, kind]) => (kind.class <= MOST[where] ? name : []));
  return [
    ...unknown.map((name) => `The ${where} names ${name}, which is no field. Use one of: ${known.join(', ')}.`),
    ...fields.flatMap((field) =>
      mayShow(where, TEMPLATE_FIELDS[field].class)
        ? []
        : `The ${where} shows ${field}, which ${WHY[TEMPLATE_FIELDS[field].class]}: that may not stand in a ${where}. Take it out.`,
    ),
  ];
}

export function mayShow(where: 'subject' | 'body', fieldClass: FieldClass): boolean {
  return fieldClass <= MOST[where];
}
