import { contextFor, folderWith, readStream, removeFolders, upserts } from '../test/folder.js';
import { FILE_FORMATS } from './columns.js';
import { csv } from './connector.js';

afterEach(removeFolders);

const PATIENTS = ['id,given_name,phone', 'p1,Ada,1'];
const HEADER = 'id,patient_id,starts_at,status,cancelled_at';
const WHOLE = 'a1,p1,2026-05-01T10:00Z,booked,';

const CELLS: Record<string, string> = {
  ...{ id: 'x1', patient_id: 'p1', timezone: 'Europe/London', starts_at: '2026-05-01T10:00Z', status: 'booked' },
  ...{ at: '2026-05-01T10:00Z', amount: '1.50' },
};

const emptied = FILE_FORMATS.flatMap(({ name, kind, required }) =>
  required.map((column) => ({ name, kind, required, column })),
);

it.each(emptied)('X07 a row of $name without $column is put aside', async ({ name, kind, required, column }) => {
  const whole = required.map((each) => CELLS[each] ?? 'x').join(',');
  const lacking = required.map((each) => (each === column ? '  ' : (CELLS[each] ?? 'x'))).join(',');
  const rows = [required.join(','), whole, lacking];
  const dir = await folderWith({ 'patients.csv': ['id', 'p1'], [name]: rows });
  const read = await readStream(contextFor({ dir }), name);
  expect(upserts(read, kind)).toHaveLength(1);
  expect(read.unreadable).toMatchObject([{ kind, code: expect.stringMatching(/missing/), where: `${name}:3` }]);
});

describe('rows that end before the header does', () => {
  it('X07 are read as far as they go, and counted aloud', async () => {
    const dir = await folderWith({
      'patients.csv': PATIENTS,
      'appointments.csv': [HEADER, 'a1,p1,2026-05-01T10:00Z,booked', WHOLE.replace('a1', 'a2')],
    });
    const context = contextFor({ dir });
    const read = await readStream(context, 'appointments.csv', 1);
    expect(upserts(read, 'appointment')).toHaveLength(2);
    const says =
      'appointments.csv: 1 row ends before the header does; what the last columns would say counts as unknown';
    expect(context.said).toEqual([says]);
    expect((await csv.check(contextFor({ dir }))).notes).toContain(says);
  });

  it('S-06 are put aside where the file ends inside them, and what the file lacks is not taken for gone', async () => {
    const cut = `${HEADER}\n${WHOLE}\na2,p1,2026-05-02T10:00Z,booked`;
    const read = await readStream(
      contextFor({ dir: await folderWith({ 'patients.csv': PATIENTS, 'appointments.csv': cut }) }),
      'appointments.csv',
    );
    expect(upserts(read, 'appointment').map(({ id }) => id)).toEqual(['a1']);
    expect(read.unreadable).toMatchObject([{ id: 'a2', code: 'row_cut_off', where: 'appointments.csv:3' }]);
    expect(read.pages.at(-1)?.sweep).toBeUndefined();
  });

  it('are whole where only the line end of the last is missing', async () => {
    const whole = `${HEADER}\n${WHOLE}`;
    const dir = await folderWith({ 'patients.csv': PATIENTS, 'appointments.csv': whole });
    const read = await readStream(contextFor({ dir }), 'appointments.csv');
    expect(upserts(read, 'appointment')).toHaveLength(1);
    expect(read.pages.at(-1)?.sweep).toBeDefined();
  });
});
