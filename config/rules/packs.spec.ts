import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { RULES, SPECIALTIES, type Specialty } from '@keepwell/domain';

interface PackRule {
  mode: string;
  window: string;
  later?: string;
}
interface Pack {
  specialty: Specialty;
  rules: Record<string, PackRule>;
}

const folder = new URL('./', import.meta.url);
const packs = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => parse(readFileSync(new URL(name, folder), 'utf8')) as Pack);

/** What the code does in one specialty when a practice says nothing. */
function defaultsOf(specialty: Specialty): Record<string, PackRule> {
  const rules: Record<string, PackRule> = {};
  for (const { id, defaults } of RULES) {
    const window = defaults[specialty] ?? defaults.all;
    if (window === undefined) continue;
    rules[id] = { mode: 'on', window: String(window) };
    const later = defaults[`${specialty}_later`];
    if (later !== undefined) rules[id].later = String(later);
  }
  return rules;
}

describe('rule packs', () => {
  it('there is one for every specialty', () => {
    expect(packs.map(({ specialty }) => specialty).sort()).toEqual([...SPECIALTIES].sort());
  });

  it.each(packs.map((pack) => [pack.specialty, pack] as const))(
    '%s starts with what the code does by default',
    (specialty, pack) => {
      expect(pack.rules).toEqual(defaultsOf(specialty));
    },
  );
});
