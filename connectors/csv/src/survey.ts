import type { Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { type ConnectorContext, SettingsWrong } from '@keepwell/connector-sdk';
import type { RecordKind } from '@keepwell/domain/records';
import { columnsOf, FILE_FORMATS, type FileFormat } from './columns.js';
import { type Header, readHeader } from './header.js';
import { isZone } from './instants.js';
import { type FileMapping, type Mapping, readMapping } from './mapping.js';
import { withOwnWords } from './own-words.js';

/** One file of the folder that belongs to the format. */
export interface Source {
  format: FileFormat;
  path: string;
  /** As the practice named it. */
  fileName: string;
  /** `null`: the file is empty, without even a header. */
  header: Header | null;
  /** Our column → position. */
  columns: ReadonlyMap<string, number>;
  values: FileMapping['values'];
  dates: FileMapping['dates'];
  missing: string[];
  unused: string[];
  bytes: number;
  /** Changes when the file does. */
  fingerprint: string;
}

export interface Survey {
  dir: string;
  /** The practice's stated zone. */
  timezone: string | null;
  sources: Map<RecordKind, Source>;
  /** What keeps the folder from being read at all. */
  problems: string[];
  /** CSV files of the folder that nothing reads. */
  otherFiles: string[];
}

/** Without these two nobody can be found off-track: their columns must be right before anything is read. */
const CORE: readonly RecordKind[] = ['patient', 'appointment'];

/** Looks at the folder and at every header, not at the rows. */
export async function surveyFolder(context: ConnectorContext): Promise<Survey> {
  const dir = await context.folders.resolve('dir', String(context.settings['dir'] ?? ''));
  const timezone = statedZone(context);
  const mapping = await readMapping(context);
  const names = (await readdir(dir)).sort();
  const survey: Survey = { dir, timezone, sources: new Map(), problems: [], otherFiles: [] };
  for (const format of FILE_FORMATS) {
    const fileName = findFile(names, format, mapping);
    if (fileName === null) continue;
    const source = await openSource(context, dir, fileName, format, mapping.get(format.kind));
    survey.sources.set(format.kind, source);
    if (CORE.includes(format.kind) && source.missing.length > 0) survey.problems.push(missingSentence(source));
  }
  if (!survey.sources.has('patient')) {
    survey.problems.unshift(
      `${dir} holds no patients.csv; if the export has other file names, give a mapping file (connector check proposes one)`,
    );
  }
  const used = new Set([...survey.sources.values()].map((source) => source.fileName));
  survey.otherFiles = names.filter((name) => /\.(csv|tsv|txt)$/i.test(name) && !used.has(name));
  return survey;
}

export function missingSentence(source: Source): string {
  const columns = source.missing.join(', ');
  return source.header === null
    ? `${source.fileName} is empty: it needs a header row with ${source.format.required.join(', ')}`
    : `${source.fileName} has no column ${columns}, which every row of ${source.format.name} needs; rename the heading or give a mapping file`;
}

/** What is worth knowing about a file before its rows are read, in sentences. */
export function noticesOf(source: Source): string[] {
  const notices: string[] = [];
  if (source.header !== null && !source.header.isUtf8) {
    notices.push(`${source.fileName} is not UTF-8: letters such as é will be wrong; save it again as CSV UTF-8`);
  }
  if (source.unused.length > 0) notices.push(`${source.fileName}: columns not read: ${source.unused.join(', ')}`);
  if (source.missing.length > 0) notices.push(missingSentence(source));
  return notices;
}

function statedZone(context: ConnectorContext): string | null {
  const setting = context.settings['timezone'];
  const zone = typeof setting === 'string' && setting.trim() !== '' ? setting.trim() : context.timezone;
  if (zone !== null && !isZone(zone)) {
    throw new SettingsWrong(
      'timezone',
      `"${zone}" is not a time zone; write it as in Europe/London or America/New_York`,
    );
  }
  return zone;
}

function findFile(names: string[], format: FileFormat, mapping: Mapping): string | null {
  const mapped = mapping.get(format.kind)?.file;
  const wanted = mapped ?? format.name;
  const found =
    names.find((name) => name === wanted) ?? names.find((name) => name.toLowerCase() === wanted.toLowerCase());
  if (found === undefined && mapped !== undefined) {
    throw new SettingsWrong(
      'mapping',
      `The mapping reads ${format.name} from "${mapped}", and the folder holds no such file`,
    );
  }
  return found ?? null;
}

async function openSource(
  context: ConnectorContext,
  dir: string,
  fileName: string,
  format: FileFormat,
  mapping: FileMapping | undefined,
): Promise<Source> {
  // A link may lead out of the folder: where it ends must be readable for this caller, too.
  const real = await realpath(path.join(dir, fileName));
  if (path.dirname(real) !== dir) await context.folders.resolve('dir', path.dirname(real));
  const facts = await stat(real);
  if (!facts.isFile()) throw new SettingsWrong('dir', `${fileName} in ${dir} is a folder, not a file`);
  const header = await headerOf(real, fileName);
  const { columns, unused } = placeColumns(header?.names ?? [], format, fileName, mapping);
  return {
    format,
    path: real,
    fileName,
    header,
    columns,
    values: withOwnWords(mapping?.values ?? new Map(), format.kind, context.statusMap),
    dates: mapping?.dates ?? 'iso',
    missing: format.required.filter((column) => !columns.has(column)),
    unused,
    bytes: facts.size,
    fingerprint: fingerprintOf(facts),
  };
}

/** Whether the file is another than when the folder was looked at. */
export async function hasChanged({ path: real, fingerprint }: Source): Promise<boolean> {
  try {
    return fingerprintOf(await stat(real)) !== fingerprint;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return true;
    throw cause;
  }
}

const fingerprintOf = ({ size, mtimeMs, ino }: Stats): string => `${size}-${mtimeMs}-${ino}`;

async function headerOf(real: string, fileName: string): Promise<Header | null> {
  try {
    return await readHeader(real, fileName);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code !== 'EACCES' && code !== 'EPERM') throw cause;
    throw new SettingsWrong('dir', `${fileName} may not be read by this account: change its permissions`, { cause });
  }
}

function placeColumns(names: string[], format: FileFormat, fileName: string, mapping: FileMapping | undefined) {
  const ours = new Set(columnsOf(format));
  const taken = new Set(mapping?.columns.values());
  const columns = new Map<string, number>();
  const unused: string[] = [];
  for (const [index, name] of names.entries()) {
    const heading = name.toLowerCase();
    const mapped = mapping?.columns.get(heading);
    const column = mapped ?? (ours.has(heading) && !taken.has(heading) ? heading : undefined);
    if (column === undefined) {
      if (name !== '') unused.push(name);
      continue;
    }
    if (columns.has(column)) throw new SettingsWrong('dir', `${fileName} has two columns ${column}: keep one`);
    columns.set(column, index);
  }
  const absent = [...(mapping?.columns.keys() ?? [])].find(
    (theirs) => !names.some((name) => name.toLowerCase() === theirs),
  );
  if (absent !== undefined) {
    throw new SettingsWrong('mapping', `The mapping names the column "${absent}", and ${fileName} has no such heading`);
  }
  return { columns, unused };
}
