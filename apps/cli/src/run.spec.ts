import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { folderWith, keepwell, PRACTICE, removeFolders } from '../test/command-line.js';

afterEach(removeFolders);

describe('the command line', () => {
  it('shows its help on stdout with exit code 0', async () => {
    const help = await keepwell('--help');
    expect(help).toMatchObject({ code: 0, err: '' });
    for (const command of ['audit', 'connector', 'rules']) expect(help.out).toContain(command);
    expect((await keepwell('audit', '--help')).out).toContain('--as-of');
    expect((await keepwell('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each([
    [['fly'], "unknown command 'fly'"],
    [['audit'], "required option '--connector <kind>' not specified"],
    [['audit', '--connector', 'csv', '--format', 'docx'], "'docx' is invalid"],
    [['audit', '--connector', 'csv', '--set', 'dir'], '--set takes key=value'],
    [['audit', '--connector', 'csv', '--set', 'dir=x', '--json', '--format', 'html'], 'exclude each other'],
    [['audit', '--connector', 'csv', '--set', 'dir=x', '--format', 'pdf'], 'a PDF goes to a file'],
    [['audit', '--connector', 'csv', '--set', 'dir=x', '--as-of', 'yesterday'], '--as-of takes a date'],
    [['audit', '--connector', 'csv', '--set', 'dir=x', '--as-of', '2026-02-30'], '--as-of takes a date'],
    [['audit', '--connector', 'csv', '--set', 'dir=x', '--as-of', '2026-11-21T09:00'], 'an instant with its offset'],
    [['audit', '--connector', 'csv', '--set', 'dir=x', '--set', 'majority=old'], 'age of majority'],
    [['audit', '--connector', 'fax', '--set', 'dir=x'], 'there is no connector "fax"'],
    [['rules', 'explain', '--connector', 'csv'], 'say either --patient ID or --list'],
  ])('answers %j with exit code 2, one sentence and where to read on', async (argv, sentence) => {
    const ran = await keepwell(...argv);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain(sentence);
    expect(ran.err).toMatch(/Usage/);
  });

  it.each([
    ['a missing folder', 'dir=/nowhere/at/all', /There is no folder "\/nowhere\/at\/all"/],
    ['a file for a folder', `dir=${import.meta.filename}`, /is a file; name the folder/],
    ['an unknown setting', 'folder=x', /"folder" is not a setting here; there are: dir, mapping, timezone/],
    ['no folder at all', 'dir=', /\(dir\) is needed/],
  ])('answers %s with exit code 1 and one sentence', async (_name, setting, sentence) => {
    for (const command of [['audit'], ['connector', 'check'], ['rules', 'explain', '--patient', 'p1']]) {
      const ran = await keepwell(...command, '--connector', 'csv', '--set', setting);
      expect(ran.code).toBe(1);
      expect(ran.err).toMatch(sentence);
      expect(ran.err.trim().split('\n')).toHaveLength(1);
    }
  });

  it.each([
    [['audit', 'csv'], 'keepwell audit --help'],
    [['connector', 'check', '--connector', 'nope'], 'keepwell connector check --help'],
  ])('points from %j to the help of that command', async (argv, help) => {
    const { code, err } = await keepwell(...argv);
    expect(code).toBe(2);
    if (err.includes('Usage is shown by')) expect(err).toContain(help);
    else expect(err).toContain('Usage:');
  });

  it('reads secrets from files, and never repeats them', async () => {
    const dir = await folderWith({ 'secret.txt': ['canary-secret'] });
    const check = (secret: string) =>
      keepwell(
        'connector',
        'check',
        '--connector',
        'fhir-r4',
        ...['url=https://127.0.0.1:1/fhir', 'auth=sometimes', `client_secret=${secret}`].flatMap((set) => [
          '--set',
          set,
        ]),
      );
    const missing = await check(`@${path.join(dir, 'none.txt')}`);
    expect(missing).toMatchObject({ code: 1, out: '', err: expect.stringContaining('cannot be read (ENOENT)') });
    const read = await check(`@${path.join(dir, 'secret.txt')}`);
    expect(read.code).toBe(1);
    expect(read.err).toContain('auth');
    expect(read.err + read.out).not.toContain('canary-secret');
  });

  it('answers a wrong zone, a time without zone and a folder in place of a file with one sentence', async () => {
    const dir = await folderWith(PRACTICE);
    const audit = (...more: string[]) => keepwell('audit', '--connector', 'csv', '--set', `dir=${dir}`, ...more);
    expect(await audit('--timezone', 'Mars/Olympus')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('"Mars/Olympus" is not a time zone'),
    });
    await writeFile(path.join(dir, 'locations.csv'), 'id,timezone\n');
    expect(await audit()).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('line 2: started_at has no offset'),
    });
    const other = await folderWith({});
    await mkdir(path.join(other, 'patients.csv'));
    const ran = await keepwell('audit', '--connector', 'csv', '--set', `dir=${other}`);
    expect(ran).toMatchObject({ code: 1, out: '', err: expect.stringContaining('patients.csv in') });
  });
});

describe('connector', () => {
  it('lists what can be read and what each source needs to be told', async () => {
    const { code, out } = await keepwell('connector', 'list', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toContainEqual(
      expect.objectContaining({ id: 'csv', settings: expect.objectContaining({ required: ['dir'] }) }),
    );
    expect((await keepwell('connector', 'list')).out).toContain('--set dir=');
  });

  it('checks a folder: counts, what is missing, what was put aside', async () => {
    const dir = await folderWith(PRACTICE);
    const { code, out, err } = await keepwell('connector', 'check', '--connector', 'csv', '--set', `dir=${dir}`);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('appointment: 6');
    expect(out).toContain('This source gives no recalls');
    expect(out).toContain('appointments.csv line 9: status holds a word that is not one of');
    expect(out).not.toContain('Canary');
  });

  it('proposes a mapping for an export with other headings, as YAML to save, and fails until it is used', async () => {
    const dir = await folderWith({
      'clients.csv': ['Client ID,Surname,Mobile', '1,Roe,5'],
      'bookings.csv': ['Booking ID,Client ID,Start Time,Status', '7,1,2026-11-03T10:00Z,Attended'],
    });
    const { code, out, err } = await keepwell('connector', 'check', '--connector', 'csv', '--set', `dir=${dir}`);
    expect(code).toBe(1);
    expect(err).toContain('holds no patients.csv');
    const mapping = path.join(dir, 'mapping.yaml');
    await writeFile(mapping, out.slice(out.indexOf('patients:')));
    const mapped = await keepwell(
      'connector',
      'check',
      '--connector',
      'csv',
      '--set',
      `dir=${dir}`,
      '--set',
      `mapping=${mapping}`,
      '--json',
    );
    expect(mapped.code).toBe(0);
    expect(JSON.parse(mapped.out)).toMatchObject({ ok: true, counts: { patient: 1, appointment: 1 } });
  });
});

describe('rules', () => {
  it('lists every rule with its parameters', async () => {
    const rules: { rule: string; kind: string; parameters: object }[] = JSON.parse(
      (await keepwell('rules', 'list', '--json')).out,
    );
    for (const rule of ['R01', 'R02', 'R03', 'R04', 'R05', 'R06', 'R07', 'R10', 'R15', 'R18']) {
      expect(rules.map((each) => each.rule)).toContain(rule);
    }
    expect((await keepwell('rules', 'list')).out).toContain('R05 CANCELLED_NOT_REBOOKED (off track, S1)');
  });

  it('X02 explains why a patient is listed and why another is not, from a folder and no database', async () => {
    const dir = await folderWith(PRACTICE);
    const explain = (patient: string, ...more: string[]) =>
      keepwell('rules', 'explain', '--patient', patient, '--connector', 'csv', '--set', `dir=${dir}`, ...more);
    const listed = await explain('p1', '--json');
    const { evaluation } = JSON.parse(listed.out);
    expect(evaluation.state).toBe('off_track');
    expect(evaluation.findings.map(({ rule }: { rule: string }) => rule)).toContain('R05');
    expect(evaluation.findings[0].facts[0].recordedAt).toMatch(/^2026-\d\d-\d\dT/);
    const booked = await explain('p4');
    expect(booked).toMatchObject({ code: 0, err: '' });
    expect(booked.out).toContain('On track');
    expect(booked.out).toContain('R05 does not fire:');
    expect((await explain('p3')).out).toContain('Left out by E02');
    expect((await explain('p1', '--as-of', '2026-11-04')).out).toContain('as of 4 Nov 2026, 00:00 (Europe/London)');
  });

  it('says when the source has no such patient, or not yet', async () => {
    const dir = await folderWith(PRACTICE);
    const explain = (...more: string[]) =>
      keepwell('rules', 'explain', '--connector', 'csv', '--set', `dir=${dir}`, ...more);
    expect(await explain('--patient', 'p77')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('no patient with the id p77'),
    });
    expect(await explain('--patient', 'p1', '--as-of', '2025-01-01')).toMatchObject({
      code: 1,
      err: expect.stringContaining('not on record yet'),
    });
  });
});
