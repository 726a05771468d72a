import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type ConnectorContext, SettingsWrong } from '@keepwell/connector-sdk';
import type { RecordKind } from '@keepwell/domain/records';
import { columnsOf, FILE_FORMATS, type FileFormat, formatNamed } from './columns.js';

/** How a practice's own export becomes one file of the format. */
export interface FileMapping {
  /** Their file name. */
  file: string;
  /** Their column, lower case → our column. */
  columns: ReadonlyMap<string, string>;
  /** Our column → their word (as written and in lower case) → our word; an empty word means unknown. */
  values: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** How dates are written beside ISO 8601, which is always read. */
  dates: DateOrder;
}

const DATE_ORDERS = ['iso', 'day-first'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

export type Mapping = ReadonlyMap<RecordKind, FileMapping>;

export const NO_MAPPING: Mapping = new Map();

/** Reads and checks the file named by the `mapping` setting; a wrong one is refused with the place to look at. */
export async function readMapping(context: ConnectorContext): Promise<Mapping> {
  const setting = context.settings['mapping'];
  if (typeof setting !== 'string' || setting.trim() === '') return NO_MAPPING;
  const folder = await context.folders.resolve('mapping', path.dirname(setting));
  const name = path.basename(setting);
  let text: string;
  try {
    text = await readFile(path.join(folder, name), 'utf8');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    const what =
      code === 'ENOENT'
        ? 'there is no such file'
        : code === 'EISDIR'
          ? 'it is a folder'
          : `it cannot be read (${code})`;
    throw new SettingsWrong('mapping', `The mapping file ${setting} cannot be used: ${what}`, { cause });
  }
  return parseMapping(text, name);
}

export async function parseMapping(text: string, name: string): Promise<Mapping> {
  const { parse, YAMLParseError } = await import('yaml');
  let content: unknown;
  try {
    content = parse(text);
  } catch (cause) {
    if (!(cause instanceof YAMLParseError)) throw cause;
    const line = cause.linePos?.[0].line;
    throw new SettingsWrong('mapping', `${name}${line ? ` line ${line}` : ''} is not YAML: ${cause.code}`, { cause });
  }
  if (!isTable(content))
    throw new SettingsWrong('mapping', `${name} must name files of the format, such as "appointments:"`);
  const mapping = new Map<RecordKind, FileMapping>();
  for (const [key, entry] of Object.entries(content)) {
    const format = formatNamed(key);
    if (format === undefined) {
      const known = FILE_FORMATS.map((candidate) => candidate.name.replace('.csv', '')).join(', ');
      throw new SettingsWrong(
        'mapping',
        `${name} names "${key}", which is not a file of the format; it knows ${known}`,
      );
    }
    mapping.set(format.kind, fileMapping(entry, format, `${name}, ${key}`));
  }
  return mapping;
}

function fileMapping(entry: unknown, format: FileFormat, where: string): FileMapping {
  if (!isTable(entry)) throw new SettingsWrong('mapping', `${where}: expected "file", "columns", "values" and "dates"`);
  const strange = Object.keys(entry).find((key) => !['file', 'columns', 'values', 'dates'].includes(key));
  if (strange !== undefined)
    throw new SettingsWrong('mapping', `${where}: "${strange}" is not one of file, columns, values, dates`);
  const file = entry['file'] ?? format.name;
  if (typeof file !== 'string' || path.basename(file) !== file) {
    throw new SettingsWrong('mapping', `${where}: "file" must be a file name inside the folder`);
  }
  return {
    file,
    columns: columnMapping(entry['columns'], format, where),
    values: valueMapping(entry['values'], format, where),
    dates: dateOrder(entry['dates'], where),
  };
}

function dateOrder(entry: unknown, where: string): DateOrder {
  if (entry === undefined || entry === null) return 'iso';
  const order = DATE_ORDERS.find((known) => known === entry);
  if (order === undefined)
    throw new SettingsWrong('mapping', `${where}: "dates" must be one of ${DATE_ORDERS.join(', ')}`);
  return order;
}

function columnMapping(entry: unknown, format: FileFormat, where: string): Map<string, string> {
  const columns = new Map<string, string>();
  for (const [theirs, ours] of Object.entries(table(entry, `${where}, columns`))) {
    if (typeof ours !== 'string' || !columnsOf(format).includes(ours)) {
      throw new SettingsWrong(
        'mapping',
        `${where}: "${theirs}" is mapped to "${String(ours)}", which is not a column of ${format.name}`,
      );
    }
    if ([...columns.values()].includes(ours)) {
      throw new SettingsWrong('mapping', `${where}: two columns are mapped to ${ours}`);
    }
    columns.set(theirs.trim().toLowerCase(), ours);
  }
  return columns;
}

function valueMapping(entry: unknown, format: FileFormat, where: string): Map<string, Map<string, string>> {
  const values = new Map<string, Map<string, string>>();
  for (const [column, words] of Object.entries(table(entry, `${where}, values`))) {
    if (!columnsOf(format).includes(column)) {
      throw new SettingsWrong(
        'mapping',
        `${where}: values are given for "${column}", which is not a column of ${format.name}`,
      );
    }
    const translated = new Map<string, string>();
    for (const [theirs, ours] of Object.entries(table(words, `${where}, values of ${column}`))) {
      if (ours !== null && typeof ours !== 'string' && typeof ours !== 'number' && typeof ours !== 'boolean') {
        throw new SettingsWrong('mapping', `${where}: the value for "${theirs}" of ${column} must be a single word`);
      }
      const word = ours === null ? '' : String(ours);
      translated.set(theirs.trim().toLowerCase(), word);
      translated.set(theirs.trim(), word);
    }
    values.set(column, translated);
  }
  return values;
}

function table(entry: unknown, where: string): Record<string, unknown> {
  if (entry === undefined || entry === null) return {};
  if (!isTable(entry)) throw new SettingsWrong('mapping', `${where}: expected a table of names`);
  return entry;
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
