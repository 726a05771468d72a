import type { SettingsProperty, SettingsSchema } from './connector.js';
import { SettingsWrong } from './errors.js';

export type SettingValue = string | number | boolean;
export type Settings = Record<string, SettingValue | undefined>;

/** Names of the fields that are encrypted at rest and never returned. */
export function secretFields(schema: SettingsSchema): string[] {
  return Object.keys(schema.properties).filter((field) => schema.properties[field]!.secret === true);
}

/**
 * Checks what a form, a request or `--set key=value` handed in: values with defaults filled in, or `SettingsWrong`
 * naming the first field that is wrong. Numbers and booleans may come as text. A value is never repeated in a
 * sentence when its field is secret.
 *
 * @example parseSettings(connector.settings, { dir: './export', past_days: '365' })
 */
export function parseSettings(schema: SettingsSchema, values: Record<string, unknown>): Settings {
  const known = Object.keys(schema.properties);
  for (const field of Object.keys(values)) {
    if (!known.includes(field)) {
      throw new SettingsWrong(field, `"${field}" is not a setting here; there are: ${known.join(', ')}.`);
    }
  }

  const settings: Settings = {};
  for (const field of known) {
    const property = schema.properties[field]!;
    const given = values[field];
    const empty = given === undefined || given === null || (typeof given === 'string' && given.trim() === '');
    settings[field] = empty ? property.default : parseValue(field, property, given);
  }

  const missing = (fields: string[]) => fields.filter((field) => settings[field] === undefined);
  const [lacking] = missing(schema.required ?? []);
  if (lacking !== undefined) throw new SettingsWrong(lacking, `${named(lacking, schema)} is needed.`);
  if (schema.anyOf && !schema.anyOf.some((group) => missing(group.required).length === 0)) {
    const groups = schema.anyOf.map((group) => group.required.join(' and '));
    throw new SettingsWrong(schema.anyOf[0]?.required[0] ?? null, `One of these is needed: ${groups.join(', or ')}.`);
  }
  return settings;
}

function parseValue(field: string, property: SettingsProperty, given: unknown): SettingValue {
  const wrong = (must: string) => new SettingsWrong(field, `${property.title} (${field}) ${must}.`);
  if (property.type === 'boolean') {
    if (given === true || given === 'true') return true;
    if (given === false || given === 'false') return false;
    throw wrong('must be true or false');
  }
  if (property.type === 'integer') return parseInteger(property, given, wrong);
  if (typeof given !== 'string') throw wrong('must be text');
  const text = property.secret ? given : given.trim();
  if (property.enum && !property.enum.includes(text)) throw wrong(`must be one of ${property.enum.join(', ')}`);
  if (property.maxLength !== undefined && text.length > property.maxLength) {
    throw wrong(`must not be longer than ${property.maxLength} characters`);
  }
  if (property.format === 'uri' && !isWebAddress(text)) {
    throw wrong('must be an address starting with https:// (without user name, password or #)');
  }
  if (property.format === 'timezone' && !isTimezone(text)) {
    throw wrong('must be a time zone such as Europe/London or America/New_York');
  }
  return text;
}

function parseInteger(property: SettingsProperty, given: unknown, wrong: (must: string) => SettingsWrong): number {
  const number = typeof given === 'string' ? Number(given) : given;
  const { minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER } = property;
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < minimum || number > maximum) {
    const range = [
      property.minimum === undefined ? '' : ` from ${property.minimum}`,
      property.maximum === undefined ? '' : ` to ${property.maximum}`,
    ];
    throw wrong(`must be a whole number${range.join('')}`);
  }
  return number;
}

function named(field: string, schema: SettingsSchema): string {
  return `${schema.properties[field]?.title ?? field} (${field})`;
}

/** `http` is let through here: whether an address may be reached is the guarded client's question, not the form's. */
function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return (url.protocol === 'https:' || url.protocol === 'http:') && !url.username && !url.password && !url.hash;
}

/** An IANA zone this computer knows. Bare offsets (`+01:00`) are refused: they know nothing of summer time. */
export function isTimezone(text: string): boolean {
  if (!/^[A-Za-z]/.test(text)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
