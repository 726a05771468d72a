import { RECORD_KINDS } from '@keepwell/domain';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import type { FieldType } from '../entities/record-table.js';
import { RECORD_TABLES } from '../entities/record-tables.js';
import { recordColumns, RECORD_WIDTH, rowDecoder } from './record-columns.js';
import { recordDecoder, recordJson } from './record-json.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());

const VALUES: Record<FieldType, unknown[]> = {
  text: ['plain', '', ' spaced\n"quoted", é 漢', 'null'],
  reference: ['a-1', 'A,1'],
  instant: ['2026-03-02T12:00:00.123456+02:00', '1969-12-31T23:59:59.9995Z', '2026-10-25T01:30:00Z'],
  date: ['2024-02-29', '1901-01-01'],
  boolean: [true, false],
  integer: [0, -7],
  minor: [123_456_789_012, -5],
  float: [0.1, 7, 1e-9],
  json: [[{ visits: 3, days: 7 }]],
  texts: [['a', 'b, "c"'], []],
  integers: [[1, 5], []],
};
const ENVELOPE = {
  connection_id: '01a20270-cc61-7378-ab04-649586fe9e14',
  source_id: 'r 1',
  source_created_at: '2025-01-01T00:00:00.5Z',
  source_updated_at: null,
  recorded_at: '2025-06-01T00:00:00Z',
  sequence: 9_007_199_254,
};

describe.each(RECORD_KINDS.filter((kind) => RECORD_TABLES[kind].fields.length + 6 <= RECORD_WIDTH))('%s', (kind) => {
  it.each([0, 1, 2, 3, null])('reads the same by columns as by JSON, whatever its fields hold (%s)', async (which) => {
    const table = RECORD_TABLES[kind];
    const fields = table.fields.map(({ column, type }) => {
      const values = VALUES[type];
      return [column, which === null ? null : values[which % values.length]];
    });
    const row = JSON.stringify({ ...ENVELOPE, ...Object.fromEntries(fields) });
    // Neither the session's zone nor its way of writing dates may show.
    const found = await test.db.inPractice(ENVELOPE.connection_id, async (tx) => {
      await tx.query(`select set_config('timezone', 'Asia/Kathmandu', true), set_config('datestyle', 'German', true)`);
      const from = `from jsonb_populate_record(null::${kind}, $1::jsonb) r`;
      const [json] = await tx.query<{ json: string }[]>(`select ${recordJson(table, 'r')} as json ${from}`, [row]);
      const [columns] = await tx.query<{ texts: (string | null)[] }[]>(
        `select array[${recordColumns(table, 'r')}] as texts ${from}`,
        [row],
      );
      return { json: json?.json ?? '', texts: columns?.texts ?? [] };
    });
    expect(found.texts).toHaveLength(RECORD_WIDTH);
    expect(rowDecoder(kind)(['', ...found.texts], 1)).toEqual(recordDecoder(kind)(found.json));
  });
});
