import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readCareTemplates, type CareTemplates } from '@keepwell/domain';

/** Every template that ships with the house. Throws a sentence that names the file and what is wrong in it. */
export async function readShippedCare(folder: string): Promise<CareTemplates> {
  const all: CareTemplates = { programs: [], tiers: [] };
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  for (const name of names) {
    const { templates, problems } = readCareTemplates(parse(await readFile(join(folder, name), 'utf8')));
    const [first] = problems;
    if (first !== undefined) throw new Error(`${name}: ${first.where}: ${first.says}.`);
    all.programs.push(...templates.programs);
    all.tiers.push(...templates.tiers);
  }
  return all;
}
