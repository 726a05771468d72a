import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { APPOINTMENT_STATUSES } from '@keepwell/domain/records';
import { parse } from 'csv-parse/sync';
import { simulatePractice } from '../simulate-practice.js';
import { FolderNotEmpty } from './folder.js';
import { writeCsvFolder, type CsvFolderReport } from './write-csv-folder.js';

type Row = Record<string, string>;

const asOf = Date.parse('2026-11-02T09:00:00Z');
const folders: string[] = [];
let clean: string;
let report: CsvFolderReport;

async function folder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'simulator-'));
  folders.push(dir);
  return dir;
}

async function rows(dir: string, name: string): Promise<Row[]> {
  return parse(await readFile(join(dir, name)), { columns: true });
}

beforeAll(async () => {
  clean = await folder();
  report = await writeCsvFolder(simulatePractice({ seed: 'csv', patients: 300, asOf }), clean);
});

afterAll(async () => {
  await Promise.all(folders.map((dir) => rm(dir, { recursive: true })));
});

describe('the CSV folder', () => {
  it('has the same bytes for the same seed', async () => {
    const again = await folder();
    await writeCsvFolder(simulatePractice({ seed: 'csv', patients: 300, asOf }), again);
    const names = await readdir(clean);
    expect(names).toHaveLength(17);
    for (const name of names) {
      expect((await readFile(join(again, name))).equals(await readFile(join(clean, name)))).toBe(true);
    }
  });

  it('holds a header in every file and as many rows as it says', async () => {
    for (const [name, count] of Object.entries(report.rows)) {
      expect(await rows(clean, name)).toHaveLength(count);
    }
    expect(report.rows['appointments.csv']).toBeGreaterThan(1500);
    expect(report.unreadable).toEqual({});
  });

  it('names only what is in it', async () => {
    const ids = async (name: string) => new Set((await rows(clean, name)).map(({ id }) => id));
    const known: Record<string, Set<string | undefined>> = {
      patient_id: await ids('patients.csv'),
      merged_into: await ids('patients.csv'),
      practitioner_id: await ids('practitioners.csv'),
      location_id: await ids('locations.csv'),
      service_id: await ids('services.csv'),
      plan_id: await ids('plans.csv'),
      appointment_id: await ids('appointments.csv'),
      invoice_id: await ids('invoices.csv'),
      membership_id: await ids('memberships.csv'),
    };
    const unknown: string[] = [];
    let references = 0;
    for (const name of Object.keys(report.rows)) {
      for (const row of await rows(clean, name)) {
        for (const [column, targets] of Object.entries(known)) {
          const value = row[column];
          if (value === undefined || value === '') continue;
          if (!targets.has(value)) unknown.push(`${name} ${row['id']}: ${column} ${value}`);
          references += 1;
        }
      }
    }
    expect(unknown).toEqual([]);
    expect(references).toBeGreaterThan(5000);
  });

  it('writes the versions of a record in order, none before it was made, none after the moment', async () => {
    const wrong: string[] = [];
    let versions = 0;
    for (const name of Object.keys(report.rows)) {
      const newest = new Map<string, number>();
      for (const { id = '', created_at = '', updated_at = '' } of await rows(clean, name)) {
        const at = Date.parse(updated_at);
        const inOrder = Date.parse(created_at) <= at && at <= asOf && at > (newest.get(id) ?? 0);
        if (!inOrder) wrong.push(`${name} ${id}: ${created_at} ${updated_at}`);
        if (newest.has(id)) versions += 1;
        newest.set(id, at);
      }
    }
    expect(wrong).toEqual([]);
    expect(versions).toBeGreaterThan(1000);
  });

  it('tells appointments that a clinic could have had', async () => {
    const services = new Set((await rows(clean, 'services.csv')).map(({ id }) => id));
    const impossible = (await rows(clean, 'appointments.csv')).filter((row) => {
      const [starts, ends, created, updated, cancelled] = [
        row['starts_at'],
        row['ends_at'],
        row['created_at'],
        row['updated_at'],
        row['cancelled_at'],
      ].map((text) => (text ? Date.parse(text) : NaN)) as [number, number, number, number, number];
      const { status = '', service_id } = row;
      const legal = APPOINTMENT_STATUSES.some((known) => known === status) && services.has(service_id);
      const timely = created < starts && starts < ends;
      const outcome = status !== 'completed' && status !== 'no_show' ? true : updated >= starts;
      const lost = status === 'cancelled' ? cancelled < starts && cancelled === updated : Number.isNaN(cancelled);
      return !(legal && timely && outcome && lost);
    });
    expect(impossible).toEqual([]);
  });

  it('counts the unreadable rows that dirt adds, and changes nothing else', async () => {
    const dirty = await folder();
    const said = await writeCsvFolder(simulatePractice({ seed: 'csv', patients: 300, asOf, dirt: 1 }), dirty);
    for (const name of ['appointments.csv', 'invoices.csv', 'plans.csv']) {
      const all = await rows(dirty, name);
      const spoilt = all.filter(({ id }) => id?.endsWith('-X'));
      expect(spoilt).toHaveLength(said.unreadable[name] ?? 0);
      expect(all.filter((row) => !spoilt.includes(row))).toEqual(await rows(clean, name));
    }
    expect(said.unreadable['appointments.csv']).toBeGreaterThan(10);
    expect(said.patients).toBe(report.patients);
  });

  it('says in truth.json what the rows do not', async () => {
    const truth = JSON.parse(await readFile(join(clean, 'truth.json'), 'utf8')) as {
      patients: { patientId: string; offTrack: boolean }[];
      report: CsvFolderReport;
    };
    const registered = new Set((await rows(clean, 'patients.csv')).map(({ id }) => id));
    expect(truth.patients).toHaveLength(300);
    expect(truth.patients.every(({ patientId }) => registered.has(patientId))).toBe(true);
    expect(truth.patients.filter(({ offTrack }) => offTrack)).toHaveLength(report.offTrack);
    expect(report.offTrack).toBeGreaterThan(20);
    expect(truth.report).toEqual(report);
  });

  it('does not write over what is there unless told to', async () => {
    const used = await folder();
    await writeFile(join(used, 'letter.txt'), 'keep me');
    const practice = simulatePractice({ seed: 1, patients: 5, asOf });
    await expect(writeCsvFolder(practice, used)).rejects.toThrow(FolderNotEmpty);
    expect(await readdir(used)).toEqual(['letter.txt']);
    await writeCsvFolder(practice, used, { force: true });
    expect(await readFile(join(used, 'letter.txt'), 'utf8')).toBe('keep me');
  });
});
