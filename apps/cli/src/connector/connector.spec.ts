import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { keepwell } from '../../test/command-line.js';
import { sourceFolder } from './repository.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'keepwell-connectors-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const read = (...names: string[]) => readFile(path.join(folder, ...names), 'utf8');

describe('a connector from nothing', () => {
  it('X07 is written, says in sentences what is to be filled in, and passes once that is done', async () => {
    await cp(path.join(sourceFolder(), 'connectors/index.ts'), path.join(folder, 'index.ts'));
    const made = await keepwell('connector', 'new', 'birch-physio', '--in', folder);
    expect(made).toMatchObject({ code: 0, err: '' });
    expect(made.out).toContain('src/map.ts');
    expect(await read('index.ts')).toContain("import { birchPhysio } from './birch-physio/src/connector.js';");
    expect(await read('index.ts')).toMatch(/CONNECTORS: readonly Connector\[\] = \[\s*birchPhysio,/);
    expect(await read('birch-physio', 'README.md')).not.toContain('Acme');

    const empty = await keepwell('connector', 'test', path.join(folder, 'birch-physio'));
    expect(empty.code).toBe(1);
    expect(empty.out).toContain('Does not hold: every record is brought');
    expect(empty.out).toContain(
      'does not say yet how the kind "patient" of Birch Physio becomes ours: write mapPatient()',
    );
    expect(empty.err).toContain('birch-physio does not pass the conformance kit');

    await fillIn();
    const filled = await keepwell('connector', 'test', path.join(folder, 'birch-physio'), '--json');
    const report = JSON.parse(filled.out) as { connector: string; passed: string[]; failures: unknown[] };
    expect(report.failures).toEqual([]);
    expect(report.connector).toBe('birch-physio');
    expect(report.passed.length).toBeGreaterThan(40);
    expect(filled.code).toBe(0);
  }, 120_000);

  it('says what it cannot take', async () => {
    expect((await keepwell('connector', 'new', 'Acme Dental', '--in', folder)).code).toBe(2);
    expect(await keepwell('connector', 'test', folder)).toMatchObject({
      code: 2,
      err: expect.stringContaining('conformance.ts'),
    });
    await writeFile(path.join(folder, 'conformance.ts'), 'export const other = 1;');
    expect(await keepwell('connector', 'test', folder)).toMatchObject({
      code: 1,
      err: expect.stringContaining('exports no `conformance`'),
    });
    await keepwell('connector', 'new', 'twice', '--in', folder);
    expect(await keepwell('connector', 'new', 'twice', '--in', folder)).toMatchObject({
      code: 1,
      err: expect.stringContaining('is there already'),
    });
  }, 60_000);
});

it('lists what each connector can do', async () => {
  const { out, code } = await keepwell('connector', 'list');
  expect(code).toBe(0);
  expect(out).toMatch(/reads by poll.*: .*appointment \(delta/);
  expect(out).toMatch(/writes: .*log contact/);
});

/** What its author would write. */
async function fillIn(): Promise<void> {
  const file = path.join(folder, 'birch-physio', 'src/map.ts');
  const filled = (await readFile(file, 'utf8'))
    .replace(
      'Record<string, AppointmentStatus> = {};',
      "Record<string, AppointmentStatus> = { booked: 'booked', done: 'completed', missed: 'no_show' };",
    )
    .replace('parseInstant, type', 'parseInstant, unsaid, type')
    .replaceAll('_mapping: Mapping', 'mapping: Mapping')
    .replace(
      "return notWritten('patient', row, 'mapPatient');",
      `const names = { givenName: textOf(row['first_name']), familyName: textOf(row['last_name']), phone: textOf(row['mobile']) };
  return { record: { kind: 'patient', op: 'upsert', ...envelope(row, mapping), data: { ...unsaid('patient'), ...names } } };`,
    )
    .replace(
      "return notWritten('appointment', row, 'mapAppointment');",
      `const startsAt = instantOf(row['starts_at'], mapping.zone);
  if (startsAt === null) return notWritten('appointment', row, 'mapAppointment');
  const rawStatus = textOf(row['status']);
  const data = {
    ...unsaid('appointment'),
    patientId: textOf(row['patient_id']) ?? '',
    startsAt,
    endsAt: instantOf(row['ends_at'], mapping.zone),
    status: mapping.statuses.statusOf(rawStatus),
    rawStatus,
  };
  return { record: { kind: 'appointment', op: 'upsert', ...envelope(row, mapping), data } };`,
    );
  await writeFile(file, filled);
}
