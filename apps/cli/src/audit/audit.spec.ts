import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { folderWith, keepwell, PRACTICE, removeFolders } from '../../test/command-line.js';
import type { AuditReport } from './audit-report.js';

afterEach(removeFolders);

const AS_OF = ['--as-of', '2026-11-21T09:00:00Z'];

async function audit(dir: string, ...more: string[]) {
  return keepwell('audit', '--connector', 'csv', '--set', `dir=${dir}`, ...more);
}

async function report(dir: string, ...more: string[]): Promise<AuditReport> {
  const { out } = await audit(dir, '--json', ...(more.includes('--as-of') ? [] : AS_OF), ...more);
  return JSON.parse(out);
}

describe('keepwell audit', () => {
  it('X10 S2-01 names each leak with a count and a list, from a folder of files, storing nothing', async () => {
    const dir = await folderWith(PRACTICE);
    const before = await readdir(dir);
    const { code, out } = await audit(dir, ...AS_OF);
    expect(code).toBe(0);
    expect(out).toContain('Retention audit as of 21 Nov 2026, 09:00 (Europe/London)');
    expect(out).toMatch(/Off track +1 +25\.0 %/);
    expect(out).toMatch(/R05 +Cancelled not rebooked +1 patient/);
    expect(out).toMatch(/p1 +R05 .*since \d+ Nov 2026\n {6}.*cancelled/);
    expect(out).toContain('after visit 1');
    expect(await readdir(dir)).toEqual(before);
  });

  it('X10 prints the stable JSON: who, which rules, since when, with evidence that resolves', async () => {
    const json = await report(await folderWith(PRACTICE));
    expect(Object.keys(json)).toEqual([
      'schema',
      'asOf',
      'practice',
      'source',
      'patients',
      'rules',
      'offTrack',
      'findings',
      'excluded',
      'metrics',
      'dropOff',
      'figures',
    ]);
    expect(json).toMatchObject({
      schema: 1,
      asOf: '2026-11-21T09:00:00.000Z',
      practice: { timezone: 'Europe/London', locations: 1 },
    });
    expect(json.patients).toMatchObject({ total: 4, contactable: 2, byState: { off_track: 1, excluded: 1 } });
    expect(Object.values(json.patients.byState).reduce((sum, number) => sum + number, 0)).toBe(4);
    expect(json.excluded).toEqual([{ patientId: 'p3', because: ['E02'] }]);
    expect(json.offTrack.map(({ patientId }) => patientId)).toEqual(['p1']);
    expect(json.offTrack[0]?.rules).toContain('R05');
    const ids = new Set(Object.values(PRACTICE).flatMap((lines) => lines.map((line) => line.split(',')[0])));
    const facts = json.offTrack.flatMap(({ evidence }) => evidence.flatMap((each) => each.facts));
    expect(facts.length).toBeGreaterThan(0);
    for (const fact of facts) {
      expect(ids).toContain(fact.id);
      expect(Date.parse(fact.recordedAt ?? '1970-01-01')).toBeLessThanOrEqual(Date.parse(json.asOf));
    }
    for (const { rule, findings } of json.rules) {
      const patients = new Set(
        json.findings.filter((finding) => finding.rule === rule).map(({ patientId }) => patientId),
      );
      expect({ rule, findings }).toEqual({ rule, findings: patients.size });
    }
  });

  it('reconciles: read = applied + unchanged + quarantined, for every file and for all', async () => {
    const { source } = await report(await folderWith(PRACTICE));
    expect(source).toMatchObject({
      connector: 'csv',
      read: 17,
      applied: 14,
      unchanged: 1,
      quarantined: 2,
      watermark: null,
    });
    expect(source.files).toContainEqual({
      name: 'appointments.csv',
      read: 8,
      applied: 5,
      unchanged: 1,
      quarantined: 2,
    });
    for (const part of [source, ...(source.files ?? [])])
      expect(part.read).toBe(part.applied + part.unchanged + part.quarantined);
    expect(source.putAside).toEqual([
      { code: 'patient_unknown', count: 1, example: expect.stringContaining('appointments.csv line 8') },
      { code: 'status_unknown', count: 1, example: expect.stringContaining('appointments.csv line 9') },
    ]);
  });

  it.each(['text', 'json', 'html'])('gives identical bytes for the same --as-of as %s', async (format) => {
    const dir = await folderWith(PRACTICE);
    const first = await audit(dir, ...AS_OF, '--format', format);
    expect(first.code).toBe(0);
    expect(first.out.length).toBeGreaterThan(500);
    expect((await audit(dir, ...AS_OF, '--format', format)).out).toBe(first.out);
  });

  it('S2-04 gives the same audit when the same practice comes under other names and headings', async () => {
    const dir = await folderWith(PRACTICE);
    const rename = (lines: string[] = [], heads: Record<string, string>) => [
      (lines[0] ?? '')
        .split(',')
        .map((head) => heads[head] ?? head)
        .join(';'),
      ...lines.slice(1).map((line) => line.replaceAll(',', ';')),
    ];
    const heads = { id: 'Booking No', patient_id: 'Client', starts_at: 'Start', status: 'Outcome' };
    const { 'appointments.csv': appointments, ...others } = PRACTICE;
    const exported = await folderWith({
      ...others,
      'bookings.csv': rename(appointments, heads).map((line) => line.replace(';completed;', ';Attended;')),
      'mapping.yaml': [
        'appointments:',
        '  file: bookings.csv',
        '  columns: { Booking No: id, Client: patient_id, Start: starts_at, Outcome: status }',
        '  values: { status: { Attended: completed } }',
      ],
    });
    const { source: _own, ...own } = await report(dir);
    const { source: _theirs, ...theirs } = await report(
      exported,
      '--set',
      `mapping=${path.join(exported, 'mapping.yaml')}`,
    );
    expect(theirs).toEqual(own);
  });

  it('takes a date as its first instant in the practice zone (Q20)', async () => {
    const dir = await folderWith(PRACTICE);
    expect((await report(dir, '--as-of', '2026-07-01')).asOf).toBe('2026-06-30T23:00:00.000Z');
    expect((await report(dir, '--as-of', '2026-07-01', '--timezone', 'America/New_York')).asOf).toBe(
      '2026-07-01T04:00:00.000Z',
    );
    expect((await report(dir, '--as-of', '2026-07-01', '--set', 'timezone=America/New_York')).practice.timezone).toBe(
      'America/New_York',
    );
  });

  it('counts from now when no instant is given, and in UTC, saying so, when nobody says where', async () => {
    const bare = await folderWith({
      'patients.csv': ['id', 'p1'],
      'appointments.csv': ['id,patient_id,starts_at,status', 'a1,p1,2026-11-03T10:00Z,completed'],
    });
    const { code, out, err } = await audit(bare, '--json');
    expect({ code, asOf: JSON.parse(out).asOf }).toEqual({ code: 0, asOf: '2026-11-21T09:00:00.000Z' });
    expect(err).toContain('days are counted in UTC; add --timezone');
  });

  it('takes the age of majority as a setting of the audit (Q39)', async () => {
    const dir = await folderWith({
      ...PRACTICE,
      'patients.csv': ['id,phone,birth_date,location_id,created_at', 'p1,+44,2007-06-01,north,2026-01-05T09:00:00Z'],
    });
    expect((await report(dir)).excluded).toEqual([]);
    expect((await report(dir, '--set', 'majority=21')).excluded).toEqual([{ patientId: 'p1', because: ['E05'] }]);
  });

  it('says "no data" for rules whose file is missing, and takes an empty file for data (Q86)', async () => {
    const files = { 'patients.csv': ['id', 'p1'] };
    const noData = async (more: Record<string, string[]>) => {
      const { rules } = await report(await folderWith({ ...files, ...more }));
      return rules.find(({ rule }) => rule === 'R05')?.noData;
    };
    expect(await noData({})).toBe(true);
    expect(await noData({ 'appointments.csv': ['id,patient_id,starts_at,status'] })).toBe(false);
  });

  it.each(['text', 'html'])(
    'S3-43 S3-44 prints the funnel and the signs of leaks, or what is needed for them (%s)',
    async (format) => {
      const dir = await folderWith(PRACTICE);
      const { out } = await audit(dir, ...AS_OF, '--format', format);
      for (const { title, items } of (await report(dir)).figures) {
        expect(out).toContain(title);
        for (const { label } of items) expect(out).toContain(label);
      }
      expect(out).toContain('Of those who took the step before: treated');
      expect(out).toContain('No data: needs calls with needs_reply.');
    },
  );

  it.each(['text', 'html'])('never lets an audit without appointments look like good news (%s)', async (format) => {
    const { 'patients.csv': patients = [], 'locations.csv': locations = [] } = PRACTICE;
    const dir = await folderWith({ 'patients.csv': patients, 'locations.csv': locations });
    const { code, out } = await audit(dir, ...AS_OF, '--format', format);
    expect(code).toBe(0);
    expect(out).toContain('No appointments were read: no rule could look at anybody');
    expect(out).not.toContain('booked, recently seen, or nothing due');
    expect((await audit(await folderWith(PRACTICE), ...AS_OF, '--format', format)).out).not.toContain(
      'No appointments',
    );
  });

  it('fails, after printing what it found, when nothing of the source could be used', async () => {
    const dir = await folderWith({
      'patients.csv': ['id,created_at', 'p1,yesterday', 'p2,last week'],
      'locations.csv': ['id,timezone'],
    });
    const { code, out, err } = await audit(dir, ...AS_OF, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ source: { read: 2, applied: 0, quarantined: 2 } });
    expect(err).toMatch(/None of the 2 records could be used; the first: patients\.csv/);
  });

  it('writes to a file, whole or not at all', async () => {
    const dir = await folderWith(PRACTICE);
    const file = path.join(dir, 'audit.json');
    const ran = await audit(dir, ...AS_OF, '--json', '--out', file);
    expect(ran).toMatchObject({ code: 0, out: '' });
    expect(ran.err).toContain(`Written to ${file}`);
    expect(JSON.parse(await readFile(file, 'utf8')).schema).toBe(1);
    expect(await audit(dir, '--out', dir)).toMatchObject({
      code: 1,
      err: expect.stringContaining('a folder of that name is in the way'),
    });
    expect(await audit(dir, '--out', path.join(dir, 'none', 'x'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('its folder does not exist'),
    });
    expect((await readdir(dir)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('shows no name, phone or free text of a patient in any format', async () => {
    const dir = await folderWith(PRACTICE);
    for (const format of ['text', 'json', 'html']) {
      const { out, err } = await audit(dir, ...AS_OF, '--format', format);
      expect(out + err).not.toMatch(/Canary|\+44/);
    }
  });
});

describe('another kind of source', () => {
  it('is audited by the same command: a folder of FHIR resources', async () => {
    const patient = { resourceType: 'Patient', id: 'p1', active: true, telecom: [{ system: 'phone', value: '+44 1' }] };
    const appointment = (id: string, status: string, start: string) => ({
      resourceType: 'Appointment',
      id,
      status,
      start,
      end: start,
      serviceType: [{ text: 'Knee' }],
      participant: [{ actor: { reference: 'Patient/p1' }, status: 'accepted' }],
    });
    const resources = [
      patient,
      appointment('a1', 'fulfilled', '2026-11-03T10:00:00Z'),
      appointment('a2', 'noshow', '2026-11-10T10:00:00Z'),
    ];
    const dir = await folderWith({ 'export.ndjson': resources.map((resource) => JSON.stringify(resource)) });
    const set = [`dir=${dir}`, 'specialty=PT'].flatMap((setting) => ['--set', setting]);
    const fhir = ['audit', '--connector', 'fhir-r4', ...set, '--timezone', 'Europe/London', ...AS_OF, '--json'];
    const first = await keepwell(...fhir);
    expect({ code: first.code, err: first.err }).toEqual({ code: 0, err: '' });
    const json: AuditReport = JSON.parse(first.out);
    expect(json.source).toMatchObject({ connector: 'fhir-r4', applied: 4, quarantined: 0 });
    for (const part of [json.source, ...(json.source.streams ?? [])]) {
      expect(part.read).toBe(part.applied + part.unchanged + part.quarantined);
    }
    expect(json.source.files).toBeUndefined();
    expect(json.offTrack.map(({ patientId, rules }) => [patientId, rules[0]])).toEqual([['p1', 'R06']]);
    expect((await keepwell(...fhir)).out).toBe(first.out);
  });
});

describe('the page', () => {
  it('is one file that asks nobody for anything', async () => {
    const { out } = await audit(await folderWith(PRACTICE), ...AS_OF, '--format', 'html');
    expect(out).toMatch(/^<!doctype html>/);
    expect(out).toContain("default-src 'none'");
    expect(out).not.toMatch(/<script|https?:\/\/|url\(|@import|<link|<img/);
    expect(out.match(/<svg /g)).toHaveLength(2);
    expect(out).toContain('prefers-color-scheme: dark');
    expect(out).toContain('@media print');
  });

  it('shows what a source says as text, never as markup', async () => {
    const dir = await folderWith(PRACTICE);
    const patients = path.join(dir, 'patients.csv');
    const evil = '<img src=x onerror=1>';
    for (const file of ['patients.csv', 'appointments.csv', 'plans.csv']) {
      const text = await readFile(path.join(dir, file), 'utf8');
      await writeFile(path.join(dir, file), text.replaceAll(/\bp1\b/g, evil));
    }
    expect(await readFile(patients, 'utf8')).toContain(evil);
    const { out } = await audit(dir, ...AS_OF, '--format', 'html');
    expect(out).toContain('&lt;img src=x onerror=1&gt;');
    expect(out).not.toContain('<img');
  });

  it('writes a PDF without a browser, and only to a file', async () => {
    const dir = await folderWith(PRACTICE);
    const file = path.join(dir, '..', `${path.basename(dir)}.pdf`);
    const { code, out } = await audit(dir, ...AS_OF, '--format', 'pdf', '--out', file);
    expect([code, out]).toEqual([0, '']);
    const bytes = await readFile(file);
    await rm(file);
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(bytes.length).toBeGreaterThan(10_000);
    expect(bytes.subarray(-8).toString()).toContain('%%EOF');
  });
});
