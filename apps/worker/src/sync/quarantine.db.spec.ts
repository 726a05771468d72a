import { type PullPage, RecordUnreadable } from '@keepwell/connector-sdk';
import type { SourceRecord } from '@keepwell/domain';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { inPages, pagedConnector } from '../../../../test/support/paged-connector.js';
import { aRecord } from '../../../../test/support/records.js';
import { aSync } from '../../../../test/support/sync.js';
import { QuarantineReplay } from './quarantine-replay.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());

interface Row {
  code: string;
  state: string;
  reason: string;
  source_id: string | null;
  connector_version: number;
  raw_ciphertext: Buffer | null;
}
const quarantined = (connectionId: string) =>
  test.asSuperuser<Row>(
    'select code, state, reason, source_id, connector_version, raw_ciphertext from quarantine where connection_id = $1 order by id',
    [connectionId],
  );
const count = async (table: string, connectionId: string) =>
  Number(
    (
      await test.asSuperuser<{ n: string }>(`select count(*) as n from ${table} where connection_id = $1`, [
        connectionId,
      ])
    )[0]?.n,
  );

describe('a poison record', () => {
  it('S-07 is put aside with its encrypted raw form; the other 999 of its page are stored', async () => {
    const patients = Array.from({ length: 1000 }, (_, i) =>
      aRecord('patient', `P${i}`, { givenName: 'Canary Quillfeather' }),
    );
    const poison = patients[500];
    if (poison !== undefined) poison.data.familyName = 'nul \u0000 byte';
    const connector = pagedConnector(
      [{ name: 'patients', kinds: ['patient'], pages: () => [{ records: patients }], walks: true }],
      {
        version: 7,
      },
    );
    const bench = await aSync(test, connector);
    expect((await bench.sync()).counts).toMatchObject({ read: 1000, applied: 999, unchanged: 0, quarantined: 1 });
    expect(await count('patient', bench.connectionId)).toBe(999);
    const [row, ...more] = await quarantined(bench.connectionId);
    expect(more).toEqual([]);
    expect(row).toMatchObject({ code: 'record_invalid', state: 'open', source_id: 'P500', connector_version: 7 });
    expect(row?.reason).toContain('familyName holds a NUL character');
    expect(row?.reason).not.toContain('byte');
    expect(row?.raw_ciphertext?.includes('Quillfeather')).toBe(false);

    // Read again and again it is one row; once it is sound it is settled.
    expect((await bench.sync()).counts).toMatchObject({ read: 1000, applied: 0, unchanged: 999, quarantined: 1 });
    expect(await quarantined(bench.connectionId)).toHaveLength(1);
    if (poison !== undefined) poison.data.familyName = 'mended';
    expect((await bench.sync()).counts).toMatchObject({ applied: 1, unchanged: 999, quarantined: 0 });
    expect(await quarantined(bench.connectionId)).toMatchObject([{ state: 'replayed' }]);
  });

  it.each([
    ['an instant of the year 12000', { startsAt: 316_517_328_000_000 }],
    ['a word that is no status', { status: 'perhaps' as 'booked' }],
    ['no start', { startsAt: Number.NaN }],
    ['a reference without end', { serviceId: 'x'.repeat(5_000) }],
  ])('S-07 leaves the page alone: %s', async (_, data) => {
    const records = [aRecord('patient', 'P1'), aRecord('appointment', 'bad', data), aRecord('appointment', 'good')];
    const bench = await aSync(
      test,
      pagedConnector([{ name: 'all', kinds: ['appointment'], pages: () => [{ records }] }]),
    );
    expect((await bench.sync()).counts).toMatchObject({ read: 3, applied: 2, quarantined: 1 });
    expect(await quarantined(bench.connectionId)).toMatchObject([{ code: 'record_invalid', source_id: 'bad' }]);
  });

  it('S-07 is replayed in bulk after a repair: 10,000 at once, and a second time without effect', async () => {
    const rows: SourceRecord[] = Array.from({ length: 10_000 }, (_, i) =>
      aRecord('appointment', `A${i}`, { patientId: 'late' }),
    );
    const pages: Partial<PullPage>[] = inPages(rows, 2_500);
    const bench = await aSync(test, pagedConnector([{ name: 'all', kinds: ['appointment'], pages: () => pages }]));
    expect((await bench.sync()).counts).toMatchObject({ read: 10_000, applied: 0, quarantined: 10_000 });
    // The patient comes by another way than a page, so that nothing is replayed by itself.
    const other = pagedConnector([
      { name: 'patients', kinds: ['patient'], pages: () => [{ records: [aRecord('patient', 'late')] }] },
    ]);
    await test.asSuperuser(`update quarantine set waits_for = null where connection_id = $1`, [bench.connectionId]);
    const patients = await aSync(test, other, { practiceId: bench.practiceId });
    await patients.sync();
    await test.asSuperuser('update patient set connection_id = $1 where connection_id = $2', [
      bench.connectionId,
      patients.connectionId,
    ]);

    const replay = new QuarantineReplay(test.db, bench.secrets);
    const startedAt = Date.now();
    const signal = new AbortController().signal;
    expect(await replay.run(bench, signal)).toEqual({ tried: 10_000, settled: 10_000 });
    expect(Date.now() - startedAt).toBeLessThan(60_000);
    expect(await count('appointment', bench.connectionId)).toBe(10_000);
    expect(await replay.run(bench, signal)).toEqual({ tried: 0, settled: 0 });
    expect(await count('appointment', bench.connectionId)).toBe(10_000);
  }, 120_000);

  it('asks the source again for what its connector could not read', async () => {
    let isMended = false;
    const unreadable = [
      {
        kind: 'patient' as const,
        id: 'P1',
        code: 'status_unknown',
        reason: 'A word is not known.',
        where: 'Patient/P1',
        raw: '{}',
      },
      {
        kind: 'patient' as const,
        id: 'P2',
        code: 'status_unknown',
        reason: 'A word is not known.',
        where: 'Patient/P2',
        raw: '{}',
      },
    ];
    const connector = pagedConnector([{ name: 'patients', kinds: ['patient'], pages: () => [{ unreadable }] }], {
      fetchOne: (_context, _kind, id) => Promise.resolve(isMended ? aRecord('patient', id) : 'forbidden'),
    });
    const bench = await aSync(test, connector);
    expect((await bench.sync()).counts).toMatchObject({ read: 2, quarantined: 2 });
    const context = { now: () => Date.now() } as never;
    const replay = new QuarantineReplay(test.db, bench.secrets);
    const signal = new AbortController().signal;
    expect(await replay.run(bench, signal, { connector, context })).toEqual({ tried: 2, settled: 0 });
    isMended = true;
    expect(await replay.run(bench, signal, { connector, context })).toEqual({ tried: 2, settled: 2 });
    expect(await count('patient', bench.connectionId)).toBe(2);
  });
});

describe('a row that does not say what it is', () => {
  const unreadable = ['P1', 'P2', 'P3'].map((id) => ({
    ...{ kind: null, id, code: 'row_incomplete', reason: 'The row has no name.', where: 'Patient', raw: '{}' },
  }));
  const signal = new AbortController().signal;
  const context = { now: () => Date.now() } as never;

  it('S-07 is asked for as what its stream brings; one that still cannot be read stays aside, and so does one that is not found', async () => {
    const connector = pagedConnector([{ name: 'patients', kinds: ['patient'], pages: () => [{ unreadable }] }], {
      fetchOne: async (_context, kind, id) => {
        if (id === 'P1') throw new RecordUnreadable('P1', 'The row has no name.');
        return id === 'P2' ? 'gone' : aRecord(kind as 'patient', id);
      },
    });
    const bench = await aSync(test, connector);
    await bench.sync();
    const replay = new QuarantineReplay(test.db, bench.secrets);
    expect(await replay.run(bench, signal, { connector, context })).toEqual({ tried: 3, settled: 1 });
    expect((await quarantined(bench.connectionId)).map(({ source_id, state }) => `${source_id} ${state}`)).toEqual([
      'P1 open',
      'P2 open',
      'P3 replayed',
    ]);
    expect(await count('patient', bench.connectionId)).toBe(1);
  });
});

describe('a row of a patient who has not come', () => {
  it('Q35 waits, and is stored when they come, by itself', async () => {
    const pages: Partial<PullPage>[] = [
      { records: [aRecord('appointment', 'A1', { patientId: 'P1' }), aRecord('payment', 'X1', { patientId: 'P1' })] },
    ];
    const bench = await aSync(
      test,
      pagedConnector([{ name: 'all', kinds: ['patient', 'appointment'], pages: () => pages }]),
    );
    await bench.sync();
    expect(await quarantined(bench.connectionId)).toMatchObject([
      { code: 'patient_unknown', state: 'open' },
      { code: 'patient_unknown', state: 'open' },
    ]);
    pages.push({ records: [aRecord('patient', 'P1')] });
    const { counts } = await bench.sync();
    expect(counts).toMatchObject({ read: 1, applied: 1, quarantined: 0 });
    expect(counts.streams['all']).toMatchObject({ replayed: 2 });
    expect(await quarantined(bench.connectionId)).toMatchObject([{ state: 'replayed' }, { state: 'replayed' }]);
    expect(await count('appointment', bench.connectionId)).toBe(1);
    expect(await count('payment', bench.connectionId)).toBe(1);
  });
});
