import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { SettingsWrong } from '@keepwell/connector-sdk';
import { bundleEntries, LARGEST_PIECE, linesOf, PieceTooLarge, TRUNCATED } from './bundle-entries.js';
import { isElement, isResource, text, type Element, type Resource } from './element.js';

/** One thing found in a file: a resource, the removal of one, or something that cannot be read. */
export type Found = { file: string; at: number } & (
  | { resource: Resource; fullUrl: string | null }
  | { removed: { type: string; id: string } }
  | { broken: string; code: string; raw: string | null }
);

const READ = ['.json', '.ndjson'];

/** File names in order: the same folder is read the same way on every computer. */
export async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter((entry) => (entry.isFile() || entry.isSymbolicLink()) && READ.includes(extname(entry.name).toLowerCase()))
    .map((entry) => entry.name)
    .sort((a, b) => (a < b ? -1 : 1));
  if (names.length === 0) throw new SettingsWrong('dir', `The folder holds no *.json and no *.ndjson file.`);
  return names;
}

/** Everything in one file, in its order. */
export async function* readFhirFile(folder: string, file: string): AsyncGenerator<Found> {
  const path = join(folder, file);
  let at = 0;
  try {
    if (extname(file).toLowerCase() === '.ndjson') {
      for await (const line of linesOf(path)) yield found(file, (at += 1), line);
      return;
    }
    for await (const entry of bundleEntries(path)) {
      at += 1;
      if (entry === TRUNCATED)
        yield { file, at, broken: 'The file ends in the middle of an entry.', code: 'file_truncated', raw: null };
      else yield found(file, at, entry);
    }
    if (at === 0) yield* wholeFile(path, file);
  } catch (error) {
    if (!(error instanceof PieceTooLarge)) throw error;
    yield { file, at: at + 1, broken: 'One piece of the file is larger than 10 MiB.', code: 'too_large', raw: null };
  }
}

/** A file without entries: one resource by itself, an empty Bundle, or no FHIR at all. */
async function* wholeFile(path: string, file: string): AsyncGenerator<Found> {
  if ((await stat(path)).size > LARGEST_PIECE) throw new PieceTooLarge();
  const only = found(file, 1, (await readFile(path, 'utf8')).replace(/^\uFEFF/, ''));
  if (!('resource' in only) || only.resource.resourceType !== 'Bundle') yield only;
}

function found(file: string, at: number, json: string): Found {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { file, at, broken: 'This is not JSON.', code: 'not_json', raw: json };
  }
  if (isResource(value)) return { file, at, resource: value, fullUrl: null };
  const entry: Element = isElement(value) ? value : {};
  const fullUrl = text(entry, 'fullUrl');
  if (isResource(entry.resource)) return { file, at, resource: entry.resource, fullUrl };
  const removed = removedBy(entry);
  return removed ?? { file, at, broken: 'There is no FHIR resource here.', code: 'not_fhir', raw: json };

  function removedBy(element: Element): Found | null {
    const request = isElement(element.request) ? element.request : {};
    const match = /^(?:.*\/)?([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})$/.exec(text(request, 'url') ?? '');
    if (text(request, 'method') !== 'DELETE' || match === null) return null;
    return { file, at, removed: { type: match[1]!, id: match[2]! } };
  }
}
