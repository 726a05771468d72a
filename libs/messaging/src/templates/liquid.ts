import { Liquid, type Template } from 'liquidjs';
import { isTemplateField, type TemplateField } from './fields.js';

/** The longest text anybody would send; what is longer is not parsed. */
export const LONGEST_TEXT = 4_000;
const RENDER_MS = 100;
const MEMORY = 20_000;

const TAGS = ['if', 'unless'];
const FILTERS = ['capitalize'];

/**
 * Liquid with nearly everything taken out (X-15…X-17): no files, no inclusion, no loops, no assignments, no raw. A text chooses between
 * two wordings and names fields; what is more is work for code. Values are put in as they are: a text is no HTML, and where one is made
 * of it (mail-parts.ts), all of it is escaped.
 */
const engine = new Liquid({
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  lenientIf: true,
  cache: false,
  relativeReference: false,
  templates: {},
  parseLimit: LONGEST_TEXT,
  renderLimit: RENDER_MS,
  memoryLimit: MEMORY,
});
for (const tag of Object.keys(engine.tags)) if (!TAGS.includes(tag)) delete engine.tags[tag];
for (const filter of Object.keys(engine.filters)) if (!FILTERS.includes(filter)) delete engine.filters[filter];

export interface ParsedText {
  parts: Template[];
  fields: TemplateField[];
  /** Names that are not in the list. */
  unknown: string[];
}

/** Throws for what is not such a text; `whyUnreadable` makes a sentence of it. */
export function parseText(text: string): ParsedText {
  const parts = engine.parse(text);
  const names = new Set(
    engine
      .globalVariableSegmentsSync(parts)
      .map((segments) => segments.map((segment) => (Array.isArray(segment) ? '[…]' : String(segment))).join('.')),
  );
  const fields: TemplateField[] = [];
  const unknown: string[] = [];
  for (const name of names) {
    if (isTemplateField(name)) fields.push(name);
    else unknown.push(name);
  }
  return { parts, fields, unknown };
}

/** Throws `FieldEmpty` where a field is shown that `valueOf` answers with undefined; in a condition that is merely false. */
export function renderParts(
  parts: Template[],
  fields: readonly TemplateField[],
  valueOf: (field: TemplateField) => string | undefined,
): string {
  const scope: Record<string, object> = {};
  for (const field of fields) {
    const [group = '', name = ''] = field.split('.');
    scope[group] ??= Object.create(null) as object;
    Object.defineProperty(scope[group], name, { get: () => valueOf(field), enumerable: true });
  }
  try {
    return String(engine.renderSync(parts, scope, { sync: true }));
  } catch (error) {
    const empty = emptyFieldOf(error);
    throw empty === null ? error : new FieldEmpty(empty);
  }
}

export class FieldEmpty extends Error {
  override readonly name = 'FieldEmpty';
  constructor(readonly field: TemplateField) {
    super(`empty field ${field}`);
  }
}

function emptyFieldOf(error: unknown): TemplateField | null {
  if (!(error instanceof Error) || error.name !== 'UndefinedVariableError') return null;
  const named = /undefined variable: ([\w.]+)/.exec(error.message)?.[1] ?? '';
  return isTemplateField(named) ? named : null;
}

/** Liquid's reason in its first line, without the excerpt of the text that it adds. */
export function whyUnreadable(error: unknown): string {
  const [first = 'no reason given'] = error instanceof Error ? error.message.split('\n') : [];
  return first.replace(/, file:\S+/, '');
}
