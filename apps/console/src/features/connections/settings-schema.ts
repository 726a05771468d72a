import type { Settings, SettingsProperty, SettingsSchema, SettingValue } from '../../api.types.js';

/** Reads a connector's settings schema the way the form needs it. The server checks again; this only spares a round trip. */

export type Draft = Record<string, SettingValue>;

export function initialDraft(schema: SettingsSchema, stored: Settings = {}): Draft {
  return Object.fromEntries(
    Object.entries(schema.properties).map(([field, property]) => [
      field,
      property.secret ? '' : (stored[field] ?? property.default ?? (property.type === 'boolean' ? false : '')),
    ]),
  );
}

const isFilled = (value: SettingValue | undefined) => value !== undefined && value !== '';

/** Which fields must be filled before the server need be asked; sentences by field. `secretsSet` counts as filled. */
export function draftProblems(schema: SettingsSchema, draft: Draft, secretsSet: string[] = []): Record<string, string> {
  const has = (field: string) => isFilled(draft[field]) || secretsSet.includes(field);
  const problems: Record<string, string> = {};
  for (const field of schema.required ?? []) if (!has(field)) problems[field] = 'This is needed.';
  for (const [field, property] of Object.entries(schema.properties)) {
    const problem = isFilled(draft[field]) ? valueProblem(property, draft[field] ?? '') : null;
    if (problem !== null) problems[field] = problem;
  }
  const groups = schema.anyOf ?? [];
  if (groups.length > 0 && !groups.some((group) => group.required.every(has))) {
    for (const field of groups[0]?.required ?? [])
      if (!has(field)) problems[field] ??= `Needed: ${alternativesText(schema)}.`;
  }
  return problems;
}

function valueProblem(property: SettingsProperty, value: SettingValue): string | null {
  if (property.type === 'integer') {
    if (!Number.isInteger(Number(value))) return 'A whole number, please.';
    if (property.minimum !== undefined && Number(value) < property.minimum) return `At least ${property.minimum}.`;
    if (property.maximum !== undefined && Number(value) > property.maximum) return `At most ${property.maximum}.`;
  }
  if (property.maxLength !== undefined && String(value).length > property.maxLength) {
    return `At most ${property.maxLength} characters.`;
  }
  if (property.format === 'uri' && !URL.canParse(String(value)))
    return 'A full address, such as https://ehr.example.org/fhir.';
  return null;
}

/** "Server address, or Folder": what one of several ways to fill the form needs. */
export function alternativesText(schema: SettingsSchema): string {
  const titles = (fields: string[]) => fields.map((field) => schema.properties[field]?.title ?? field).join(' and ');
  return (schema.anyOf ?? []).map((group) => titles(group.required)).join(', or ');
}

/** What is sent: empty fields left out, so that a stored secret stays and a default is the server's. */
export function draftSettings(schema: SettingsSchema, draft: Draft): Settings {
  const filled: Settings = {};
  for (const [field, property] of Object.entries(schema.properties)) {
    const value = draft[field];
    if (value === undefined || value === '') continue;
    filled[field] = property.type === 'integer' ? Number(value) : value;
  }
  return filled;
}

/** The schema as if some fields were not there: neither asked for nor needed. */
export function withoutFields(schema: SettingsSchema, fields: string[]): SettingsSchema {
  const isLeft = (field: string) => !fields.includes(field);
  const groups = (schema.anyOf ?? []).filter((group) => group.required.every(isLeft));
  const { anyOf, required = [], ...rest } = schema;
  return {
    ...rest,
    properties: Object.fromEntries(Object.entries(schema.properties).filter(([field]) => isLeft(field))),
    required: required.filter(isLeft),
    // A way to fill the form that was a folder is taken by the upload: then none of the others is needed.
    ...(anyOf !== undefined && groups.length === anyOf.length ? { anyOf: groups } : {}),
  };
}
