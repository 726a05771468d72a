import { databaseForThisFile, type TestDatabase } from '../../../test/support/database.js';
import { PATIENT_TABLES, TABLES_WITHOUT_PATIENTS } from './patient-data.js';

let test: TestDatabase;
let columns: Map<string, string[]>;
beforeAll(async () => {
  test = await databaseForThisFile();
  const rows = await test.asSuperuser<{ table: string; columns: string[] }>(
    `select c.relname as table, array_agg(a.attname::text order by a.attnum) as columns
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'm', 'v') group by 1`,
  );
  columns = new Map(rows.map((row) => [row.table, row.columns]));
});
afterAll(() => test.close());

/** What leads to a patient, were it only their household, a case of theirs, or bytes that nobody can read here. */
const LEADS_TO_PATIENTS =
  /^(patient|person|loser|survivor|on_person|case)_id$|patient_|^household|^source_ids?$|^address|^(raw_)?ciphertext$/;
/** Of the practice's own or of secrets, whatever their columns are called. */
const NOT_OF_PATIENTS = ['location', 'practitioner', 'service', 'connection_secret', 'channel_secret'];
/** Names a connection, no patient. */
const NOT_A_PATIENT = ['patients_from_connection_id'];

describe('where patient data stands', () => {
  it('A-06 every table is on one list: whoever adds one says whether anything of a patient stands in it', () => {
    const listed = [...Object.keys(PATIENT_TABLES), ...TABLES_WITHOUT_PATIENTS];
    expect(listed.toSorted()).toEqual([...columns.keys()].toSorted());
  });

  it('A-06 no table that is said to hold nothing of patients has a column that leads to one', () => {
    const leading = TABLES_WITHOUT_PATIENTS.filter((table) => !NOT_OF_PATIENTS.includes(table)).flatMap((table) =>
      (columns.get(table) ?? [])
        .filter((column) => LEADS_TO_PATIENTS.test(column) && !NOT_A_PATIENT.includes(column))
        .map((column) => `${table}.${column}`),
    );
    expect(leading).toEqual([]);
  });

  it('A-06 the columns by which a person’s rows are found are there', () => {
    const missing = Object.entries(PATIENT_TABLES).flatMap(([table, { by }]) =>
      by.filter((column) => columns.get(table)?.includes(column) !== true).map((column) => `${table}.${column}`),
    );
    expect(missing).toEqual([]);
  });
});
