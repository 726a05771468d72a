import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SPECIALTIES } from '@keepwell/domain';
import { parse, YAMLParseError } from 'yaml';
import { lintTemplate } from '../templates/lint-template.js';
import { Entry } from './entry.js';
import { HANDOFF_CHANNELS, INTERVENTION_OWNERS, JOURNEY_STAGES } from './intervention.js';
import type { Handoff, Placed, Playbook, PlaybookSequence, PlaybookTemplate, TalkTrack } from './playbook.js';

/** Names each file, the key in it and what is wrong there: all at once. */
export class PlaybooksWrong extends Error {
  override readonly name = 'PlaybooksWrong';
  constructor(readonly problems: string[]) {
    super(`The playbooks are not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

/** Reads `<specialty>.yaml` of a folder, `any.yaml` last. Throws `PlaybooksWrong`. */
export async function readPlaybooks(folder: string): Promise<Playbook[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  const problems: string[] = [];
  if (names.length === 0) problems.push(`${folder} holds no playbook (<specialty>.yaml)`);
  const playbooks: Playbook[] = [];
  for (const name of names) {
    const playbook = parsePlaybook(name, await readFile(join(folder, name), 'utf8'), problems);
    if (playbook !== null) playbooks.push(playbook);
  }
  problems.push(...keysTwice(playbooks));
  if (problems.length > 0) throw new PlaybooksWrong(problems);
  return playbooks.sort((one, other) => Number(one.specialty === 'any') - Number(other.specialty === 'any'));
}

function parsePlaybook(file: string, text: string, problems: string[]): Playbook | null {
  let written: unknown;
  try {
    written = parse(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    problems.push(`${file}: ${error.message.split('\n')[0] ?? 'is no YAML'}`);
    return null;
  }
  const complain = (where: string, what: string) => problems.push(`${file}, ${where}: ${what}`);
  const whole = new Entry(written, 'the file', complain);
  const specialty = whole.oneOf('specialty', [...SPECIALTIES, 'any'] as const);
  if (specialty !== null && file !== `${specialty.toLowerCase()}.yaml`) {
    complain('specialty', `is ${specialty}, so the file must be called ${specialty.toLowerCase()}.yaml`);
  }
  const talkTracks = whole.list('talkTracks').map(talkTrackOf);
  const templates = whole.list('templates').map((entry) => templateOf(entry, complain));
  const sequences = whole.list('sequences').map((entry) => sequenceOf(entry, templates, complain));
  const handoffs = whole.list('handoffs', []).map(handoffOf);
  whole.nothingElse();
  return specialty === null ? null : { specialty, talkTracks, templates, sequences, handoffs };
}

function talkTrackOf(entry: Entry): TalkTrack {
  const track = {
    key: entry.key(),
    title: entry.text('title'),
    ...placeOf(entry, FIRST_VERSION),
    rules: entry.rules(),
    steps: entry.list('steps').map((step) => {
      const read = { key: step.key(), title: step.text('title'), says: step.texts('says'), asks: step.texts('asks') };
      if (read.says.length + read.asks.length === 0) step.complain('says and asks nothing');
      step.nothingElse();
      return read;
    }),
  };
  if (track.steps.length < 3) entry.complain('has fewer than three steps: an arc opens, goes somewhere and closes');
  entry.nothingElse();
  return track;
}

/** Of a talk or a handoff that says none. A sequence has to say its version: practices keep their own copies of it. */
const FIRST_VERSION = 1;

function placeOf(entry: Entry, versionUnsaid?: number): Placed {
  return {
    version: entry.whole('version', 1, versionUnsaid),
    stages: entry.someOf('stages', JOURNEY_STAGES),
    owner: entry.oneOf('owner', INTERVENTION_OWNERS) ?? 'coordinator',
  };
}

function handoffOf(entry: Entry): Handoff {
  const handoff: Handoff = {
    key: entry.key(),
    title: entry.text('title'),
    ...placeOf(entry, FIRST_VERSION),
    channel: entry.oneOf('channel', HANDOFF_CHANNELS) ?? 'task',
    rules: entry.rules(),
    does: entry.texts('does'),
  };
  if (handoff.does.length === 0) entry.complain('does is missing: say what is to be done');
  if (handoff.rules.length === 0) entry.complain('rules is missing: say for which reasons');
  entry.nothingElse();
  return handoff;
}

function templateOf(entry: Entry, complain: (where: string, what: string) => void): PlaybookTemplate {
  const key = entry.key();
  const channel = entry.oneOf('channel', ['sms', 'email'] as const) ?? 'sms';
  const template: PlaybookTemplate = {
    ...{ key, channel, version: entry.whole('version', 1) },
    language: entry.text('language'),
    purpose: entry.oneOf('purpose', ['service', 'marketing'] as const) ?? 'service',
    name: entry.text('name'),
    subject: channel === 'email' ? entry.text('subject') : null,
    body: entry.text('body'),
  };
  entry.nothingElse();
  for (const problem of lintTemplate(template)) complain(`template ${key} (${channel})`, problem);
  return template;
}

function sequenceOf(
  entry: Entry,
  templates: readonly PlaybookTemplate[],
  complain: (where: string, what: string) => void,
): PlaybookSequence {
  const key = entry.key();
  const sequence: PlaybookSequence = {
    key,
    name: entry.text('name'),
    purpose: entry.oneOf('purpose', ['service', 'marketing'] as const) ?? 'service',
    ...placeOf(entry),
    rules: entry.rules(),
    steps: entry.list('steps').map((step) => {
      const channel = step.oneOf('channel', ['sms', 'email', 'call'] as const) ?? 'call';
      const read = {
        ...{ channel, afterDays: step.whole('afterDays', 0), afterHours: step.whole('afterHours', 0, 0) },
        template: channel === 'call' ? null : step.text('template'),
        expiresAfterDays: step.whole('expiresAfterDays', 0),
      };
      step.nothingElse();
      return read;
    }),
  };
  entry.nothingElse();
  if (sequence.steps.length === 0) complain(`sequence ${key}`, 'has no steps');
  for (const [place, { channel, template }] of sequence.steps.entries()) {
    if (template === null || template === '') continue;
    const text = templates.find((one) => one.key === template && one.channel === channel);
    const where = `sequence ${key}, step ${place + 1}`;
    if (text === undefined) complain(where, `names ${template}, which is no ${channel} template of this file`);
    else if (text.purpose === 'marketing' && sequence.purpose === 'service') {
      complain(where, `${template} is a marketing text: the sequence must be one, too`);
    }
  }
  return sequence;
}

/** Keys are a practice's own names for texts and sequences: across all files they occur once (a text once for each channel and language). */
function keysTwice(playbooks: readonly Playbook[]): string[] {
  const all = playbooks.flatMap(({ templates, sequences, talkTracks, handoffs }) => [
    ...templates.map(({ key, channel, language }) => `template ${key} (${channel}, ${language})`),
    ...sequences.map(({ key }) => `sequence ${key}`),
    ...talkTracks.map(({ key }) => `talk track ${key}`),
    ...handoffs.map(({ key }) => `handoff ${key}`),
  ]);
  const twice = new Set(all.filter((key, place) => all.indexOf(key) !== place));
  return [...twice].map((key) => `${key}: is there more than once`);
}
