import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { readCareTemplates, SERVICE_KINDS } from '@keepwell/domain';

const folder = new URL('./', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const read = (name: string) => readCareTemplates(parse(readFileSync(new URL(name, folder), 'utf8')));
const all = files.map((name) => read(name).templates);
const programs = all.flatMap((templates) => templates.programs);
const tiers = all.flatMap((templates) => templates.tiers);

describe('the care templates a practice starts with', () => {
  it.each(files)('%s can be read, and speaks of its own specialty', (name) => {
    const { templates, problems } = read(name);
    expect(problems).toEqual([]);
    for (const { specialty } of [...templates.programs, ...templates.tiers])
      expect(name).toBe(`${specialty.toLowerCase()}.yaml`);
  });

  it('have ids that go together in one practice', () => {
    for (const list of [programs, tiers]) expect(new Set(list.map(({ id }) => id)).size).toBe(list.length);
  });

  it('S0-01 S0-18 S4-11 the program has six months, milestones, both scores at intake, 3 and 6 months, and what it leads to', () => {
    const [program] = programs;
    expect(program).toMatchObject({ months: 6, leadsTo: 'continuation' });
    expect(tiers.map(({ id }) => id)).toContain('continuation');
    const scores = program?.expectations.filter(({ score }) => score !== null) ?? [];
    expect(scores.map(({ score, at }) => [score, at])).toEqual([
      ['MSQ', ['0 d', '3 months', '6 months']],
      ['PROMIS-29', ['0 d', '3 months', '6 months']],
    ]);
    const names = program?.expectations.map(({ name }) => name);
    for (const name of ['Monthly check-in', 'Quarterly labs', 'Coaching session', 'Progress review'])
      expect(names).toContain(name);
  });

  it.each(['MB', 'DPC'])('S4-19 %s has three tiers by pattern of care', (specialty) => {
    const own = tiers.filter((tier) => tier.specialty === specialty);
    expect(own.map(({ pattern }) => pattern)).toEqual(['entry', 'mid', 'high_touch']);
    for (const { includes, followUp } of own) {
      expect(includes.length).toBeGreaterThan(1);
      expect(followUp?.visit.kinds.every((kind) => SERVICE_KINDS.includes(kind))).toBe(true);
    }
  });
});
