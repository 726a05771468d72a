import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CommandFailed, UsageWrong } from '../failure.js';
import { sourceFolder } from './repository.js';

/** How the template calls itself, in every spelling that its files use. */
const TEMPLATE = { id: 'acme-dental', name: 'Acme Dental', variable: 'acmeDental' };
const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

export interface NewConnector {
  folder: string;
  files: string[];
  /** The line added to the list of connectors; null when the folder lies elsewhere. */
  listedIn: string | null;
}

/** Writes the folder of a connector that compiles, and whose kit says in sentences what is to be filled in. */
export async function newConnector(id: string, options: { in?: string } = {}): Promise<NewConnector> {
  if (!ID.test(id) || id.length > 40) {
    throw new UsageWrong(`a connector is called in small letters, digits and hyphens, like acme-dental; not "${id}"`);
  }
  const root = sourceFolder();
  const connectors = path.resolve(options.in ?? path.join(root, 'connectors'));
  const folder = path.join(connectors, id);
  if (existsSync(folder))
    throw new CommandFailed(`${folder} is there already: choose another name, or fill that one in.`);

  await mkdir(connectors, { recursive: true });
  // Put together beside its place: a half-written connector is never found there.
  const unfinished = `${folder}.unfinished`;
  await cp(path.join(root, 'apps/cli/connector-template'), unfinished, { recursive: true });
  const files = await fillIn(unfinished, namesOf(id));
  await rename(unfinished, folder);
  const list = path.join(connectors, 'index.ts');
  if (!existsSync(list)) return { folder, files, listedIn: null };
  await addToList(list, id);
  return { folder, files, listedIn: list };
}

function namesOf(id: string): typeof TEMPLATE {
  const words = id.split('-');
  const capital = (word: string) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
  return {
    id,
    name: words.map(capital).join(' '),
    variable: words.map((word, index) => (index === 0 ? word : capital(word))).join(''),
  };
}

async function fillIn(folder: string, names: typeof TEMPLATE): Promise<string[]> {
  const files: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const text = await readFile(file, 'utf8');
    const own = text
      .replaceAll(TEMPLATE.id, names.id)
      .replaceAll(TEMPLATE.name, names.name)
      .replaceAll(TEMPLATE.variable, names.variable);
    // Under its own name a spec of the template would run with the tests of the command line.
    const place = file.replace('.spec-template.ts', '.spec.ts');
    await writeFile(file, own);
    if (place !== file) await rename(file, place);
    files.push(path.relative(folder, place));
  }
  return files.sort();
}

/** One import and one name in the list, each where the alphabet wants it. */
async function addToList(list: string, id: string): Promise<void> {
  const { variable } = namesOf(id);
  const text = await readFile(list, 'utf8');
  const imported = `import { ${variable} } from './${id}/src/connector.js';`;
  const imports = text.split('\n').filter((line) => /^import \{.*\} from '\.\//.test(line));
  const last = imports.at(-1);
  const names = /CONNECTORS: readonly Connector\[\] = \[([^\]]*)\]/.exec(text);
  if (last === undefined || names === null) {
    throw new CommandFailed(
      `The connector is written, but ${list} does not look like a list of connectors: add it there.`,
    );
  }
  const sorted = [...imports, imported].sort((a, b) => (pathIn(a) < pathIn(b) ? -1 : 1));
  const listed = names[1]!.split(',').map((name) => name.trim());
  const all = [...listed.filter((name) => name !== ''), variable];
  const byPath = sorted.map((line) => /\{ (\w+) \}/.exec(line)?.[1] ?? '').filter((name) => all.includes(name));
  const one = `[${byPath.join(', ')}]`;
  // As the formatter writes it: on one line while it fits.
  const fits = `export const CONNECTORS: readonly Connector[] = ${one};`.length <= 120;
  const value = fits ? one : `[\n${byPath.map((name) => `  ${name},\n`).join('')}]`;
  await writeFile(
    list,
    text
      .replace(imports.join('\n'), sorted.join('\n'))
      .replace(names[0], `CONNECTORS: readonly Connector[] = ${value}`),
  );
}

const pathIn = (line: string) => /from '([^']*)'/.exec(line)?.[1] ?? '';
