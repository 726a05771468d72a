import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import {
  measuredPacks,
  NOT_ABOUT_LEAVING,
  recommendedPack,
  RULES,
  runsIn,
  SPECIALTIES,
  type Specialty,
} from '@keepwell/domain';

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
  for (const rule of RULES) {
    if (!runsIn(rule, specialty)) continue;
    const { id, defaults, startsOff } = rule;
    const named = Object.entries(defaults).filter(([name]) => name !== 'unknown');
    const own = named.filter(([name]) => isOf(name, specialty));
    const window = defaults[specialty] ?? defaults.all;
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

describe('X17 the recommended pack', () => {
  const ofCatalogue = ({ rules }: Pack) => Object.keys(rules).filter((id) => id.startsWith('R'));

  it.each(packs.map((pack) => [pack.specialty, pack] as const))(
    'of %s is what its pack names, but for the rules that say nothing of leaving and the one that needs a model',
    (specialty, pack) => {
      const { on, leftOut } = recommendedPack([specialty]);
      expect([...on, ...leftOut.map(({ rule }) => rule)].sort()).toEqual(ofCatalogue(pack).sort());
      const notAbout = new Set([...NOT_ABOUT_LEAVING, 'R34']);
      expect(on).toEqual(
        ofCatalogue(pack)
          .filter((id) => !notAbout.has(id))
          .sort(),
      );
      for (const id of Object.keys(pack.rules))
        if (pack.rules[id]?.mode === 'on' && id !== 'P06') expect(on).toContain(id);
    },
  );

  it('of several specialties is all of theirs, once and in the order of the catalogue', () => {
    const { on } = recommendedPack(['DE', 'MB']);
    const each = new Set([...recommendedPack(['DE']).on, ...recommendedPack(['MB']).on]);
    expect(on).toEqual([...each].sort());
    expect(recommendedPack([])).toEqual(recommendedPack(SPECIALTIES));
  });

  it('is held to the figures that stand in docs/detection.md, and to the rules that it says were off', () => {
    const page = readFileSync(new URL('../../docs/detection.md', import.meta.url), 'utf8');
    for (const { world, cases, precision, dropOffs, recall, delayDays } of measuredPacks(SPECIALTIES)) {
      const row = page.split('\n').find((line) => line.startsWith(`| ${world} | **live list** |`)) ?? '';
      const cells = row.split('|').map((cell) => cell.replaceAll('*', '').trim());
      expect(cells[3]).toBe(cases.toLocaleString('en-GB'));
      expect(Number.parseFloat(cells[4] ?? '')).toBeCloseTo(precision * 100, 1);
      expect(cells[6]).toBe(`${Number((recall * 100).toFixed(1))} % of ${dropOffs}`);
      expect(Number.parseFloat(cells[7] ?? '')).toBe(delayDays);
    }
    const off = [...NOT_ABOUT_LEAVING];
    expect(page).toContain(`every rule but ${off.slice(0, -1).join(', ')} and ${off.at(-1) ?? ''}**`);
  });
});
