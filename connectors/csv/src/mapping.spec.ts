import path from 'node:path';
import { contextFor, folderWith, readStream, removeFolders, upserts } from '../test/folder.js';
import { FILE_FORMATS } from './columns.js';
import { csv } from './connector.js';
import { parseMapping } from './mapping.js';

afterEach(removeFolders);

const EXPORT = {
  'Clients.csv': ['Client ID;First Name;Last Name;Mobile;Do Not Contact', '7;Ada;Roe;+44 1;Yes', '8;Bo;Poe;+44 2;No'],
  'Appointment List.csv': [
    'Booking ID;Client ID;Start Time;Appointment Status;Provider;Room',
    'b1;7;2026-05-01 10:00;Did Not Arrive;Lee;2',
    'b2;8;2026-05-02 10:00;Attended;Lee;2',
    'b3;8;2026-06-02 10:00;Pencilled;Lee;2',
  ],
};

const MAPPING = `
patients:
  file: Clients.csv
  columns: { Client ID: id, First Name: given_name, Last Name: family_name, Mobile: phone, Do Not Contact: do_not_contact }
  values:
    do_not_contact: { yes: true, no: false }
appointments.csv:
  file: Appointment List.csv
  columns: { Booking ID: id, Client ID: patient_id, Start Time: starts_at, Appointment Status: status, Provider: practitioner_id }
  values:
    status: { Did Not Arrive: no_show, attended: completed, Pencilled: waitlist }
`;

describe('a mapping file', () => {
  it('reads an export with other files, columns and words', async () => {
    const dir = await folderWith({ ...EXPORT, 'mapping.yaml': MAPPING });
    const context = contextFor({ dir, mapping: path.join(dir, 'mapping.yaml'), timezone: 'Europe/London' });
    const patients = upserts(await readStream(context, 'patients.csv'), 'patient');
    const appointments = upserts(await readStream(context, 'appointments.csv'), 'appointment');
    expect(patients.map(({ id, data }) => [id, data.givenName, data.doNotContact])).toEqual([
      ['7', 'Ada', true],
      ['8', 'Bo', false],
    ]);
    expect(
      appointments.map(({ id, data }) => [id, data.patientId, data.status, data.rawStatus, data.practitionerId]),
    ).toEqual([
      ['b1', '7', 'no_show', 'Did Not Arrive', 'Lee'],
      ['b2', '8', 'completed', 'Attended', 'Lee'],
      ['b3', '8', 'waitlist', 'Pencilled', 'Lee'],
    ]);
    expect(context.said).toEqual(['Appointment List.csv: columns not read: Room']);
  });

  it.each([
    ['a: [', 'm.yaml line 1 is not YAML'],
    ['just words', 'm.yaml must name files'],
    ['visits: {}', 'names "visits", which is not a file of the format'],
    ['patients: { folder: x }', '"folder" is not one of file, columns, values'],
    ['patients: { file: ../x.csv }', 'must be a file name inside the folder'],
    [
      'patients: { columns: { Name: full_name } }',
      '"Name" is mapped to "full_name", which is not a column of patients.csv',
    ],
    ['patients: { columns: { A: id, B: id } }', 'two columns are mapped to id'],
    ['patients: { values: { colour: { a: b } } }', 'values are given for "colour"'],
    ['patients: { values: { hold: { a: { b: c } } } }', 'must be a single word'],
  ])('refuses %j with its place', async (text, sentence) => {
    await expect(parseMapping(text, 'm.yaml')).rejects.toMatchObject({
      name: 'SettingsWrong',
      field: 'mapping',
      message: expect.stringContaining(sentence),
    });
  });

  it('is refused when it is missing, a folder, or names what the export lacks', async () => {
    const dir = await folderWith({
      ...EXPORT,
      'file.yaml': 'patients: { file: Nobody.csv }',
      'column.yaml': 'patients: { file: Clients.csv, columns: { Fax: phone } }',
    });
    const problem = async (mapping: string) => (await csv.check(contextFor({ dir, mapping }))).problems[0];
    expect(await problem(path.join(dir, 'none.yaml'))).toContain('there is no such file');
    expect(await problem(dir)).toContain('it is a folder');
    expect(await problem(path.join(dir, 'file.yaml'))).toContain('"Nobody.csv", and the folder holds no such file');
    expect(await problem(path.join(dir, 'column.yaml'))).toContain(
      'the column "fax", and Clients.csv has no such heading',
    );
  });
});

describe('the guess', () => {
  it('is proposed by the check from names, headings and words, and never applied silently', async () => {
    const dir = await folderWith({ ...EXPORT, 'notes.txt': 'nothing of the kind' });
    const check = await csv.check(contextFor({ dir, timezone: 'Europe/London' }));
    expect(check.ok).toBe(false);
    expect(check.problems[0]).toContain('holds no patients.csv');
    expect(check.proposal).toEqual({
      patients: {
        file: 'Clients.csv',
        columns: {
          'Client ID': 'id',
          'First Name': 'given_name',
          'Last Name': 'family_name',
          Mobile: 'phone',
          'Do Not Contact': 'do_not_contact',
        },
        values: { do_not_contact: { Yes: 'true', No: 'false' } },
      },
      appointments: {
        file: 'Appointment List.csv',
        columns: {
          'Booking ID': 'id',
          'Client ID': 'patient_id',
          'Start Time': 'starts_at',
          'Appointment Status': 'status',
          Provider: 'practitioner_id',
        },
        values: { status: { 'Did Not Arrive': 'no_show', Attended: 'completed' } },
      },
    });
    expect(check.notes).toContain('Appointment List.csv: status also holds "Pencilled"; say what each means');
    expect(check.notes).toContain('not part of the format and not read: notes.txt');
    await expect(csv.streams(contextFor({ dir }))).rejects.toThrow('holds no patients.csv');
  });

  it('works once saved as a mapping file', async () => {
    const { stringify } = await import('yaml');
    const dir = await folderWith(EXPORT);
    const { proposal } = await csv.check(contextFor({ dir }));
    const mapped = await folderWith({ ...EXPORT, 'mapping.yaml': stringify(proposal) });
    const check = await csv.check(
      contextFor({ dir: mapped, mapping: path.join(mapped, 'mapping.yaml'), timezone: 'Europe/London' }),
    );
    expect(check).toMatchObject({ ok: true, counts: { patient: 2, appointment: 2 } });
    expect(check.notes.join()).toContain('1 row of Appointment List.csv put aside');
  });

  it('says what it could not find, and stays silent about a folder in the format', async () => {
    const dir = await folderWith({
      'clients.csv': ['Client ID,Surname', '1,Roe'],
      'bookings.csv': ['Client ID,Status,Room', '1,Attended,2'],
    });
    const check = await csv.check(contextFor({ dir }));
    expect(check.notes.join()).toContain(
      'bookings.csv looks like appointments.csv, and nothing in it looks like id, starts_at',
    );
    const own = await csv.check(contextFor({ dir: await folderWith({ 'patients.csv': ['id,phone', 'p1,1'] }) }));
    expect(own).toMatchObject({ ok: true, problems: [], notes: [], counts: { patient: 1 } });
    expect(own.proposal).toBeUndefined();
  });

  it('S2-29 says which of booking, payments and client data is missing, and what follows', async () => {
    const bare = await csv.check(contextFor({ dir: await folderWith({ 'patients.csv': ['id', 'p1'] }) }));
    expect(bare.missing).toContainEqual({
      part: 'booking',
      says: 'This source gives no appointments: no rule about visits can run.',
    });
    expect(bare.missing.map(({ says }) => says).join()).toContain('nobody can be contacted');
    const files = FILE_FORMATS.map((format) => [format.name, `${[...format.required, 'email'].join(',')}\n`]);
    const full = await csv.check(contextFor({ dir: await folderWith(Object.fromEntries(files)) }));
    expect(full.missing).toEqual([]);
  });
});

describe('dates written day first', () => {
  const files = {
    'patients.csv': ['id,birth_date', 'p1,1/5/1980', 'p2,1980-05-02', 'p3,31/12/80', 'p4,12/31/1980'],
    'appointments.csv': [
      'id,patient_id,starts_at,status',
      'a1,p1,03/04/2026 9:05,booked',
      'a2,p1,03.04.2026 12:30 am,booked',
      'a3,p1,"3-4-2026, 1:00:30 PM",booked',
      'a4,p1,2026-04-03T09:05Z,booked',
      'a5,p1,03/04/2026 13:00 pm,booked',
    ],
    'locations.csv': ['id,timezone,closed_on', 'l1,Europe/London,25/12/2026 2026-12-26'],
    'mapping.yaml': [
      'patients: { dates: day-first }',
      'appointments: { dates: day-first }',
      'locations: { dates: day-first }',
    ],
  };

  it('X07 are read where the mapping file says so, beside ISO 8601, and what is neither is put aside', async () => {
    const dir = await folderWith(files);
    const context = contextFor({ dir, mapping: path.join(dir, 'mapping.yaml') });
    const people = await readStream(context, 'patients.csv');
    expect(upserts(people, 'patient').map(({ data }) => data.birthDate)).toEqual(['1980-05-01', '1980-05-02']);
    expect(people.unreadable.map(({ id, code }) => [id, code])).toEqual([
      ['p3', 'date_unreadable'],
      ['p4', 'date_unreadable'],
    ]);
    const visits = await readStream(context, 'appointments.csv');
    expect(upserts(visits, 'appointment').map(({ data }) => new Date(data.startsAt).toISOString())).toEqual([
      '2026-04-03T08:05:00.000Z',
      '2026-04-02T23:30:00.000Z',
      '2026-04-03T12:00:30.000Z',
      '2026-04-03T09:05:00.000Z',
    ]);
    expect(visits.unreadable).toMatchObject([{ id: 'a5', code: 'instant_unreadable' }]);
    const [place] = upserts(await readStream(context, 'locations.csv'), 'location');
    expect(place?.data.closedOn).toEqual(['2026-12-25', '2026-12-26']);
  });

  it('X07 are never guessed: without the word they are put aside, and the reason says the word', async () => {
    const dir = await folderWith({ 'patients.csv': ['id', 'p1'], 'appointments.csv': files['appointments.csv'] });
    const read = await readStream(contextFor({ dir }, 'Europe/London'), 'appointments.csv');
    expect(upserts(read, 'appointment').map(({ id }) => id)).toEqual(['a4']);
    expect(read.unreadable[0]?.reason).toContain('say "dates: day-first" in the mapping file');
    await expect(parseMapping('patients: { dates: american }', 'm.yaml')).rejects.toThrow('one of iso, day-first');
  });
});
