import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONFIG_DIR } from '@keepwell/env';
import { RULES, SPECIALTIES } from '@keepwell/domain';
import { TEMPLATE_FIELDS, type TemplateFacts } from '../templates/fields.js';
import { checkTemplate } from '../templates/lint-template.js';
import { renderTemplate } from '../templates/render-template.js';
import type { Playbook } from './playbook.js';
import { PlaybooksWrong, readPlaybooks } from './read-playbooks.js';
import { talkTrackFor } from './talk-track.js';

const playbooks = await readPlaybooks(join(CONFIG_DIR, 'playbooks'));
const templates = playbooks.flatMap((playbook) => playbook.templates);
const tracks = playbooks.flatMap((playbook) => playbook.talkTracks);

const fact = (value: string | null) => ({ value, recordId: null });
const least: TemplateFacts = { 'practice.name': fact('Harbour Physio'), 'patient.givenName': fact('Ada') };
const most: TemplateFacts = Object.fromEntries(
  Object.entries(TEMPLATE_FIELDS).map(([field, { sample }]) => [field, fact(sample)]),
);

describe('the playbooks that ship', () => {
  it('S3-30 there is one for every specialty and one for any', () => {
    expect(playbooks.map(({ specialty }) => specialty).sort()).toEqual([...SPECIALTIES, 'any'].sort());
    for (const { talkTracks, templates: texts, sequences } of playbooks) {
      expect(talkTracks.length).toBeGreaterThanOrEqual(2);
      expect(new Set(texts.map(({ key }) => key)).size).toBeGreaterThanOrEqual(2);
      expect(sequences.length).toBeGreaterThanOrEqual(1);
    }
  });

  it.each(templates.map((template) => [`${template.key} by ${template.channel}`, template] as const))(
    'C-12 C-13 M-01 %s passes the linter, in one SMS, and is written by mail as well',
    (_, template) => {
      expect(checkTemplate(template)).toEqual({ problems: [], warnings: [] });
      expect(template.purpose).toBe('service');
      const channels = templates.filter(({ key }) => key === template.key).map(({ channel }) => channel);
      expect(channels.sort()).toEqual(['email', 'sms']);
    },
  );

  it.each(templates.map((template) => [`${template.key} by ${template.channel}`, template] as const))(
    'S2-17 %s reads well with the least that is known, and with all of it',
    (_, template) => {
      for (const facts of [least, most]) {
        const { text, problems, facts: used } = renderTemplate(template, facts);
        expect(problems).toEqual([]);
        expect(text).not.toMatch(/ {2}| [,.?!]|,,|\{|\n{3}|[,.] ?[,.]/);
        expect(used.map(({ field }) => field)).toContain('patient.givenName');
        // A sentence begins with a capital, also where a condition left its beginning out.
        for (const line of (text ?? '').split('\n\n')) expect(line.trim()).toMatch(/^[A-Z]/);
      }
    },
  );

  it('S3-50 talk tracks are arcs: points and questions, not sentences to read out', () => {
    for (const { steps } of tracks) {
      expect(steps.length).toBeGreaterThanOrEqual(3);
      expect(steps[0]?.key).toMatch(/^(open|hold)$/);
      expect(steps.at(-1)?.key).toBe('close');
      for (const line of steps.flatMap(({ says }) => says)) {
        expect(line.length).toBeLessThanOrEqual(130);
        expect(line).not.toMatch(/\b(hi|hello|my name is)\b/i);
      }
    }
  });

  it('every rule has a track, whatever the specialty', () => {
    for (const specialty of [...SPECIALTIES, null]) {
      for (const { id } of RULES) expect(talkTrackFor(playbooks, specialty, [id])?.rules).toContain(id);
      expect(talkTrackFor(playbooks, specialty, [])?.key).toBe('general');
    }
  });

  it('the specialty speaks before the general, and the strongest rule first', () => {
    expect(talkTrackFor(playbooks, 'PT', ['R06'])?.key).toBe('pt_lost_visit');
    expect(talkTrackFor(playbooks, 'PT', ['R07', 'R06'])?.key).toBe('clinic_cancelled');
    expect(talkTrackFor(playbooks, null, ['R06'])?.key).toBe('lost_visit');
    expect(talkTrackFor(playbooks, 'MB', ['R24'])?.key).toBe('mb_leaving');
    expect(talkTrackFor([], 'PT', ['R06'])).toBeNull();
  });

  it('C-11 no sequence sends twice on a day or more than three messages a week', () => {
    for (const { steps } of playbooks.flatMap(({ sequences }) => sequences)) {
      let day = 0;
      const days = steps.flatMap(({ afterDays, channel }) => {
        day += afterDays;
        return channel === 'call' ? [] : day;
      });
      expect(new Set(days).size).toBe(days.length);
      for (const from of days) expect(days.filter((at) => at >= from && at < from + 7).length).toBeLessThanOrEqual(3);
      expect(steps.at(-1)?.channel).toBe('call');
    }
  });

  it('S2-18 what is for the clinician or the manager is in no sequence', () => {
    const inSequences = playbooks.flatMap(({ sequences }) => sequences.flatMap(({ rules }) => rules));
    for (const rule of ['R13', 'R24', 'R27', 'R28', 'R30', 'R31', 'R32']) expect(inSequences).not.toContain(rule);
  });
});

describe('readPlaybooks', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'playbooks-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const read = async (files: Record<string, string>): Promise<Playbook[] | string[]> => {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    try {
      return await readPlaybooks(folder);
    } catch (error) {
      if (error instanceof PlaybooksWrong) return error.problems;
      throw error;
    }
  };
  const file = (change: { rules?: string; stages?: string; body?: string; step?: string; more?: string }) => `
specialty: PT
${change.more ?? ''}
talkTracks: []
templates:
  - { key: a, version: 1, channel: sms, language: en, purpose: service, name: A, body: '${change.body ?? '{{ practice.name }}'}' }
sequences:
  - key: s
    version: 1
    name: S
    purpose: service
    stages: [${change.stages ?? 'in_care'}]
    owner: coordinator
    rules: [${change.rules ?? 'R05'}]
    steps: [${change.step ?? '{ afterDays: 0, channel: sms, template: a, expiresAfterDays: 1 }'}]
`;

  it('reads what is right', async () => {
    expect(await read({ 'pt.yaml': file({}) })).toMatchObject([{ specialty: 'PT', sequences: [{ key: 's' }] }]);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['no files', {}, /holds no playbook/],
    ['no YAML', { 'pt.yaml': 'a: [' }, /^pt\.yaml: /],
    ['no mapping', { 'pt.yaml': '- 1' }, /^pt\.yaml, the file: is no mapping/],
    ['another name', { 'de.yaml': file({}) }, /must be called pt\.yaml/],
    ['an unknown rule', { 'pt.yaml': file({ rules: 'R1' }) }, /sequences 1 \(s\): rules names R1, which is no rule id/],
    ['no stage', { 'pt.yaml': file({ stages: '' }) }, /sequences 1 \(s\): stages names one or more of first_contact/],
    ['an unknown stage', { 'pt.yaml': file({ stages: 'in_care, soon' }) }, /stages names one or more of first_contact/],
    [
      'a handoff without anything to do',
      {
        'pt.yaml': file({
          more: 'handoffs: [{ key: h, title: H, stages: [in_care], owner: billing, channel: task, rules: [R05] }]',
        }),
      },
      /handoffs 1 \(h\): does is missing/,
    ],
    ['an unknown key', { 'pt.yaml': file({ more: 'colour: red' }) }, /colour is no key here; known are specialty/],
    [
      'a text the linter refuses',
      { 'pt.yaml': file({ body: '{{ service.name }} {{ practice.name }}' }) },
      /template a \(sms\): The body shows service\.name/,
    ],
    [
      'a step without its text',
      { 'pt.yaml': file({ step: '{ afterDays: 0, channel: email, template: a, expiresAfterDays: 1 }' }) },
      /sequence s, step 1: names a, which is no email template/,
    ],
    [
      'days that are none',
      { 'pt.yaml': file({ step: '{ afterDays: soon, channel: call, expiresAfterDays: 1 }' }) },
      /afterDays is a whole number of at least 0/,
    ],
    [
      'a key twice',
      { 'pt.yaml': file({}), 'de.yaml': file({}).replace('PT', 'DE') },
      /sequence s: is there more than once/,
    ],
  ])('names the file, the key and what is wrong: %s', async (_, files, says) => {
    const problems = await read(files);
    expect(problems).toEqual(expect.arrayContaining([expect.stringMatching(says)]));
  });
});
