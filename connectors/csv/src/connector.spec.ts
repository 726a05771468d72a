import { mkdir, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { RECORD_KINDS } from '@keepwell/domain/records';
import {
  appointments,
  APPOINTMENTS,
  contextFor,
  folderWith,
  PATIENTS,
  readStream,
  removeFolders,
  upserts,
} from '../test/folder.js';
import { columnsOf, DROPPED_COLUMNS, FILE_FORMATS } from './columns.js';
import { csv } from './connector.js';

afterEach(removeFolders);

describe('reading rows', () => {
  it.each([
    ['comma', ','],
    ['semicolon', ';'],
    ['tab', '\t'],
  ])('detects a %s between cells and skips a byte-order mark', async (_name, delimiter) => {
    const row = (cells: string[]) => cells.join(delimiter);
    const text = `\uFEFF${row(['id', 'patient_id', 'starts_at', 'status', 'cancel_reason'])}\r\n${row(['a1', 'p1', '2026-05-01T10:00:00Z', 'booked', '"x, y; z\t"'])}\r\n`;
    const read = await appointments([], { 'appointments.csv': text });
    expect(upserts(read, 'appointment')).toMatchObject([
      { id: 'a1', data: { startsAt: Date.UTC(2026, 4, 1, 10), cancelReason: 'x, y; z' } },
    ]);
  });

  it('keeps quotes and line breaks inside quoted cells and counts lines as an editor does', async () => {
    const read = await appointments([
      `${APPOINTMENTS},cancel_reason`,
      'a1,p1,2026-05-01T10:00Z,cancelled,"said ""no""\r\nthen left"',
      '',
      'a2,p1,someday,booked,',
    ]);
    expect(upserts(read, 'appointment')[0]?.data.cancelReason).toBe('said "no"\r\nthen left');
    expect(read.unreadable[0]?.where).toBe('appointments.csv:5');
  });

  it('hands over every version of a record in the order of the lines (Q01)', async () => {
    const read = await appointments([
      `${APPOINTMENTS},updated_at`,
      'a1,p1,2026-05-01T10:00Z,booked,2026-04-01T09:00:00Z',
      'a1,p1,2026-05-01T10:00Z,completed,2026-05-01T11:00:00Z',
    ]);
    expect(upserts(read, 'appointment').map(({ id, updatedAt, data }) => [id, updatedAt, data.status])).toEqual([
      ['a1', Date.UTC(2026, 3, 1, 9), 'booked'],
      ['a1', Date.UTC(2026, 4, 1, 11), 'completed'],
    ]);
  });

  it('reads rows shorter than the header as unknown at their end, and puts longer ones aside', async () => {
    const read = await appointments([
      `${APPOINTMENTS},cancel_reason`,
      'a1,p1,2026-05-01T10:00Z,booked',
      'a2,p1,2026-05-01T10:00Z,booked,a,b',
    ]);
    expect(upserts(read, 'appointment')).toMatchObject([{ id: 'a1', data: { cancelReason: null } }]);
    expect(read.unreadable).toMatchObject([{ id: 'a2', code: 'cells_too_many', where: 'appointments.csv:3' }]);
  });

  it('names columns it does not know once, and drops them', async () => {
    const read = await appointments([
      `${APPOINTMENTS},Fee,Notes`,
      'a1,p1,2026-05-01T10:00Z,booked,5,secret',
      'a2,p1,2026-05-02T10:00Z,booked,5,secret',
    ]);
    expect(read.context.said).toEqual(['appointments.csv: columns not read: Fee, Notes']);
    expect(JSON.stringify(read.records)).not.toContain('secret');
  });

  it('says when a file is in an older encoding, and reads it', async () => {
    const dir = await folderWith({ 'patients.csv': Buffer.from('id,given_name\np1,Ren\u00e9\n', 'latin1') });
    const context = contextFor({ dir });
    expect((await readStream(context, 'patients.csv')).records).toHaveLength(1);
    expect(context.said).toEqual([expect.stringContaining('patients.csv is not UTF-8')]);
    const sound = contextFor({ dir: await folderWith({ 'patients.csv': 'id,given_name\np1,René\n' }) });
    await readStream(sound, 'patients.csv');
    expect(sound.said).toEqual([]);
  });

  it('S3-62 reads every column of the format but the text of communications, and keeps nothing else', async () => {
    const files = Object.fromEntries(
      FILE_FORMATS.map((format) => {
        const columns = [...columnsOf(format), 'diagnosis'];
        return [
          format.name,
          [
            columns.join(','),
            columns.map((column) => OWN_WORDS[`${format.kind}.${column}`] ?? sampleOf(column)).join(','),
          ],
        ];
      }),
    );
    const context = contextFor({ dir: await folderWith(files) });
    for (const format of FILE_FORMATS) {
      const read = await readStream(context, format.name);
      const [record] = upserts(read, format.kind);
      expect({ file: format.name, unreadable: read.unreadable }).toEqual({ file: format.name, unreadable: [] });
      expect(Object.keys(record?.data ?? {}).sort()).toEqual([...(csv.keeps[format.kind] ?? [])].sort());
      const unknown = Object.entries(record?.data ?? {}).filter(([, value]) => value === null);
      expect({ file: format.name, unknown }).toEqual({ file: format.name, unknown: [] });
      expect(JSON.stringify(record)).not.toContain('free words');
    }
    expect(DROPPED_COLUMNS).toEqual({ communication: ['body'] });
  });
});

/** Where one word does not fit every file. */
const OWN_WORDS: Record<string, string> = {
  'score.direction': 'lower_better',
  'service.kind': 'review',
  'invoice.status': 'paid',
};

/** A cell that the column can hold; `free words` where nothing may be kept. */
function sampleOf(column: string): string {
  const samples: Record<string, string> = {
    id: 'p1',
    patient_id: 'p1',
    timezone: 'Europe/London',
    status: 'cancelled',
    kind: 'charge',
    specialty: 'MB',
    cancelled_by: 'clinic',
    direction: 'in',
    channel: 'sms',
    purpose: 'any',
    state: 'granted',
    open_days: '1-5',
    opens_at: '08:30',
    phases: '6@3',
    currency: 'GBP',
    body: 'free words',
    diagnosis: 'free words',
    at: '2026-01-02T03:04:05Z',
  };
  if (column in samples) return samples[column] ?? '';
  if (
    column.endsWith('_at') ||
    column.endsWith('_on') ||
    column === 'birth_date' ||
    column === 'disabled_until' ||
    column === 'paused_until'
  )
    return '2026-01-02';
  if (/^(active|do_not_contact|test_record|telehealth|walk_in|pending_request|needs_reply)$/.test(column))
    return 'true';
  return '3';
}

describe('rows put aside', () => {
  it('gives file, line and reason for each, and never what stands in a cell', async () => {
    const read = await appointments([
      APPOINTMENTS,
      'a1,p1,2026-05-01T10:00Z,Jane Roe',
      'a2,p1,first of May,booked',
      ',p1,2026-05-01T10:00Z,booked',
      'a4,nobody,2026-05-01T10:00Z,booked',
      'a5,p1,2026-02-30,booked',
      'a6,p2,2026-05-01T10:00Z,booked',
    ]);
    expect(read.unreadable.map(({ id, code, where }) => [id, code, where])).toEqual([
      ['a1', 'status_unknown', 'appointments.csv:2'],
      ['a2', 'instant_unreadable', 'appointments.csv:3'],
      [null, 'required_missing', 'appointments.csv:4'],
      ['a4', 'patient_unknown', 'appointments.csv:5'],
      ['a5', 'instant_unreadable', 'appointments.csv:6'],
    ]);
    expect(upserts(read, 'appointment').map(({ id }) => id)).toEqual(['a6']);
    expect(read.unreadable.map(({ reason }) => reason).join()).not.toContain('Jane');
    expect(read.unreadable[0]?.raw).toBe(`${APPOINTMENTS}\na1,p1,2026-05-01T10:00Z,Jane Roe`);
  });

  it.each([
    ['a quote left open', 'a2,p1,"2026-05-01T10:00Z,booked'],
    ['words after a closing quote', 'a2,p1,"2026-05-01"x,booked'],
    ['a quote inside a plain cell', 'a2,p1,20"26,booked'],
  ])('%s costs that line alone', async (_name, broken) => {
    const good = (id: string) => `${id},p1,2026-05-01T10:00Z,"booked"`;
    const read = await appointments([APPOINTMENTS, good('a1'), broken, good('a3'), good('a4')]);
    expect(upserts(read, 'appointment').map(({ id }) => id)).toEqual(['a1', 'a3', 'a4']);
    expect(read.unreadable).toMatchObject([{ code: 'quoting_broken', where: 'appointments.csv:3', id: null }]);
    expect(read.pages.at(-1)?.sweep).toBeUndefined();
  });

  it('loses only their own lines to two broken quotes that would pair up, and to one that is never closed', async () => {
    const plain = (id: string) => `${id},p1,2026-05-01T10:00Z,booked`;
    const read = await appointments([
      APPOINTMENTS,
      plain('a1'),
      'a2,p1,"x,booked',
      plain('a3'),
      'a4,p1,x","booked',
      plain('a5'),
      'a6,"p1',
      plain('a7'),
    ]);
    expect(upserts(read, 'appointment').map(({ id }) => id)).toEqual(['a1', 'a3', 'a5', 'a7']);
    expect(read.unreadable.map(({ where }) => where)).toEqual([
      'appointments.csv:3',
      'appointments.csv:5',
      'appointments.csv:7',
    ]);
  });

  it('gives up on an open quote after a mebibyte and loses that line alone', async () => {
    const filler = Array.from(
      { length: 10_000 },
      (_, index) => `b${index},p1,2026-05-01T10:00Z,booked,${'y'.repeat(100)}`,
    );
    const read = await appointments([
      `${APPOINTMENTS},cancel_reason`,
      'a1,p1,2026-05-01T10:00Z,booked,"never closed',
      ...filler,
    ]);
    expect(read.unreadable).toMatchObject([{ code: 'row_too_long', where: 'appointments.csv:2' }]);
    expect(read.records).toHaveLength(10_000);
  });

  it('counts cells outside their list as unknown and says how many (Q35)', async () => {
    const dir = await folderWith({
      'patients.csv': ['id,do_not_contact,test_record', 'p1,yes,TRUE', 'p2,1,false', 'p3,,'],
    });
    const context = contextFor({ dir });
    const read = await readStream(context, 'patients.csv');
    expect(upserts(read, 'patient').map(({ data }) => [data.doNotContact, data.testRecord])).toEqual([
      [null, true],
      [null, false],
      [null, null],
    ]);
    expect(context.said).toEqual([
      "patients.csv: 2 cells of do_not_contact cannot be read as this column's kind of value and count as unknown",
    ]);
  });

  it('puts every row of a companion file without a required column aside, and offers no kind from it (Q86)', async () => {
    const dir = await folderWith({ 'patients.csv': PATIENTS, 'recalls.csv': ['id,due_on', 'r1,2026-05-01'] });
    const context = contextFor({ dir });
    expect((await csv.streams(context)).map(({ name, kinds }) => [name, kinds])).toEqual([
      ['patients.csv', ['patient']],
      ['recalls.csv', []],
    ]);
    expect((await readStream(context, 'recalls.csv')).unreadable).toMatchObject([{ id: 'r1', code: 'column_missing' }]);
    expect(context.said.join()).toContain('recalls.csv has no column patient_id');
  });
});

describe('the walk', () => {
  it('reads files in the order in which one names another', async () => {
    const dir = await folderWith(
      Object.fromEntries(FILE_FORMATS.map((format) => [format.name, [format.required.join(',')]])),
    );
    const streams = await csv.streams(contextFor({ dir }));
    expect(streams.flatMap(({ kinds }) => kinds)).toEqual([...RECORD_KINDS]);
    expect(new Set(streams.map(({ mode, deletes }) => `${mode} ${deletes}`))).toEqual(new Set(['snapshot absence']));
  });

  it('gives the same records whatever the page size, also when each page is asked by a new caller', async () => {
    const rows = Array.from({ length: 97 }, (_, index) =>
      index % 9 === 4 ? `x"${index},p1` : `a${index},p1,2026-05-01T10:00Z,booked`,
    );
    const dir = await folderWith({ 'patients.csv': PATIENTS, 'appointments.csv': [APPOINTMENTS, ...rows] });
    const whole = await readStream(contextFor({ dir }), 'appointments.csv', 10_000);
    for (const limit of [1, 7, 50]) {
      const read = await readStream(contextFor({ dir }), 'appointments.csv', limit);
      expect(read.records).toEqual(whole.records);
      expect(read.unreadable).toEqual(whole.unreadable);
      expect(Math.max(...read.pages.map((page) => page.records.length + page.unreadable.length))).toBeLessThanOrEqual(
        limit,
      );
    }
    let cursor = null;
    const ids: string[] = [];
    for (let done = false; !done;) {
      const page = await csv.pull(contextFor({ dir }), 'appointments.csv', cursor, { limit: 10 });
      ids.push(...page.records.map(({ id }) => id));
      ({ nextCursor: cursor, done } = { nextCursor: page.nextCursor as null, done: page.done });
    }
    expect(ids).toEqual(whole.records.map(({ id }) => id));
  });

  it('keeps one name for a walk, and starts a new one when the file changes under it', async () => {
    const rows = Array.from({ length: 10 }, (_, index) => `a${index},p1,2026-05-01T10:00Z,booked`);
    const dir = await folderWith({ 'patients.csv': PATIENTS, 'appointments.csv': [APPOINTMENTS, ...rows] });
    const first = await csv.pull(contextFor({ dir }), 'appointments.csv', null, { limit: 4 });
    const second = await csv.pull(contextFor({ dir }), 'appointments.csv', first.nextCursor, { limit: 4 });
    expect(second.sweep?.walk).toBe(first.sweep?.walk);
    expect(JSON.stringify(first.nextCursor).length).toBeLessThan(400);
    await writeFile(path.join(dir, 'appointments.csv'), `${APPOINTMENTS}\nz1,p1,2026-05-01T10:00Z,booked\n`);
    const third = await csv.pull(contextFor({ dir }), 'appointments.csv', second.nextCursor, { limit: 4 });
    expect(third.records.map(({ id }) => id)).toEqual(['z1']);
    expect(third.sweep?.walk).not.toBe(first.sweep?.walk);
  });

  it('reads an empty companion file as data without rows', async () => {
    const read = await appointments([APPOINTMENTS], { 'recalls.csv': 'id,patient_id\n' });
    expect(read.pages).toMatchObject([{ records: [], unreadable: [], done: true }]);
  });
});

describe('a folder that cannot be used', () => {
  const fails = async (files: Record<string, string | string[] | Buffer>, settings = {}) => {
    const context = contextFor({ dir: await folderWith(files), ...settings });
    const check = await csv.check(context);
    expect(check).toMatchObject({ ok: false, problems: [expect.any(String)] });
    await expect(csv.streams(context)).rejects.toMatchObject({ name: 'SettingsWrong', message: check.problems[0] });
    return check.problems[0];
  };

  it('says in one sentence what is wrong', async () => {
    expect(await fails({})).toContain('holds no patients.csv');
    expect(await fails({ 'patients.csv': ['name', 'x'] })).toContain('patients.csv has no column id');
    expect(await fails({ 'patients.csv': '' })).toContain('patients.csv is empty');
    expect(await fails({ 'patients.csv': PATIENTS, 'appointments.csv': ['id', 'a'] })).toContain(
      'no column patient_id, starts_at, status',
    );
    expect(await fails({ 'patients.csv': ['id,ID', 'a,b'] })).toContain('two columns id');
    expect(await fails({ 'patients.csv': Buffer.from('\uFEFFid\n1\n', 'utf16le') })).toContain('UTF-16');
    expect(await fails({ 'patients.csv': Buffer.from('PK\u0003\u0004 zip') })).toContain('spreadsheet');
    expect(await fails({ 'patients.csv': ['"id', 'p1'] })).toContain('header row has a quote');
    expect(await fails({ 'patients.csv': PATIENTS }, { timezone: 'Mars/Olympus' })).toContain(
      '"Mars/Olympus" is not a time zone',
    );
  });

  it('says that a folder stands where a file should', async () => {
    const dir = await folderWith({});
    await mkdir(path.join(dir, 'patients.csv'));
    const check = await csv.check(contextFor({ dir }));
    expect(check.problems).toEqual([`patients.csv in ${dir} is a folder, not a file`]);
  });

  it('opens the folder afresh after a failure', async () => {
    const dir = await folderWith({ 'patients.csv': '' });
    const context = contextFor({ dir });
    await expect(csv.streams(context)).rejects.toThrow('patients.csv is empty');
    await writeFile(path.join(dir, 'patients.csv'), 'id\np1\n');
    expect(await csv.streams(context)).toHaveLength(1);
    await truncate(path.join(dir, 'patients.csv'));
    await csv.close?.(context);
    await expect(csv.streams(context)).rejects.toThrow('patients.csv is empty');
  });
});
