import { isDeepStrictEqual } from 'node:util';
import { secretFields } from '@keepwell/connector-sdk';
import type { Settings, SettingsProperty, SettingsSchema } from '@keepwell/connector-sdk';
import { Problem } from '../http/problem.js';

export type OpenSettings = Record<string, string | number | boolean>;

/** What may be stored as it is, and what must be sealed. */
export function splitSecrets(
  schema: SettingsSchema,
  settings: Settings,
): { open: OpenSettings; secret: Record<string, string> } {
  const hidden = new Set(secretFields(schema));
  const open: OpenSettings = {};
  const secret: Record<string, string> = {};
  for (const [field, value] of Object.entries(settings)) {
    if (value === undefined) continue;
    if (hidden.has(field)) secret[field] = String(value);
    else open[field] = value;
  }
  return { open, secret };
}

/** The secrets to seal anew; null: to forget. */
export function changedSecrets(
  kept: Record<string, string>,
  secret: Record<string, string>,
): Record<string, string | null> {
  const forgotten = Object.keys(kept).filter((field) => secret[field] === undefined);
  const changed = Object.entries(secret).filter(([field, value]) => kept[field] !== value);
  return { ...Object.fromEntries(forgotten.map((field) => [field, null])), ...Object.fromEntries(changed) };
}

/**
 * A stored secret goes only where it was meant to go. Whoever changes an address, or as whom Keepwell signs in there,
 * shows that they know the secret by giving it again: else it could be sent to a server of theirs and read there.
 */
export function refuseKeptSecrets(
  schema: SettingsSchema,
  before: OpenSettings,
  after: OpenSettings,
  missing: string[],
): void {
  const [field] = missing;
  if (field === undefined) return;
  const moved = Object.entries(schema.properties).find(
    ([name, property]) =>
      steersSecrets(property) && !isDeepStrictEqual(before[name] ?? property.default, after[name] ?? property.default),
  );
  if (moved === undefined) return;
  const secret = schema.properties[field]?.title ?? field;
  throw new Problem(
    'settings_wrong',
    `${secret} (${field}) is needed again, because ${moved[1].title} (${moved[0]}) is another one now.`,
    { field },
  );
}

/** Free text and addresses say where to, and as whom. Numbers, switches, zones, folders and choices from a list do not. */
function steersSecrets({ type, enum: choices, format, secret }: SettingsProperty): boolean {
  const local = format === 'timezone' || format === 'folder';
  return type === 'string' && secret !== true && choices === undefined && !local;
}
