import { readdir, readFile } from 'node:fs/promises';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { folderWith, keepwell, NOW, removeFolders } from '../../test/command-line.js';
import { run } from '../run.js';

afterEach(removeFolders);

function read(url: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    get(url, (response) => {
      json(response).then(resolve, reject);
    }).on('error', reject);
  });
}

describe('keepwell simulate', () => {
  it('writes a folder that the audit reads, the same for the same seed', async () => {
    const [dir, again] = [await folderWith({}), await folderWith({})];
    const args = (out: string) => [
      'simulate',
      '--format',
      'csv',
      '--out',
      out,
      '--seed',
      '7',
      '--patients',
      '60',
      '--flaws',
      'usual',
      '--mix',
      'PT=3,DE=1',
    ];
    const wrote = await keepwell(...args(dir), '--as-of', '2026-11-02T09:00:00Z', '--json');
    expect(wrote).toMatchObject({ code: 0, err: expect.stringContaining('Wrote 60 patients') });
    expect(JSON.parse(wrote.out)).toMatchObject({ out: dir, patients: 60 });
    await keepwell(...args(again), '--as-of', '2026-11-02T09:00:00Z');
    expect(await readdir(dir)).toEqual(expect.arrayContaining(['events.jsonl', 'truth.json']));
    for (const name of await readdir(dir)) {
      expect(await readFile(path.join(again, name), 'utf8')).toBe(await readFile(path.join(dir, name), 'utf8'));
    }
    const audit = await keepwell(
      'audit',
      '--connector',
      'csv',
      '--set',
      `dir=${dir}`,
      '--as-of',
      '2026-11-02',
      '--json',
    );
    expect(audit.code).toBe(0);
    expect(JSON.parse(audit.out)).toMatchObject({
      patients: { total: expect.any(Number) },
      source: { quarantined: 0 },
    });
  });

  it('takes a date as its first instant in the practice’s zone (Q20)', async () => {
    const dir = await folderWith({});
    await keepwell('simulate', '--format', 'csv', '--out', dir, '--patients', '3', '--as-of', '2026-07-01');
    expect(await readFile(path.join(dir, 'truth.json'), 'utf8')).toContain('"asOf":"2026-06-30T23:00:00.000Z"');
  });

  it('does not write over what is there without --force', async () => {
    const dir = await folderWith({ 'mine.txt': ['keep me'] });
    const args = ['simulate', '--format', 'csv', '--out', dir, '--patients', '3'];
    expect(await keepwell(...args)).toMatchObject({ code: 1, err: expect.stringContaining('is not empty') });
    expect(await readdir(dir)).toEqual(['mine.txt']);
    expect(await keepwell(...args, '--force')).toMatchObject({ code: 0 });
  });

  it.each([
    [['simulate'], 'say either --format csv'],
    [['simulate', '--format', 'csv'], '--format csv needs --out'],
    [['simulate', '--format', 'xml', '--out', 'x'], "'xml' is invalid"],
    [['simulate', '--format', 'csv', '--out', 'x', '--serve', 'fhir'], 'say either'],
    [['simulate', '--serve', 'fhir', '--server', 'nobodys'], '--server is one of medplum, hapi'],
    [['simulate', '--serve', 'nobody'], '--serve knows fhir, cliniko, opendental'],
    [['simulate', '--format', 'csv', '--out', 'x', '--patients', 'many'], 'whole number'],
    [['simulate', '--format', 'csv', '--out', 'x', '--as-of', 'yesterday'], 'It must be a date'],
    [['simulate', '--format', 'csv', '--out', 'x', '--dirt', '2'], 'from 0 to 1'],
    [['simulate', '--format', 'csv', '--out', 'x', '--flaws', 'typos=1'], '--flaws: there is no flaw "typos"'],
    [['simulate', '--format', 'csv', '--out', 'x', '--mix', 'GP=1'], '--mix: there is no specialty "GP"'],
  ])('answers %j with exit code 2', async (argv, sentence) => {
    expect(await keepwell(...argv)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(sentence) });
  });

  it('serves a living FHIR server until it is stopped', async () => {
    const stop = new AbortController();
    let announce: (line: string) => void = () => undefined;
    const announced = new Promise<string>((resolve) => (announce = resolve));
    const io = { out: announce, say: () => undefined, terminal: null, now: () => NOW, signal: stop.signal };
    const running = run(['simulate', '--serve', 'fhir', '--port', '0', '--patients', '30', '--json'], io);
    const { url, controlUrl } = JSON.parse(await announced) as { url: string; controlUrl: string };
    expect(await read(`${url}/Patient?_count=1`)).toMatchObject({ resourceType: 'Bundle', total: 30 });
    expect(await read(controlUrl)).toMatchObject({ offTrack: expect.any(Array) });
    stop.abort();
    expect(await running).toBe(0);
    await expect(read(`${url}/metadata`)).rejects.toThrow(/ECONNREFUSED|socket hang up/);
  });

  it.each(['cliniko', 'opendental'])('serves the same practice as %s, and says how to connect to it', async (kind) => {
    const stop = new AbortController();
    let announce: (line: string) => void = () => undefined;
    const announced = new Promise<string>((resolve) => (announce = resolve));
    const io = { out: announce, say: () => undefined, terminal: null, now: () => NOW, signal: stop.signal };
    const running = run(['simulate', '--serve', kind, '--port', '0', '--patients', '30', '--json'], io);
    const { url, controlUrl, settings } = JSON.parse(await announced) as Record<string, string>;
    expect(settings).toMatchObject({ url });
    expect(await read(controlUrl ?? '')).toMatchObject({ offTrack: expect.any(Array) });
    stop.abort();
    expect(await running).toBe(0);
  });

  it('says that a port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const port = String((other.address() as AddressInfo).port);
    const ran = await keepwell('simulate', '--serve', 'fhir', '--port', port, '--patients', '3');
    other.close();
    expect(ran).toMatchObject({ code: 1, err: expect.stringContaining(`port ${port} is in use`) });
  });
});
