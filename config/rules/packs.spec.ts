import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { RULES, SPECIALTIES, type Specialty } from '@keepwell/domain';

type PackRule = Record<string, string | number>;
interface Pack {
  specialty: Specialty;
  rules: Record<string, PackRule>;
}

const folder = new URL('./', import.meta.url);
const packs = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => parse(readFileSync(new URL(name, folder), 'utf8')) as Pack);

const isOf = (name: string, specialty: Specialty): boolean => name === specialty || name.startsWith(`${specialty}_`);
const isOfSome = (name: string): boolean => name === 'all' || SPECIALTIES.some((specialty) => isOf(name, specialty));

/** What the code does in one specialty when a practice says nothing. */
function defaultsOf(specialty: Specialty): Record<string, PackRule> {
  const rules: Record<string, PackRule> = {};
  for (const { id, defaults, startsOff, startsIn = SPECIALTIES } of RULES) {
    const named = Object.entries(defaults).filter(([name]) => name !== 'unknown');
    const own = named.filter(([name]) => isOf(name, specialty));
    const window = defaults[specialty] ?? defaults.all;
    const runs = named.some(([name]) => isOfSome(name)) ? window !== undefined : startsIn.includes(specialty);
    if (!runs) continue;
    rules[id] = {
      mode: startsOff === true ? 'off' : 'on',
      ...(window === undefined ? {} : { window }),
      ...Object.fromEntries(
        own.filter(([name]) => name.includes('_')).map(([name, value]) => [name.slice(specialty.length + 1), value]),
      ),
      ...Object.fromEntries(named.filter(([name]) => !isOfSome(name))),
    };
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
